package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/policy"
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
					Evidence("caused_by", "oidc-subject-missing")
				return wrong
			}
			if !letsGuestsIn(w) {
				return fine
			}
			return judgeGuestRights(p, t, detail)
		})
	},
})

// letsGuestsIn reports whether no condition on amr keeps out those who did not sign in.
func letsGuestsIn(w webTrust) bool {
	_, signedIn := w.all(w.key("amr"), func(v limitValue) bool { return !v.matches("unauthenticated") })
	return !signedIn
}

// guestActions are what AWS's own guides give to guests.
var guestActions = []string{"cognito-identity:*", "cognito-sync:*", "mobileanalytics:PutEvents", "rum:PutRumEvents"}

func judgeGuestRights(p *Pass, t trusting, detail string) verdict {
	var more []string
	read := eachAllowed(p, t.Role, func(action string) {
		if !slices.ContainsFunc(guestActions, func(known string) bool { return policy.MatchAction(known, action) }) {
			more = append(more, action)
		}
	})
	switch {
	case len(more) > 0:
		t.tell(p.Fail(t.ARN, "guests who did not sign in may do more than an app needs before sign-in").Detail(detail)).
			Evidence("actions", firstFew(distinct(more)))
	case !read:
		p.Unknown(t.ARN, unparsed, "a policy of the role cannot be read").Detail(detail)
	default:
		return fine
	}
	return wrong
}

// firstFew joins at most five texts.
func firstFew(texts []string) string {
	if len(texts) <= 5 {
		return strings.Join(texts, ", ")
	}
	return strings.Join(texts[:5], ", ") + ", …"
}
