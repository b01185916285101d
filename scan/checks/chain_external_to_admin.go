package checks

import (
	"slices"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/paths"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "chain-external-to-admin", Group: "chain", Severity: findings.Critical,
		Title: "somebody outside the organization can become an administrator",
		Why: "A break-in at the other company, or into the identity provider's tokens, is a break-in here: nothing between " +
			"the role that lets them in and an administrator stops them.",
		Fix: "Narrow the trust of the role that lets them in (one principal, an ExternalId, one subject), and what that role may do.",
		Blind: pathBlind + "Identity Center's permission sets and SAML providers of roles that are administrators themselves, which " +
			"are how an organization lets its own people in, and accounts that trusted_accounts calls its own.",
		References: []string{externalIDPage, oidcPage},
		Since:      "0.1.0",
	},
	Needs: pathNeeds, OrgNeeds: pathOrgNeeds, OrgUses: pathUses, NoSubject: "no accounts",
	Extract: pathExtract,
	Judge: func(p *OrgPass) {
		reported := map[string]bool{}
		for _, path := range p.Paths().FromOutside() {
			entry := path.Hops[0].To
			if key := entry.ID + " " + path.From.ID; ownedOutside(p, path.From) || reported[key] {
				continue
			} else {
				reported[key] = true
			}
			o := p.Fail(entry.Account, entry.ID, "%s can become %s in %s%s", path.From.Name(), nodeInWords(p, path.To),
				through(&path), ifPossible(path.Outcome())).Detail(outsideKey(path.From)).At(pathSeverity(findings.Critical, &path))
			reportPath(p, o, &path)
		}
		unparsedTrusts(p)
		passQuietly(p)
	},
})

// outsideKey names who is outside in a finding's identity: an account's id, a provider, or everybody.
func outsideKey(n paths.Node) string {
	if n.Kind == paths.External {
		return n.Account
	}
	if n.Kind == paths.Provider {
		return n.Name()
	}
	return n.ID
}

// ownedOutside reports whether an account outside the organization is configured as the same owner's.
func ownedOutside(p *OrgPass, n paths.Node) bool {
	return n.Kind == paths.External && slices.ContainsFunc(p.Params.TrustedAccounts, func(t TrustedAccount) bool {
		return t.ID == n.Account && t.Kind == "own"
	})
}
