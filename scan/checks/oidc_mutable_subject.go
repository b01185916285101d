package checks

import (
	"regexp"

	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "oidc-mutable-subject",
		Group:      "federation",
		Title:      "GitHub organization is known by its name alone",
		Severity:   findings.Info,
		Why:        "When an organization or repository is renamed or deleted, somebody else can take the name and get the role.",
		Fix:        "Turn on immutable subjects and use repo:owner@id/name@id, or add repository_owner_id.",
		Blind:      "Whether the repository already sends immutable subjects: then the role lets nobody in.",
		References: []string{githubPage},
		Since:      "0.1.0",
	},
	Needs:     needsPrincipals,
	NoSubject: "no role trusts GitHub Actions by subject",
	Eval: func(p *Pass) {
		accept := func(w webTrust) bool { return w.host == "token.actions.githubusercontent.com" }
		eachWebTrust(p, accept, func(t trusting, w webTrust, detail string) verdict {
			strict, _ := w.tenancy()
			switch {
			case !some(strict, w.pinned):
				return aside // another check says so
			case w.immutable():
				return fine
			}
			t.tell(p.Fail(t.ARN, "trusts GitHub repositories by names that can change hands").Detail(detail).
				Evidence("values", valuesOf(strict)))
			return wrong
		})
	},
})

var githubByID = regexp.MustCompile(`^repo:[^/@*?]+@[0-9]+/|^(repository_id|repository_owner_id|enterprise_id):[0-9]+`)

// immutable reports whether an id, which is never given out again, is among what the statement asks for.
func (w webTrust) immutable() bool {
	for _, claim := range []string{"repository_id", "repository_owner_id"} {
		if _, ok := w.all(w.key(claim), plain); ok {
			return true
		}
	}
	_, ok := w.all(w.key("sub"), func(v limitValue) bool { return githubByID.MatchString(v.text) })
	return ok
}
