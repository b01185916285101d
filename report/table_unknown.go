package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/orgscan/orgscan/findings"
)

// causeWords stand for a reason that neither names a call nor has a message.
var causeWords = map[findings.Cause]string{
	findings.Denied: "access was denied", findings.Throttled: "throttled until the deadline", findings.Timeout: "no answer in time",
	findings.Cancelled: "the sweep was cancelled before", findings.Error: "no reason is recorded",
	findings.NotCollected: "the data were not collected",
}

func (s *sheet) unknowns() {
	if len(s.sum.unknowns) == 0 {
		return
	}
	s.title(alarm, "UNKNOWN", "could not be evaluated: neither passed nor failed")
	reasons := slices.SortedFunc(maps.Keys(s.sum.unknowns), compareReasons)
	shown := unfolded(len(reasons), perSection)
	rows := [][]string{{"CAUSE", "REASON", "CHECKS", "ACCOUNTS"}}
	for _, reason := range reasons[:shown] {
		u := s.sum.unknowns[reason]
		rows = append(rows, []string{
			visible(string(reason.Cause)), s.why(reason, u.message), fmt.Sprint(len(u.checks)), u.accounts.list(s.width / 2),
		})
	}
	s.grid(rows)
	if rest := len(reasons) - shown; rest > 0 {
		s.line("  and %d reasons more: %s", rest, elsewhere)
	}
}

func compareReasons(a, b unknownKey) int {
	return cmp.Or(cmp.Compare(a.Cause, b.Cause), cmp.Compare(a.Action, b.Action), cmp.Compare(a.Code, b.Code), cmp.Compare(a.message, b.message))
}

// why names the call and the answer. Where one is missing it says in words what happened: in those of the coverage, which
// speak of the call, or else in those of the first finding.
func (s *sheet) why(reason unknownKey, message string) string {
	call := strings.TrimSpace(reason.Action + " " + reason.Code)
	if reason.Action != "" && reason.Code != "" {
		return visible(call)
	}
	words := cmp.Or(reason.message, s.covered(reason.Reason), message, causeWords[reason.Cause])
	return strings.Join(nonEmpty(visible(call), visible(words)), ": ")
}

// covered returns the message of the first account that has the reason, or of the organization; empty for none.
func (s *sheet) covered(reason findings.Reason) string {
	same := func(r findings.CoverageReason) bool {
		return findings.Reason{Cause: r.Cause, Action: r.Action, Code: r.Code} == reason && r.Message != ""
	}
	for _, c := range s.run.Coverage {
		if i := slices.IndexFunc(c.Reasons, same); i >= 0 {
			return c.Reasons[i].Message
		}
	}
	if i := slices.IndexFunc(s.run.Scope.Missing, same); i >= 0 {
		return s.run.Scope.Missing[i].Message
	}
	return ""
}
