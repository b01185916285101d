package checks

import (
	"slices"

	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "oidc-audience-missing",
		Group:    "federation",
		Title:    "role accepts tokens that were made for other audiences",
		Severity: findings.Medium,
		Why:      "A token that a workload hands to another service can be replayed here, if the provider lists that audience.",
		Fix:      "Require the issuer's aud claim with StringEquals, in most cases sts.amazonaws.com.",
		Blind:    "The client ids that the provider lists: AWS accepts no others, whatever the role says.",
		References: []string{
			oidcPage, "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html",
		},
		Since: "0.1.0",
	},
	Needs:     needsPrincipals,
	NoSubject: "no role trusts an OpenID Connect provider",
	Eval: func(p *Pass) {
		accept := func(w webTrust) bool {
			return !slices.Contains(w.claims, "aud") && !slices.Contains(w.claims, "app_id")
		}
		eachWebTrust(p, accept, func(t trusting, w webTrust, detail string) verdict {
			key := w.key("aud")
			if _, ok := w.all(key, someText); ok {
				return fine
			}
			t.tell(p.Fail(t.ARN, "accepts tokens of %s for any audience", w.label()).Detail(detail))
			return wrong
		})
	},
})
