package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "sso-session-too-long", Group: "sso", Severity: findings.Low,
		Title:      "sessions of a permission set last too long",
		Why:        "Credentials taken from a browser or a laptop work until the session ends; nobody can call them back one by one.",
		Fix:        "Shorten the session duration of the permission set: people sign in again without a password while their portal session lasts.",
		Blind:      "How long the session of the access portal lasts. " + setRightsBlind,
		References: []string{"https://docs.aws.amazon.com/singlesignon/latest/userguide/howtosessionduration.html"},
		Since:      "0.1.0",
	},
	Needs: accessNeeds, OrgNeeds: needsIdentityCenter, OrgUses: accessUses,
	Scope: provisionedWhere(longForAdmins), Extract: extractSetRights,
	Judge: func(p *OrgPass) {
		admins := setAdmins(p)
		eachPermissionSet(p, func(c *snapshot.IdentityCenter, s *snapshot.PermissionSet) {
			judgeSession(p, c.Instance.Owner, s, admins[s.Name])
		})
	},
})

// longForAdmins reports whether the permission set's sessions are short enough for all but administrators.
func longForAdmins(params *Params, s *snapshot.PermissionSet) bool {
	return s.SessionSeconds > params.SSOAdminSessionMaxHours*3600 && s.SessionSeconds <= params.SSOSessionMaxHours*3600
}

func judgeSession(p *OrgPass, owner string, s *snapshot.PermissionSet, a *administering) {
	fail := func(hours int, of string) {
		p.Fail(owner, s.ARN, "sessions of permission set %s%s last %.4g hours; the limit is %d", s.Name, of, float64(s.SessionSeconds)/3600, hours)
	}
	switch {
	case s.SessionSeconds > p.Params.SSOSessionMaxHours*3600:
		fail(p.Params.SSOSessionMaxHours, "")
	case !longForAdmins(p.Params, s):
		p.OK()
	case a == nil && len(s.Provisioned) > 0:
		p.NotApplicableIn(owner, roleNotSeen)
	case len(a.granted()) > 0:
		fail(p.Params.SSOAdminSessionMaxHours, ", which gives all permissions,")
	case len(a.open()) > 0:
		p.Unknown(owner, s.ARN, unparsed, "whether permission set %s gives all permissions depends on what could not be read", s.Name)
	default:
		p.OK()
	}
}
