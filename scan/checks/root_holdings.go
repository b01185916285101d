package checks

import (
	"slices"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// rootHoldings is what is known of one account's root user.
type rootHoldings struct {
	// held names its credentials in words, in a fixed order.
	held []string
	// password is TriUnknown when AWS does not say.
	password snapshot.Tri
	// told is false when neither the report nor the summary speaks of the root user.
	told bool
}

func holdingsOf(p *Pass) rootHoldings {
	row := p.Root()
	h := rootHoldings{password: rootPassword(p.Account, row), told: row != nil || len(p.Account.Summary) > 0}
	h.add("a password", h.password == snapshot.TriTrue)
	h.add("access keys", len(rootKeys(row)) > 0 || p.Account.Summary[summaryRootKeys] > 0)
	h.add("signing certificates", len(rootCerts(row)) > 0 || p.Account.Summary[summaryRootCerts] > 0)
	h.add("MFA", rootMFA(p.Account, row))
	return h
}

func (h *rootHoldings) add(what string, holds bool) {
	if holds {
		h.held = append(h.held, what)
	}
}

func judgeRootHoldings(p *OrgPass, account string, h rootHoldings) {
	root := p.root(account)
	switch {
	case len(h.held) > 0:
		o := p.Fail(account, root, "the root user has %s", inWords(h.held))
		if !slices.Contains(p.Org.RootAccess, "RootCredentialsManagement") {
			o.At(findings.Medium)
		}
	case !h.told:
		p.Unknown(account, root, unreported, "neither the credential report nor the account summary speaks of the root user")
	case h.password == snapshot.TriUnknown:
		p.Manual(account, root, "AWS does not say whether the root user has a password")
	default:
		p.OKIn(account)
	}
}
