package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "user-signing-cert-old",
		Group:    "user",
		Title:    "user's X.509 signing certificate was not rotated in time",
		Severity: findings.Low,
		Why:      "The private key of an old certificate has been copied between machines for years and still signs requests.",
		Fix:      "Delete the certificate, or upload a new one and delete the old one if a tool still needs it.",
		Blind:    "The expiry date inside the certificate: AWS accepts requests only while it is valid.",
		References: []string{
			"https://docs.aws.amazon.com/IAM/latest/APIReference/API_UploadSigningCertificate.html",
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
				p.NotApplicable(u.ARN, "no active signing certificate")
			}
			for _, c := range certs {
				judgeCertAge(p, u.ARN, c)
			}
		})
	},
})

func judgeCertAge(p *Pass, resource string, c heldCert) {
	limit := p.Params.SigningCertMaxAge
	switch {
	case c.Rotated.IsZero():
		p.Unknown(resource, unreported, "the credential report does not say when an active signing certificate was uploaded").Detail(c.detail)
	case p.Days(c.Rotated) > limit:
		p.Fail(resource, "active signing certificate uploaded %s, %d days ago; the limit is %d", date(c.Rotated), p.Days(c.Rotated), limit).
			Detail(c.detail)
	default:
		p.OK(resource)
	}
}
