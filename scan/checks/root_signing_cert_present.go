package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "root-signing-cert-present", Group: "root", Severity: findings.High,
		Title: "the root user has an X.509 signing certificate",
		Why: "Its private key signs requests of old APIs with all the rights of the root user, and no second factor " +
			"is asked for.",
		Fix: "Find out whether anything still signs SOAP requests or image bundles with it, then delete the certificate.",
		Blind: "Certificates for TLS: those are server certificates in IAM or ACM. " +
			"A certificate that was made and deleted between two sweeps.",
		References: []string{
			rootBestPractices,
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_root-user_manage_x509.html",
		},
		Since: "0.1.0",
	},
	CausedBy: []string{"root-credentials-in-member-account"},
	Needs:    []snapshot.Section{snapshot.SectionCredentialReport, snapshot.SectionSummary},
	Eval: func(p *Pass) {
		root, counted := p.Account.RootARN(), p.Account.Summary[summaryRootCerts]
		row := p.Root()
		if row == nil && counted == 0 {
			rootRow(p)
			return
		}
		certs := rootCerts(row)
		for _, c := range certs {
			if c.Active {
				p.Fail(root, "signing certificate uploaded %s", date(c.Rotated)).Detail(c.detail)
				continue
			}
			p.Fail(root, "inactive signing certificate uploaded %s", date(c.Rotated)).Detail(c.detail).At(findings.Medium)
		}
		switch {
		case len(certs) == 0 && counted > 0:
			p.Fail(root, "the account summary counts %s that the credential report does not show",
				quantity(counted, "signing certificate", "signing certificates")).Detail("account-summary")
		case len(certs) == 0:
			p.OK(root)
		}
	},
})
