package report

import (
	"strconv"

	"github.com/orgscan/orgscan/findings"
)

// exceptionsTable has one row for every exception of the run, whatever it accepted.
func exceptionsTable(run *findings.Run) findings.Table {
	rows := make([][]string, 0, len(run.Exceptions))
	for _, x := range run.Exceptions {
		rows = append(rows, []string{
			x.ID, string(x.State), strconv.Itoa(x.Findings), strconv.Itoa(x.Gaps), x.Owner, x.Approver, x.Ticket, x.Reason, x.Created,
			x.Expires, x.Check, x.Account, x.OU, x.Resource, x.Group, x.Section, strconv.FormatBool(x.Ending),
		})
	}
	return findings.Table{Name: "exceptions", Rows: rowsOf(rows), Columns: []string{
		"exception", "state", "findings", "gaps", "owner", "approver", "ticket", "reason", "created", "expires", "check", "account",
		"ou", "resource", "group", "section", "ending",
	}}
}

// maxExceptionRows is how many exceptions are listed, so that a first screen stays one.
const maxExceptionRows = 15

// exceptions writes what was accepted, by whom and until when: those that need a person first.
func (s *sheet) exceptions() {
	if len(s.run.Exceptions) == 0 {
		return
	}
	s.title(bold, "EXCEPTIONS", "accepted for a while: neither listed above nor part of the exit code")
	rows := [][]string{{"EXCEPTION", "STATE", "FINDINGS", "GAPS", "LAST DAY", "OWNER"}}
	for _, rank := range []func(findings.ExceptionUse) bool{expired, ending, unused, active} {
		for _, x := range s.run.Exceptions {
			if rank(x) {
				rows = append(rows, []string{
					visible(x.ID), stateOf(x), strconv.Itoa(x.Findings), strconv.Itoa(x.Gaps), visible(x.Expires), visible(x.Owner),
				})
			}
		}
	}
	shown := rows[:min(len(rows), maxExceptionRows+1)]
	s.grid(shown)
	if rest := len(rows) - len(shown); rest > 0 {
		s.line("  and %d more: see run.json", rest)
	}
}

// expired, ending, unused and active part the exceptions by what they ask of a person.
func expired(x findings.ExceptionUse) bool { return x.State == findings.ExceptionExpired }

func ending(x findings.ExceptionUse) bool { return x.Ending && !expired(x) }

func unused(x findings.ExceptionUse) bool { return x.State == findings.ExceptionUnused && !x.Ending }

func active(x findings.ExceptionUse) bool { return x.State == findings.ExceptionActive && !x.Ending }

func stateOf(x findings.ExceptionUse) string {
	if ending(x) {
		return string(x.State) + ", ends soon"
	}
	return string(x.State)
}
