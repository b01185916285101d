package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "root-signing-cert-old", Group: "root", Severity: findings.Medium,
		Title: "the root user's signing certificate is due for rotation",
		Why:   "An old private key that signs as root has had time to leak, and nobody may remember where copies lie.",
		Fix:   "Delete the certificate. While something still needs it, replace it now and again every 90 days.",
		Blind: "The certificate's own validity period: AWS does not report it. Inactive certificates, which sign nothing.",
		References: []string{
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_root-user_manage_x509.html",
		},
		Since: "0.1.0",
	},
	CausedBy: []string{"root-credentials-in-member-account"},
	Needs:    []snapshot.Section{snapshot.SectionCredentialReport},
	Eval: func(p *Pass) {
		root, row := p.Account.RootARN(), rootRow(p)
		if row == nil {
			return
		}
		active := 0
		for _, c := range heldCerts(row) {
			if c.Active {
				active++
				judgeAge(p, credentialAge{what: "signing certificate", detail: c.detail, created: c.Rotated, limit: p.Params.SigningCertMaxAge})
			}
		}
		if active == 0 {
			p.Passed(root, "no active root signing certificate")
		}
	},
})
