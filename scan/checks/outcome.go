package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/policy"
)

// Outcome is one line that a check reported. Its methods add to the line and return it.
type Outcome struct {
	status   findings.Status
	severity findings.Severity
	resource string
	detail   string
	message  string
	document string
	alike    string
	evidence []findings.Evidence
	reason   *findings.Reason
}

// Detail names the part of the resource that is meant: part of the finding's identity, so never prose or a position.
func (o *Outcome) Detail(key string) *Outcome {
	o.detail = key
	return o
}

// At reports a severity below the check's own.
func (o *Outcome) At(s findings.Severity) *Outcome {
	o.severity = s
	return o
}

// Evidence adds a fact.
func (o *Outcome) Evidence(name, value string) *Outcome {
	o.evidence = append(o.evidence, findings.Evidence{Name: name, Value: value})
	return o
}

// Policy says which document the finding rests on, so that equal documents in other accounts form one group.
func (o *Outcome) Policy(d *policy.Document) *Outcome {
	o.document = d.Hash()
	return o
}

// Alike puts the finding into one group with all of the check that have the same key, whatever their resource and detail.
func (o *Outcome) Alike(key string) *Outcome {
	o.alike = key
	return o
}

// outcomes collects what one check reports about one account.
type outcomes struct {
	lines  []*Outcome
	passed int
	passes []string
	skips  []string
}

func (l *outcomes) add(s findings.Status, severity findings.Severity, resource, message string) *Outcome {
	o := &Outcome{status: s, severity: severity, resource: resource, message: message}
	l.lines = append(l.lines, o)
	return o
}

func (l *outcomes) silent() bool { return len(l.lines) == 0 && l.passed == 0 && len(l.skips) == 0 }

// reasons joins the different reasons in order, so that the text does not depend on which resource came first.
func reasons(list []string) string {
	sorted := slices.Clone(list)
	slices.Sort(sorted)
	return strings.Join(slices.Compact(sorted), "; ")
}
