package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/access"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// On returns the resource that the assertion is about: Resource, or "*" without one.
func (a Assertion) On() string {
	if a.Resource == "" {
		return access.Any
	}
	return a.Resource
}

// names reports whether the assertion lets a principal do its action.
func (a Assertion) names(arn, name string) bool {
	return slices.ContainsFunc(a.Who, func(who string) bool { return findings.Glob(who, arn) || findings.Glob(who, name) })
}

// request is the action with its resource, in words.
func (a Assertion) request() string {
	if a.On() == access.Any {
		return a.Action + " on any resource"
	}
	return a.Action + " on " + a.Resource
}

func assertionScope(_ *snapshot.Organization, p *Params, _ string) string {
	if len(p.Assertions) == 0 {
		return "assertions is not configured"
	}
	return ""
}

// judgeAssertions holds a principal to every assertion that does not name it.
func judgeAssertions(p *Pass, arn, name string, principal *access.Principal) {
	holds := true
	for _, a := range p.Params.Assertions {
		if a.names(arn, name) {
			continue
		}
		v := access.May(principal, a.Action, a.On())
		holds = holds && !v.Possible()
		judgeAssertion(p, arn, a, v)
	}
	if holds {
		p.OK(arn)
	}
}

func judgeAssertion(p *Pass, arn string, a Assertion, v access.Verdict) {
	detail := a.Action + " " + a.On()
	if !v.Possible() {
		return
	}
	if !v.Granted() {
		p.Unknown(arn, unparsed, "whether it may %s depends on what could not be read", a.request()).Detail(detail).
			Evidence("not read", strings.Join(v.Unread, ", "))
		return
	}
	o := p.Fail(arn, "may %s%s, and the assertion does not name it", a.request(), onlyUnder(v.Conditions)).Detail(detail).
		Evidence("allowed by", strings.Join(v.By, ", "))
	if len(v.Unread) > 0 {
		o.Evidence("not read", strings.Join(v.Unread, ", "))
	}
	limitedBy(p, o, v.Conditions)
}
