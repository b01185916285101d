package checks

import (
	"slices"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "rolesanywhere-profile-unscoped", Group: "federation", Severity: findings.Medium,
		Title:        "profile of IAM Roles Anywhere narrows nothing",
		Why:          "A certificate that one machine holds gets all permissions of every role of the profile, or of an administrator.",
		Fix:          "Give the profile a session policy, or one role alone that does only what the workload needs.",
		Blind:        "Whether a session policy that is there narrows anything. Profiles with one role that is no administrator are not judged. Roles that are administrators under conditions count as none.",
		References:   []string{rolesAnywherePage},
		Since:        "0.1.0",
		OffByDefault: true,
	},
	Needs: slices.Concat(accessNeeds, []snapshot.Section{snapshot.SectionRolesAnywhere}), OrgUses: accessUses,
	NoSubject: "no enabled profiles",
	Eval: func(p *Pass) {
		admins, unread := adminRoles(p)
		for _, profile := range p.Account.RolesAnywhere.Profiles {
			if profile.Enabled {
				judgeProfile(p, profile, admins, unread)
			}
		}
	},
})

func judgeProfile(p *Pass, profile snapshot.RolesAnywhereProfile, admins, unread []string) {
	among := func(roles []string) func(string) bool {
		return func(r string) bool { return slices.Contains(roles, r) }
	}
	switch {
	case profile.SessionPolicy != "" || len(profile.ManagedPolicies) > 0:
		p.OK(profile.ARN)
	case slices.ContainsFunc(profile.Roles, among(admins)):
		p.Fail(profile.ARN, "%s gives an administrator without a session policy", profile.Name)
	case len(profile.Roles) > 1:
		p.Fail(profile.ARN, "%s gives %d roles without a session policy", profile.Name, len(profile.Roles))
	case slices.ContainsFunc(profile.Roles, among(unread)):
		p.Unknown(profile.ARN, unparsed, "a policy of the role that %s gives could not be read", profile.Name)
	default:
		p.OK(profile.ARN)
	}
}
