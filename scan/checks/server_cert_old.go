package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "server-cert-old",
		Group:    "cert",
		Title:    "server certificate in IAM was not rotated in time",
		Severity: findings.Low,
		Why:      "The private key was uploaded by a person, so copies of it exist; the longer it lives, the likelier one has leaked.",
		Fix:      "Replace the certificate by one from AWS Certificate Manager, whose key nobody ever holds.",
		Blind:    "Whether a newer one reuses the same key. What serves the certificate, but --with load-balancers names the load balancers that do.",
		References: []string{
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_server-certs.html",
		},
		Since: "0.1.0",
	},
	Needs:     []snapshot.Section{snapshot.SectionServerCertificates},
	Uses:      certUses,
	NoSubject: noServerCerts,
	Eval: func(p *Pass) {
		limit := p.Params.ServerCertMaxAge
		for _, c := range p.Account.ServerCertificates {
			if p.Days(c.Uploaded) > limit {
				servedBy(p, p.Fail(c.ARN, "uploaded %s, %d days ago; the limit is %d", date(c.Uploaded), p.Days(c.Uploaded), limit).
					Evidence("expires", date(c.Expires)), c)
				continue
			}
			p.OK(c.ARN)
		}
	},
})
