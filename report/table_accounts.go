package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/orgscan/orgscan/findings"
)

// names are accounts in the order of the findings, each once. It keeps the first few and
// counts the rest.
type names struct {
	first []string
	total int
	last  string
}

// kept is how many accounts of a problem are named.
const kept = 8

func (n *names) add(id, name string) {
	if n.total > 0 && n.last == id {
		return
	}
	n.last = id
	n.total++
	if len(n.first) < kept {
		n.first = append(n.first, account(id, name))
	}
}

func account(id, name string) string {
	if name == "" {
		return visible(id)
	}
	return fmt.Sprintf("%s (%s)", visible(id), visible(name))
}

// list names as many accounts as fit the width and counts the rest.
func (n *names) list(width int) string {
	shown := len(n.first)
	for ; shown > 1; shown-- {
		if text.StringWidthWithoutEscSequences(n.some(shown)) <= width {
			break
		}
	}
	return n.some(shown)
}

// some names the first accounts and counts the rest.
func (n *names) some(shown int) string {
	list := strings.Join(n.first[:shown], ", ")
	if more := n.total - shown; more > 0 {
		list += fmt.Sprintf(" and %d more", more)
	}
	return list
}

// numbered is list, headed by the number when there are several.
func (n *names) numbered(width int) string {
	if n.total == 1 {
		return n.first[0]
	}
	head := count(n.total, "account") + ": "
	return head + n.list(width-len(head))
}

// wide is the width from which on two accounts fit a cell beside others.
const wide = 100

// few is how many accounts are named in a cell; more are a number there.
func (s *sheet) few() int {
	if s.width < wide {
		return 1
	}
	return 2
}

// cell names few accounts, or counts them.
func (n *names) cell(few int) string {
	if n.total <= few {
		return strings.Join(n.first, ", ")
	}
	return count(n.total, "account")
}

// topAccounts is how many accounts are named as the worst.
const topAccounts = 5

// standing counts the findings of one account by severity.
type standing struct {
	id, name string
	fails    map[findings.Severity]int
}

func (a *standing) add(f findings.Finding) {
	if a.fails == nil {
		a.id, a.name, a.fails = f.Account, f.AccountName, map[findings.Severity]int{}
	}
	a.fails[f.Severity]++
}

// ranked are the severities that make an account one of the worst.
var ranked = []findings.Severity{findings.Critical, findings.High, findings.Medium}

func (a *standing) grave() bool {
	return slices.ContainsFunc(ranked, func(s findings.Severity) bool { return a.fails[s] > 0 })
}

func compareStandings(a, b *standing) int {
	for _, severity := range ranked {
		if c := cmp.Compare(b.fails[severity], a.fails[severity]); c != 0 {
			return c
		}
	}
	return cmp.Compare(a.id, b.id)
}

// worst names the accounts to begin with. Where there is only one, there is nothing to choose.
func (s *sheet) worst() {
	all := slices.DeleteFunc(slices.Collect(maps.Values(s.sum.standings)), func(a *standing) bool { return !a.grave() })
	if len(all) < 2 {
		return
	}
	slices.SortFunc(all, compareStandings)
	s.title(bold, "WORST ACCOUNTS", "of those that could be looked at")
	rows := [][]string{{"ACCOUNT", "NAME"}}
	for _, severity := range ranked {
		rows[0] = append(rows[0], strings.ToUpper(severity.String()))
	}
	for _, a := range all[:min(len(all), topAccounts)] {
		row := []string{visible(a.id), visible(a.name)}
		for _, severity := range ranked {
			row = append(row, fmt.Sprint(a.fails[severity]))
		}
		rows = append(rows, row)
	}
	s.grid(rows)
}
