package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
)

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
