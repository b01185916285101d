package checks

import (
	"github.com/orgscan/orgscan/findings"
)

const cognitoHost = "cognito-identity.amazonaws.com"

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "cognito-unauth-role-privileged",
		Group:    "federation",
		Title:    "anybody on the internet can assume the role through Cognito",
		Severity: findings.High,
		Why:      "An identity pool gives credentials of this role to everybody who asks, without signing in.",
		Fix:      "Require aud to be your pool and amr to be authenticated; give guests only what an app needs before sign-in.",
		Blind:    "Whether the pool lets guests in at all, and actions of which AWS itself takes rights away in guests' sessions.",
		References: []string{
			"https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html",
			"https://docs.aws.amazon.com/cognito/latest/developerguide/iam-roles.html",
		},
		Since: "0.1.0",
	},
	Needs:     needsRights,
	NoSubject: "no role trusts Cognito identity pools",
	Eval: func(p *Pass) {
		accept := func(w webTrust) bool { return w.host == cognitoHost }
		eachWebTrust(p, accept, func(t trusting, w webTrust, detail string) verdict {
			if _, ok := w.all(w.key("aud"), someText); !ok {
				t.tell(p.Fail(t.ARN, "lets in every identity pool of every AWS customer").Detail(detail)).
					Evidence(findings.CausedBy, "oidc-subject-missing")
				return wrong
			}
			if !letsGuestsIn(w) {
				return fine
			}
			return judgeGuestRights(p, t, detail)
		})
	},
})
