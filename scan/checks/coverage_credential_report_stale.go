package checks

import (
	"time"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "coverage-credential-report-stale", Group: "coverage", Severity: findings.Low,
		Title: "the credential report is out of date",
		Why: "AWS makes a new report when the last one is four hours old. An older one means that it could not be renewed, " +
			"and passwords, keys and MFA are judged by what was true then.",
		Fix: "Sweep again with a lower --rate, or when other tools leave IAM alone, and let the audit role call " +
			"iam:GenerateCredentialReport.",
		Blind: "What changed since a report of less than the limit.",
		References: []string{
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html",
		},
		Since: "0.1.0",
	},
	Needs: []snapshot.Section{snapshot.SectionCredentialReport},
	Eval: func(p *Pass) {
		root, report := p.Account.RootARN(), p.Account.CredentialReport
		limit := time.Duration(p.Params.CredentialReportMaxAge) * time.Hour
		switch {
		case report == nil || report.Generated.IsZero():
			p.Unknown(root, unreported, "when the credential report was made is not known")
		case p.Now().Sub(report.Generated) > limit:
			p.Fail(root, "made %s, %d hours before the sweep; the limit is %d", stampOf(report.Generated),
				int(p.Now().Sub(report.Generated)/time.Hour), p.Params.CredentialReportMaxAge)
		default:
			p.OK(root)
		}
	},
})
