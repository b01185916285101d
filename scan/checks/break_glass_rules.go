package checks

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// judgeBreakGlassMissing looks for every configured principal, also in accounts that are not members.
func judgeBreakGlassMissing(p *OrgPass) {
	if len(p.Params.BreakGlass) == 0 {
		p.NotApplicable("break_glass is not configured")
		return
	}
	found := map[BreakGlass]bool{}
	read := map[string]bool{}
	for _, e := range p.Extracts {
		read[e.Account] = true
		maps.Copy(found, e.Value.(map[BreakGlass]bool)) //nolint:errcheck // Extract returns nothing else
	}
	seen := map[BreakGlass]bool{}
	for _, b := range p.Params.BreakGlass {
		if !seen[b] {
			seen[b] = true
			judgePresence(p, b, read[b.home()], found[b])
		}
	}
}

func judgePresence(p *OrgPass, b BreakGlass, read, found bool) {
	i := slices.IndexFunc(p.Org.Accounts, func(a snapshot.OrgAccount) bool { return a.ID == b.home() })
	switch {
	case found:
		p.OKIn(b.home())
	case read:
		p.Fail(b.home(), p.root(b.home()), "no such principal: %s", b.label()).Detail(b.label())
	case i < 0:
		p.Fail(p.Org.ManagementID, p.organization(), "%s belongs to no account of the organization", b.label()).Detail(b.home() + "/" + b.label())
	case p.Org.Accounts[i].Skip != "":
		p.Unknown(b.home(), p.root(b.home()), snapshot.Reason{Cause: findings.NotCollected},
			"the account of %s was left out: %s", b.label(), p.Org.Accounts[i].Skip).Detail(b.label())
	}
}

func judgeBreakGlassProtection(p *Pass, row *snapshot.Credential) {
	virtual := slices.ContainsFunc(p.Account.VirtualMFA, func(d snapshot.VirtualMFADevice) bool { return d.UserARN == row.ARN })
	keys := activeKeys(row)
	switch {
	case !row.MFAActive:
		p.Fail(row.ARN, "has no MFA device").Detail("mfa")
	case virtual:
		p.Fail(row.ARN, "signs in with a virtual MFA device").Detail("mfa")
	}
	if len(keys) > 0 {
		describeKeys(p.Fail(row.ARN, "has %s", quantity(len(keys), "active access key", "active access keys")).Detail("keys"), keys)
	}
	if row.MFAActive && !virtual && len(keys) == 0 {
		p.OK(row.ARN)
	}
}

// eachBreakGlassUse calls judge with the last use of every configured principal that exists; zero when none is known.
func eachBreakGlassUse(p *Pass, judge func(arn string, last time.Time)) {
	eachBreakGlass(p, func(b breakGlassPrincipal) {
		if b.role != nil {
			judge(b.arn, b.role.LastUsed)
			return
		}
		if row, ok := reportRow(p, b.user); ok {
			judge(b.arn, newestUse(row))
		}
	})
}

// consolePeople returns the names of the users with a console password, sorted, those for emergencies left out.
func consolePeople(p *Pass) []string {
	var out []string
	eachLiveUser(p, func(p *Pass, u *snapshot.Credential) {
		if p.Params.isBreakGlass(p.Account.ID, u.ARN, u.User) {
			return
		}
		switch u.PasswordEnabled {
		case snapshot.TriTrue:
			out = append(out, u.User)
		case snapshot.TriUnknown:
			passwordUnreported(p, u)
		case snapshot.TriFalse:
		}
	})
	return distinct(out)
}

// shortList joins the first names and counts the rest.
func shortList(names []string) string {
	if len(names) <= maxListed {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:maxListed], ", ") + " and " + quantity(len(names)-maxListed, "other", "others")
}
