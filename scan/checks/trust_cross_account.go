package checks

import (
	"cmp"
	"strings"

	"github.com/orgscan/orgscan/findings"
)

func failCrossAccount(p *Pass, t trusting, id string, y party, rights roleRights) {
	o := t.tell(p.Fail(t.ARN, "%s may assume this privileged role", describe(id, y)).Detail(id))
	o.Evidence("privileged by", strings.Join(rights.proven(), ", "))
	if from, to := tier(p, id), tier(p, p.Account.ID); from != "" || to != "" {
		o.Evidence("tiers", cmp.Or(from, "not known")+" to "+cmp.Or(to, "not known"))
	}
	if givenByManagement(p, t, id) {
		o.At(findings.Info)
	}
}

// givenByManagement reports whether the account is the management account and the role one of the landing zone's, which
// lets it in by design.
func givenByManagement(p *Pass, t trusting, id string) bool {
	return id == p.Org.ManagementID && trustProduct(t.Role) != ""
}

func tier(p *Pass, id string) string {
	if a := p.Org.Account(id); a != nil {
		return a.Tier
	}
	return ""
}
