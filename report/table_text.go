package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/orgscan/orgscan/findings"
)

// The library takes the width of some characters from the environment; a report must not.
var _ = func() bool {
	text.OverrideRuneWidthEastAsianWidth(false)
	return true
}()

// shortResource names a resource for people who see its account beside it: "user/ci" instead of the whole ARN, "account"
// for the root ARN, which stands for the account as a whole. The detail follows only when no message tells the parts apart.
func shortResource(f findings.Finding) string {
	name := f.Resource
	if parts := strings.SplitN(f.Resource, ":", 6); len(parts) == 6 && parts[0] == "arn" {
		name = parts[5]
		switch owner := parts[4]; {
		case name == "root":
			name = "account"
		case owner != "" && owner != f.Account:
			name = owner + ":" + name
		}
	}
	if f.Detail != "" && f.Message == "" {
		name += " [" + f.Detail + "]"
	}
	return visible(name)
}

// fit shortens a text that is already visible to a display width and marks the cut with "...".
func fit(s string, width int) string {
	if text.StringWidthWithoutEscSequences(s) <= width {
		return s
	}
	const mark = "..."
	used := 0
	for i, r := range s {
		used += text.RuneWidth(r)
		if used > width-len(mark) {
			return s[:i] + mark
		}
	}
	return s
}

// wrap breaks a visible text into lines of a display width, between words where there are any.
func wrap(s string, width int) []string {
	var words []string
	for word := range strings.FieldsSeq(s) {
		for text.StringWidthWithoutEscSequences(word) > width {
			head := prefix(word, width)
			words = append(words, head)
			word = word[len(head):]
		}
		words = append(words, word)
	}
	return fill(words, width)
}

// fill puts words on lines of a display width. A longer word is left whole, so that it can be copied.
func fill(words []string, width int) []string {
	var lines []string
	line := ""
	for _, word := range words {
		if line != "" && text.StringWidthWithoutEscSequences(line+" "+word) > width {
			lines, line = append(lines, line), ""
		}
		line = strings.TrimPrefix(line+" "+word, " ")
	}
	return flush(lines, line)
}

func flush(lines []string, line string) []string {
	if line == "" {
		return lines
	}
	return append(lines, line)
}

// prefix returns the longest start of s that fits, but at least one character.
func prefix(s string, width int) string {
	used := 0
	for i, r := range s {
		used += text.RuneWidth(r)
		if used > width && i > 0 {
			return s[:i]
		}
	}
	return s
}

// count writes a number with its noun: "1 account", "2 accounts".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// String names one account, or the number and the first few.
func (n *names) String() string {
	if n.total == 1 {
		return n.first[0]
	}
	s := fmt.Sprintf("%d accounts: %s", n.total, strings.Join(n.first, ", "))
	if n.total > len(n.first) {
		s += ", ..."
	}
	return s
}

// short is String in little room: up to two accounts by id, more as a number.
func (n *names) short() string {
	switch n.total {
	case 1:
		return n.first[0]
	case 2:
		return n.ids[0] + ", " + n.ids[1]
	}
	return count(n.total, "account")
}

// gap is the space between columns.
const gap = 2

// columns shares out a width among the columns of rows: one that needs less than its equal share gets what it needs, and
// the others share the rest. A column with a limit that is not 0 never gets more.
func columns(rows [][]string, width int, limits ...int) []int {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], text.StringWidthWithoutEscSequences(cell))
		}
	}
	for i, limit := range limits[:min(len(limits), len(widths))] {
		if limit > 0 {
			widths[i] = min(widths[i], limit)
		}
	}
	left := width - gap*(len(widths)-1)
	for rank, i := range byNeed(widths) {
		widths[i] = min(widths[i], left/(len(widths)-rank))
		left -= widths[i]
	}
	return widths
}

// byNeed returns the positions of widths, the smallest width first.
func byNeed(widths []int) []int {
	order := make([]int, len(widths))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(widths[a], widths[b]) })
	return order
}

// paint colours text for a terminal.
type paint bool

// The select-graphic-rendition codes in use: bold, and one for each severity.
const bold = "1"

var severityCodes = map[findings.Severity]string{
	findings.Critical: "1;31", findings.High: "31", findings.Medium: "33", findings.Low: "36", findings.Info: "2",
}

func (p paint) apply(code, s string) string {
	if !p || code == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}
