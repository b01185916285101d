package checks

import (
	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "oidc-subject-broad",
		Group:      "federation",
		Title:      "any branch or project of the organization can assume the role",
		Severity:   findings.Medium,
		Why:        "Whoever may push a branch or open a pull request anywhere in scope runs code with the role, before anybody reviews it.",
		Fix:        "Name the branch, tag or environment, such as repo:example/app:ref:refs/heads/main.",
		Blind:      "Who may push to the branch or deploy to the environment; issuers that are not in the table.",
		References: []string{githubPage, "https://docs.gitlab.com/ci/cloud_services/aws/", oidcPage},
		Since:      "0.1.0",
	},
	Needs:     needsPrincipals,
	NoSubject: "no role trusts an issuer of pipelines by a claim",
	Eval: func(p *Pass) {
		accept := func(w webTrust) bool { return w.name != "" && !eks(w) }
		eachWebTrust(p, accept, func(t trusting, w webTrust, detail string) verdict {
			strict, optional := w.tenancy()
			switch {
			case w.shared && !some(strict, w.pinned), len(optional) > 0 && len(strict) == 0:
				return aside // another check says so
			case some(strict, w.exact):
				return fine
			}
			o := t.tell(p.Fail(t.ARN, "lets in every branch, pull request or project in scope of %s", w.label()).Detail(detail))
			if len(strict) > 0 {
				o.Evidence("values", valuesOf(strict))
			}
			return wrong
		})
	},
})
