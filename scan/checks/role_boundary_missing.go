package checks

import (
	"path"
	"slices"
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "role-boundary-missing",
		Group:      "policy",
		Title:      "role that changes IAM has no permissions boundary",
		Severity:   findings.Info,
		Why:        "A role that may write policies gives itself whatever it lacks; only a boundary holds it.",
		Fix:        "Put the permissions boundary of your configuration on the role, and deny it to remove the boundary.",
		Blind:      "Boundaries that allow everything, and users, which boundary_required_for does not name.",
		References: []string{boundariesPage},
		Since:      "0.1.0",
		// Off: whether boundaries are wanted, and where, only a configuration says.
		OffByDefault: true,
	},
	Needs:     []snapshot.Section{snapshot.SectionPrincipals, snapshot.SectionManagedDocuments},
	NoSubject: "no roles that boundary_required_for names",
	Eval: func(p *Pass) {
		if len(p.Params.BoundaryRequiredFor) == 0 {
			p.NotApplicable(p.Account.RootARN(), "boundary_required_for is not configured")
			return
		}
		documents := p.Account.ManagedByARN()
		for i := range p.Account.Roles {
			if r := &p.Account.Roles[i]; !serviceLinked(r) && !identityCenter(r) && boundaryRequired(p.Params, r) {
				judgeBoundary(p, r, documents)
			}
		}
	},
})

func boundaryRequired(params *Params, r *snapshot.Role) bool {
	full := strings.TrimPrefix(r.Path+r.Name, "/")
	return slices.ContainsFunc(params.BoundaryRequiredFor, func(pattern string) bool {
		whole, err := path.Match(pattern, full)
		name, _ := path.Match(pattern, r.Name)
		return err == nil && (whole || name)
	})
}
