package checks

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/access"
	"github.com/orgscan/orgscan/scan/paths"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// The checks of paths share one extract of each account and one graph, so they need and use the same.
var (
	pathNeeds = append(slices.Clone(accessNeeds), snapshot.SectionCredentialReport)
	pathUses  = []snapshot.Section{snapshot.SectionPolicies}
	// pathOrgNeeds tells members from strangers.
	pathOrgNeeds = []snapshot.Section{snapshot.SectionAccounts}
)

func pathExtract(p *Pass) any { return p.Paths() }

const (
	pathBlind = "Tags of principals in conditions, session policies, resources outside IAM, and ways through accounts that could not be read " +
		"or were not selected. That whoever administers an account can give its principals what they lack: a trust that names a " +
		"principal without sts:AssumeRole is no way in. "
	rolePage = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html"
)

// pathSeverity is the highest for a proven path; one lower if conditions may stop it, and medium at most if it needs what the
// data do not show.
func pathSeverity(highest findings.Severity, path *paths.Path) findings.Severity {
	s := highest
	if path.Outcome() != access.Proven {
		s = min(s, findings.Medium)
	}
	if len(path.Conditions()) > 0 {
		s = max(findings.Low, s-1)
	}
	return s
}

// reportPath completes a finding about a path: the hops, what it hangs on, and the statement whose removal breaks it.
func reportPath(p *OrgPass, o *Outcome, path *paths.Path) {
	for i := range path.Hops {
		o.Evidence("hop "+strconv.Itoa(i+1), hopInWords(p, &path.Hops[i]))
	}
	if by := path.Admin.AllowedBy; len(by) > 0 {
		o.Evidence("administrator by", statementsInWords(by))
	}
	if c := path.Conditions(); len(c) > 0 {
		o.Evidence("only if", strings.Join(c, ", "))
	}
	if h := path.Crossing(); len(h.AllowedBy) > 0 {
		o.Evidence("remove to break it", breakInWords(p, &h))
	}
}

func hopInWords(p *OrgPass, h *paths.Hop) string {
	text := fmt.Sprintf("%s > %s > %s", nodeInWords(p, h.From), h.Technique, nodeInWords(p, h.To))
	if len(h.AllowedBy) > 0 {
		text += " (" + statementsInWords(h.AllowedBy) + ")"
	}
	if len(h.Needs) > 0 {
		text += " needs " + strings.Join(h.Needs, "; ")
	}
	return text
}

// nodeInWords names a node with its account.
func nodeInWords(p *OrgPass, n paths.Node) string {
	account := n.Account
	if a := p.Org.Account(n.Account); a != nil && a.Name != "" {
		account = a.Name
	}
	switch n.Kind {
	case paths.Administrators:
		return "administrator of " + account
	case paths.Principal, paths.Provider:
		return n.Name() + " of " + account
	default:
		return n.Name()
	}
}

func statementsInWords(list []access.Statement) string {
	var out []string
	for _, s := range list {
		out = append(out, statementInWords(s))
	}
	return strings.Join(slices.Compact(out), " and ")
}

func statementInWords(s access.Statement) string {
	switch {
	case s.SID != "":
		return s.Source + " statement " + s.SID
	case s.Place > 0:
		return s.Source + " statement " + strconv.Itoa(s.Place)
	}
	return s.Source
}

// breakInWords names the statement whose removal breaks the path: that of the trust policy that lets somebody in, else the
// first that allows the step.
func breakInWords(p *OrgPass, h *paths.Hop) string {
	for _, s := range h.AllowedBy {
		if s.Source == "trust policy" {
			return statementInWords(s) + " of " + nodeInWords(p, h.To)
		}
	}
	return statementInWords(h.AllowedBy[0]) + " of " + nodeInWords(p, h.From)
}

// unparsedTrusts reports the roles of which nobody knows who may assume them, so that a path may lead through them.
func unparsedTrusts(p *OrgPass) {
	for _, n := range p.Paths().Unparsed() {
		p.Unknown(n.Account, n.ID, unparsed, "the trust policy is not a policy that can be read; a path may lead through the role").Detail("trust")
	}
}

// passQuietly counts the accounts that nothing was reported of, for the organization as a whole: a path through an account
// that could not be read may begin in any of them.
func passQuietly(p *OrgPass) {
	for _, e := range p.Extracts {
		if l := p.logs[e.Account]; l == nil || len(l.lines) == 0 {
			p.OK()
		}
	}
}

// startDetail tells an account's administrators from its root user, whose ARN stands for both.
func startDetail(n paths.Node) string {
	if n.Kind == paths.Administrators {
		return "administrators"
	}
	return ""
}

// startInWords names where a path begins in the account that the finding is of.
func startInWords(n paths.Node) string {
	if n.Kind == paths.Administrators {
		return "every administrator"
	}
	return n.Name()
}

// through counts the hops.
func through(path *paths.Path) string { return quantity(len(path.Hops), "hop", "hops") }
