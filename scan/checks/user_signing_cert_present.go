package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "user-signing-cert-present",
		Group:    "user",
		Title:    "user has an active X.509 signing certificate",
		Severity: findings.Low,
		Why:      "Signing certificates are a forgotten second kind of long-term key: few services take them, and nobody looks at them.",
		Fix:      "Delete the certificate unless a tool that signs AMI bundles still needs it.",
		Blind:    "Whether and when the certificate is used: AWS does not say.",
		References: []string{
			"https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSigningCertificates.html",
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html",
		},
		Since: "0.1.0",
	},
	Needs:     []snapshot.Section{snapshot.SectionCredentialReport},
	NoSubject: noReportedUsers,
	Eval: func(p *Pass) {
		eachUser(p, func(u *snapshot.Credential) {
			certs := activeCerts(u)
			if len(certs) == 0 {
				p.OK(u.ARN)
				return
			}
			o := p.Fail(u.ARN, "has %s", quantity(len(certs), "active signing certificate", "active signing certificates"))
			for _, c := range certs {
				o.Evidence("uploaded", date(c.Rotated))
			}
		})
	},
})
