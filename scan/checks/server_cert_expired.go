package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "server-cert-expired",
		Group:    "cert",
		Title:    "server certificate in IAM has expired",
		Severity: findings.Medium,
		Why:      "Deployed by mistake it breaks every client, and people who learn to click through its warning accept an attacker's too.",
		Fix:      "Delete the certificate, or replace it in its load balancer by one from AWS Certificate Manager and then delete it.",
		Blind:    "Certificates in AWS Certificate Manager. What serves the certificate, but --with load-balancers names the load balancers that do.",
		References: []string{
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_server-certs.html",
			"https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html",
		},
		Since: "0.1.0",
	},
	Needs:     []snapshot.Section{snapshot.SectionServerCertificates},
	Uses:      certUses,
	NoSubject: noServerCerts,
	Eval: func(p *Pass) {
		for _, c := range p.Account.ServerCertificates {
			if expired(p, c) {
				servedBy(p, p.Fail(c.ARN, "expired %s, %d days ago", date(c.Expires), p.Days(c.Expires)).Evidence("uploaded", date(c.Uploaded)), c)
				continue
			}
			p.OK(c.ARN)
		}
	},
})
