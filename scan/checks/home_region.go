package checks

import "strings"

// extractHomeRegion keeps the home Region that the path of a permission set's role names; empty without such a role.
func extractHomeRegion(p *Pass) any {
	for i := range p.Account.Roles {
		if r := &p.Account.Roles[i]; identityCenter(r) {
			region := strings.Trim(strings.TrimPrefix(r.Path, "/aws-reserved/sso.amazonaws.com"), "/")
			return orElse(region, "us-east-1")
		}
	}
	return ""
}

// judgeInstance never says that there is no instance while an account has a role that only an instance can make.
func judgeInstance(p *OrgPass) {
	if i := p.Org.IdentityCenter.Instance; i != nil {
		if i.Status == "ACTIVE" || i.Status == "CREATE_IN_PROGRESS" {
			p.OK()
			return
		}
		p.Fail(p.Org.ManagementID, p.organization(), "the instance of IAM Identity Center in %s is not active", i.Region).
			Evidence("status", i.Status)
		return
	}
	var accounts, regions []string
	for _, e := range p.Extracts {
		if region := e.Value.(string); region != "" { //nolint:errcheck // extractHomeRegion made it
			accounts, regions = append(accounts, e.Account), append(regions, region)
		}
	}
	if len(accounts) == 0 {
		p.Fail(p.Org.ManagementID, p.organization(), "no Region has an instance of IAM Identity Center for the organization")
		return
	}
	p.Unknown(p.Org.ManagementID, p.organization(), noInstanceFound, "no instance was found, but accounts have roles that one made").
		Evidence("home Region by those roles", strings.Join(distinct(regions), ", ")).Evidence("accounts", named(accounts))
}
