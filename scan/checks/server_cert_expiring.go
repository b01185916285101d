package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "server-cert-expiring",
		Group:    "cert",
		Title:    "server certificate in IAM expires soon",
		Severity: findings.Low,
		Why:      "IAM renews nothing: on the day it expires whatever serves it stops working, and hasty replacements skip review.",
		Fix:      "Replace the certificate by one from AWS Certificate Manager, which renews itself.",
		Blind:    "Certificates in AWS Certificate Manager. What serves the certificate, but --with load-balancers names the load balancers that do.",
		References: []string{
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_server-certs.html",
			"https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html",
		},
		Since: "0.1.0",
	},
	Needs:     []snapshot.Section{snapshot.SectionServerCertificates},
	Uses:      certUses,
	NoSubject: noServerCerts,
	Eval: func(p *Pass) {
		for _, c := range p.Account.ServerCertificates {
			left := -p.Days(c.Expires)
			switch {
			case expired(p, c):
				p.NotApplicable(c.ARN, "expired already")
			case left <= p.Params.ServerCertExpiringWithin:
				servedBy(p, p.Fail(c.ARN, "expires %s, in %s", date(c.Expires), quantity(left, "day", "days")).Evidence("uploaded", date(c.Uploaded)), c)
			default:
				p.OK(c.ARN)
			}
		}
	},
})
