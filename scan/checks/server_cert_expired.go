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
		Blind:    "Whether anything serves the certificate, and certificates in AWS Certificate Manager.",
		References: []string{
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_server-certs.html",
			"https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html",
		},
		Since: "0.1.0",
	},
	Needs:     []snapshot.Section{snapshot.SectionServerCertificates},
	NoSubject: noServerCerts,
	Eval: func(p *Pass) {
		for _, c := range p.Account.ServerCertificates {
			if expired(p, c) {
				p.Fail(c.ARN, "expired %s, %d days ago", date(c.Expires), p.Days(c.Expires)).Evidence("uploaded", date(c.Uploaded))
				continue
			}
			p.OK(c.ARN)
		}
	},
})
