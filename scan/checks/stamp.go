package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// stamp turns outcomes into findings of one check and account.
type stamp struct {
	check   *Check
	org     *snapshot.Organization
	account string
	root    string
}

func (s stamp) finding(status findings.Status, resource string) findings.Finding {
	f := findings.Finding{
		Check: s.check.ID, Title: s.check.Title, Status: status, Severity: s.check.Severity,
		Account: s.account, Resource: resource, Controls: s.check.Controls,
	}
	if a := s.org.Account(s.account); a != nil {
		f.AccountName, f.OU, f.Owner = a.Name, a.OU, a.Owner
	}
	return f
}

// unknown is the one line of a check that could not be evaluated for the account.
func (s stamp) unknown(r snapshot.Reason) findings.Finding {
	f := s.finding(findings.Unknown, s.root)
	f.Unknown = &findings.Reason{Cause: r.Cause, Action: r.Action, Code: r.Code}
	f.Message = r.Message
	f.Identify("")
	return f
}

func (s stamp) finish(l *outcomes) []findings.Finding {
	if l.silent() {
		if s.check.NoSubject == "" {
			return []findings.Finding{s.unknown(snapshot.Reason{Cause: findings.Error, Message: "the check gave no answer"})}
		}
		l.skips = append(l.skips, s.check.NoSubject)
		return []findings.Finding{s.summary(findings.NotApplicable, 0, l.skips)}
	}
	out := make([]findings.Finding, 0, len(l.lines)+2)
	for _, o := range l.lines {
		out = append(out, s.line(o))
	}
	if l.passed > 0 {
		out = append(out, s.summary(findings.Pass, l.passed, l.passes))
	}
	if len(l.skips) > 0 {
		out = append(out, s.summary(findings.NotApplicable, len(l.skips), l.skips))
	}
	return out
}

func (s stamp) line(o *Outcome) findings.Finding {
	f := s.finding(o.status, o.resource)
	f.Severity, f.Detail, f.Message, f.Evidence, f.Unknown = o.severity, o.detail, o.message, o.evidence, o.reason
	f.Identify(o.document)
	if o.alike != "" {
		f.GroupBy(o.alike)
	}
	return f
}

// summary stands for all resources of one status. Its detail is the status, so that a PASS and a NOT_APPLICABLE line of
// one account and check differ.
func (s stamp) summary(status findings.Status, count int, texts []string) findings.Finding {
	f := s.finding(status, s.root)
	f.Count, f.Detail, f.Message = count, summaryDetail(status), reasons(texts)
	f.Identify("")
	return f
}

func summaryDetail(status findings.Status) string {
	if status == findings.Pass {
		return "pass"
	}
	return "not-applicable"
}
