package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/findings"
)

const exceptionsReference = "https://docs.aws.amazon.com/securityhub/latest/userguide/automation-rules.html"

// ExceptionsInRun is an exceptions file after every other check has been judged.
type ExceptionsInRun struct {
	// Narrowed is true when the run looked at a selection only, so that an exception may be unused for that alone.
	Narrowed bool             `json:"narrowed,omitempty"`
	List     []ExceptionInRun `json:"list,omitempty"`
}

// ExceptionInRun is one exception, what it accepted, and what it names that does not exist.
type ExceptionInRun struct {
	findings.ExceptionUse
	// Absent are the things it names that do not exist, such as "account 999988887777".
	Absent []string `json:"absent,omitempty"`
	// Unread is true when an account that it names could not be looked at in full, so that what it accepts may be there.
	Unread bool `json:"unread,omitempty"`
}

// judgeExceptions reports the exceptions of which wrong says something, in terms of their ids.
func judgeExceptions(p *OrgPass, wrong func(ExceptionInRun) string) {
	home := homeAccount(p.Org)
	if p.Params.Exceptions == nil {
		p.NotApplicable("no exceptions file was given")
		return
	}
	for _, x := range p.Params.Exceptions.List {
		words := wrong(x)
		if words == "" {
			p.OKIn(home)
			continue
		}
		p.Fail(home, p.root(home), "exception %s of %s: %s", x.ID, x.Owner, words).Detail(x.ID).
			Evidence("expires", x.Expires).Evidence("selects", selection(x.Exception))
	}
	if len(p.Params.Exceptions.List) == 0 {
		p.NotApplicable("the exceptions file is empty")
	}
}

// selection spells out the selectors of an exception.
func selection(x findings.Exception) string {
	var parts []string
	for _, part := range [][2]string{
		{"check", x.Check}, {"account", x.Account}, {"ou", x.OU}, {"resource", x.Resource}, {"group", x.Group}, {"section", x.Section},
	} {
		if part[1] != "" {
			parts = append(parts, part[0]+" "+part[1])
		}
	}
	return strings.Join(parts, ", ")
}

// absentInWords says what an exception names that does not exist, whatever the order in which it was noticed.
func absentInWords(x ExceptionInRun) string {
	if len(x.Absent) == 0 {
		return ""
	}
	absent := slices.Clone(x.Absent)
	slices.Sort(absent)
	return "there is no " + strings.Join(absent, ", no ")
}
