package checks

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/paths"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// OrgPass is everything that an organization-wide check may touch.
type OrgPass struct {
	Org    *snapshot.Organization
	Params *Params
	// Extracts are what the check kept of each account that could be read, by account id.
	Extracts []Extracted

	check  *Check
	shared *orgShared
	logs   map[string]*outcomes
	// passed counts what holds for the organization as a whole.
	passed int
}

// orgShared holds what all checks of one organization derive once.
type orgShared struct {
	// graphs are by the accounts that could be read: checks that need more sections may have fewer.
	graphs map[string]*paths.Graph
}

// Paths returns the graph of who can become whom, of the accounts whose Extract is Pass.Paths.
func (p *OrgPass) Paths() *paths.Graph {
	var key strings.Builder
	kept := make([]*paths.Account, 0, len(p.Extracts))
	for _, e := range p.Extracts {
		key.WriteString(e.Account + " ")
		kept = append(kept, e.Value.(*paths.Account)) //nolint:errcheck,forcetypeassert // a check that extracts something else must not ask
	}
	if p.shared.graphs[key.String()] == nil {
		p.shared.graphs[key.String()] = paths.Build(p.Org, kept)
	}
	return p.shared.graphs[key.String()]
}

// Fail reports that a resource of an account is not as it should be. Problems of the organization itself belong to its
// management account.
func (p *OrgPass) Fail(account, resource, format string, args ...any) *Outcome {
	return p.of(account).add(findings.Fail, p.check.Severity, resource, fmt.Sprintf(format, args...))
}

// Manual reports a question that no API answers and a person must.
func (p *OrgPass) Manual(account, resource, format string, args ...any) *Outcome {
	return p.of(account).add(findings.Manual, p.check.Severity, resource, fmt.Sprintf(format, args...))
}

// Unknown reports that one resource could not be judged. While there is one, the organization as a whole gets no PASS.
func (p *OrgPass) Unknown(account, resource string, r snapshot.Reason, format string, args ...any) *Outcome {
	o := p.of(account).add(findings.Unknown, p.check.Severity, resource, fmt.Sprintf(format, args...))
	o.reason = &findings.Reason{Cause: r.Cause, Action: r.Action, Code: r.Code}
	return o
}

// OK counts something of the organization as a whole that is as it should be. The line appears only when every account
// could be read and nothing is UNKNOWN.
func (p *OrgPass) OK() { p.passed++ }

// OKIn counts an account that is as it should be, whatever the others are.
func (p *OrgPass) OKIn(account string) { p.of(account).passed++ }

// PassedIn counts an account that is as it should be for a reason worth reading.
func (p *OrgPass) PassedIn(account, reason string) {
	l := p.of(account)
	l.passed++
	l.passes = append(l.passes, reason)
}

// NotApplicableIn counts an account that the rule does not speak of, and says why.
func (p *OrgPass) NotApplicableIn(account, reason string) {
	l := p.of(account)
	l.skips = append(l.skips, reason)
}

// NotApplicable says that the rule does not speak of the organization, and why.
func (p *OrgPass) NotApplicable(reason string) { p.NotApplicableIn(homeAccount(p.Org), reason) }

// root returns the ARN that stands for an account as a whole and for its root user.
func (p *OrgPass) root(account string) string { return rootARN(p.Org, account) }

// homeAccount returns the account that findings about the organization or the run as a whole belong to.
func homeAccount(org *snapshot.Organization) string {
	return cmp.Or(org.ManagementID, org.CallerAccount)
}

func rootARN(org *snapshot.Organization, account string) string {
	return "arn:" + org.Partition + ":iam::" + account + ":root"
}

func (p *OrgPass) of(account string) *outcomes {
	if p.logs[account] == nil {
		p.logs[account] = &outcomes{}
	}
	return p.logs[account]
}

// Judge runs those of the checks that judge the organization or the run. It yields the findings of one check after the other,
// those of each in the order of findings.Compare, and forgets them. An account that could not be read gets an UNKNOWN of its
// own, and the organization as a whole no PASS while there is one.
func Judge(selected []*Check, org *snapshot.Organization, params *Params, extracts map[string][]Extracted) iter.Seq2[*Check, []findings.Finding] {
	return func(yield func(*Check, []findings.Finding) bool) {
		shared := &orgShared{graphs: map[string]*paths.Graph{}}
		for _, c := range selected {
			if c.Judge == nil {
				continue
			}
			found := judge(c, shared, org, params, extracts[c.ID])
			slices.SortFunc(found, findings.Compare)
			if !yield(c, found) {
				return
			}
		}
	}
}

func judge(c *Check, shared *orgShared, org *snapshot.Organization, params *Params, extracts []Extracted) []findings.Finding {
	home := orgStamp(c, org, homeAccount(org))
	for _, section := range c.OrgNeeds {
		if r, ok := org.Lacks(section); ok {
			return []findings.Finding{home.unknown(r)}
		}
	}
	p := &OrgPass{Org: org, Params: params, check: c, shared: shared, logs: map[string]*outcomes{}}
	var out []findings.Finding
	for _, e := range extracts {
		if e.Missing == nil {
			p.Extracts = append(p.Extracts, e)
			continue
		}
		out = append(out, orgStamp(c, org, e.Account).unknown(*e.Missing))
	}
	unread := len(out)
	slices.SortFunc(p.Extracts, func(a, b Extracted) int { return strings.Compare(a.Account, b.Account) })
	if r, ok := guard(func() { c.Judge(p) }); !ok {
		return append(out, home.unknown(r))
	}
	return append(out, p.finish(home, unread > 0)...)
}

func (p *OrgPass) finish(home stamp, unread bool) []findings.Finding {
	var out []findings.Finding
	unread = unread || p.unsure()
	if !unread && p.passed > 0 {
		p.of(homeAccount(p.Org)).passed += p.passed
	}
	for account, l := range p.logs {
		if !l.silent() {
			out = append(out, orgStamp(p.check, p.Org, account).finish(l)...)
		}
	}
	if len(out) == 0 && !unread {
		out = home.finish(&outcomes{})
	}
	return out
}

// unsure reports whether the check itself could not judge something.
func (p *OrgPass) unsure() bool {
	for _, l := range p.logs {
		if slices.ContainsFunc(l.lines, func(o *Outcome) bool { return o.status == findings.Unknown }) {
			return true
		}
	}
	return false
}

// orgStamp stamps findings of an organization-wide check for one account.
func orgStamp(c *Check, org *snapshot.Organization, account string) stamp {
	return stamp{check: c, org: org, account: account, root: rootARN(org, account)}
}
