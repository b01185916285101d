package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/orgscan/orgscan/findings"
)

// elsewhere says where everything is that the table leaves out.
const elsewhere = "see findings.jsonl, or --format csv"

// limit is how many checks, and how many problems of them all together, are shown in full, and how many more checks get a
// line.
type limit struct{ checks, problems, lines int }

// limits keep a first sweep to a few screens. Every critical or high check is at least named with where it failed, unless
// there are more than anybody reads.
var limits = map[findings.Severity]limit{
	findings.Critical: {12, 30, 40}, findings.High: {4, 14, 40}, findings.Medium: {1, 4, 8},
	findings.Low: {0, 3, 0}, findings.Info: {0, 2, 0},
}

// manualLimit is the same for questions to people.
var manualLimit = limit{perSection, perSection, 0}

// foldable is the least number of entries that are worth a line saying that they were left out.
const foldable = 3

// unfolded returns how many of n entries are shown when a limit is set.
func unfolded(n, limit int) int {
	if n-limit < foldable {
		return n
	}
	return limit
}

func (s *sheet) fails(severity findings.Severity) {
	blocks := blocksOf(s.sum.fails, severity)
	for _, b := range blocks {
		b.accounts = s.sum.failing[severeCheck{severity, b.check}]
	}
	if len(blocks) == 0 {
		return
	}
	name := strings.ToUpper(severity.String())
	told := count(s.sum.tally.Fails(severity), "finding") + " of " + count(len(blocks), "check")
	if n := s.sum.folded[severity]; n > 0 {
		told += fmt.Sprintf(", %d of them below what causes them", n)
	}
	s.title(severityCodes[severity], name, told)
	s.blocks(name, blocks, limits[severity])
}

func (s *sheet) manual() {
	blocks := blocksOf(s.sum.manual, 0)
	if len(blocks) == 0 {
		return
	}
	s.title(bold, "MANUAL", "no API tells; a person has to look")
	s.blocks("MANUAL", blocks, manualLimit)
}

// blocks writes the first blocks in full and the names of the others.
func (s *sheet) blocks(heading string, all []*block, most limit) {
	shown := unfolded(len(all), most.checks)
	needs := make([]int, shown)
	for i, b := range all[:shown] {
		needs[i] = len(b.problems)
	}
	for i, n := range share(needs, most.problems) {
		s.block(heading, all[i], unfolded(needs[i], n))
	}
	rest := all[shown:]
	lines := 0
	if most.lines > 0 {
		lines = unfolded(len(rest), most.lines)
	}
	s.lines(rest[:lines])
	if rest = rest[lines:]; len(rest) > 0 {
		s.rest(rest, shown > 0)
	}
}

// lines writes a line for each check: how often, and where.
func (s *sheet) lines(blocks []*block) {
	var rows [][]string
	for _, b := range blocks {
		rows = append(rows, []string{fmt.Sprintf("%s (%d)", visible(b.check), b.findings), b.where(s.few())})
	}
	if len(rows) == 0 {
		return
	}
	s.line("  more, of which orgscan checks show ID says how to fix them:")
	const indent = 4
	widths := columns(rows, s.width-indent, s.width/2)
	for _, row := range rows {
		for i := range row {
			row[i] = cut(row[i], widths[i])
		}
		s.row(row, indent, widths)
	}
}

// where names the resource when there is one, and otherwise the accounts or their number.
func (b *block) where(few int) string {
	if len(b.problems) == 1 && b.accounts.total == 1 {
		return b.problems[0].resource + " in " + b.accounts.first[0]
	}
	return b.accounts.cell(few)
}

// rest names the checks that are not shown in full, with their numbers of findings.
func (s *sheet) rest(blocks []*block, more bool) {
	n := 0
	checks := make([]string, len(blocks))
	for i, b := range blocks {
		n += b.findings
		checks[i] = fmt.Sprintf("%s (%d),", visible(b.check), b.findings)
	}
	last := len(checks) - 1
	checks[last] = strings.TrimSuffix(checks[last], ",") + ";"
	var head []string
	if more {
		head = strings.Fields(fmt.Sprintf("and %s of %s more:", count(n, "finding"), count(len(blocks), "check")))
	}
	// A check and its number are one word, so that no line ends between them.
	words := slices.Concat(head, checks, strings.Fields(elsewhere))
	s.hanging("  ", 2, fill(words, s.width-2))
}

// block writes one check: what is wrong, where, and how to fix it.
func (s *sheet) block(heading string, b *block, shown int) {
	for i, line := range wrap(visible(b.check+": "+b.title), s.width-2) {
		if i == 0 {
			line = strings.Replace(line, b.check, s.paint.apply(bold, b.check), 1)
		}
		s.line("  %s", line)
	}
	s.problems(b.problems[:shown])
	if rest := len(b.problems) - shown; rest > 0 {
		s.indented(4, fmt.Sprintf("and %d more: %s", rest, elsewhere))
	}
	s.consequences(b.problems)
	s.fix(heading, b.check)
}

// leastAccount is a width for accounts that a number and a name of usual length fit into.
const leastAccount = 26

// entry is a line of a block: where, in which accounts, and what. The accounts follow below when the line only counts them.
type entry struct {
	cells    []string
	accounts *names
}

func (s *sheet) problems(problems []*problem) {
	var entries []entry
	var rows [][]string
	for _, p := range problems {
		entries = append(entries, p.entries(s.few())...)
	}
	for _, e := range entries {
		rows = append(rows, e.cells)
	}
	const indent = 4
	room, name := s.width-indent, s.width*2/5
	widths := columns(rows, room, name, max(s.width/4, leastAccount))
	// What the accounts leave free because they wrap goes to the others.
	widths = columns(rows, room, name, longest(rows, 1, widths[1]))
	for _, e := range entries {
		e.cells[0] = cut(e.cells[0], widths[0])
		s.row(e.cells, indent, widths)
		if e.accounts.total > s.few() {
			s.indented(indent+2, "in "+e.accounts.list(s.width-indent-5))
		}
	}
}

// entries returns a line for each message, or one for all when there are too many.
func (p *problem) entries(few int) []entry {
	if p.differ {
		return []entry{p.entry(few, &p.accounts, "in different words by account: "+elsewhere)}
	}
	var out []entry
	for _, m := range p.said {
		out = append(out, p.entry(few, &m.accounts, visible(m.text)))
	}
	return out
}

// entry returns a line. A resource of several accounts that has the account's id in its name goes by the first one's, with
// "*" instead of the id.
func (p *problem) entry(few int, accounts *names, message string) entry {
	resource := p.resource
	if accounts.total > 1 && p.account != "" {
		resource = strings.ReplaceAll(resource, p.account, "*")
	}
	return entry{cells: []string{resource, accounts.cell(few), message}, accounts: accounts}
}

// fix says how to fix what a check found, or where that stands already.
func (s *sheet) fix(heading, check string) {
	rule, ok := s.sum.rules[check]
	if !ok || rule.Fix == "" {
		return
	}
	if above := s.fixed[check]; above != "" {
		s.line("    fix: see above, under %s", above)
		return
	}
	s.fixed[check] = heading
	s.indented(4, "fix: "+visible(rule.Fix))
}
