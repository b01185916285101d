package report

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

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

// cut shortens a text that is already visible to a display width by taking its middle out: the ends tell names apart.
func cut(s string, width int) string {
	if text.StringWidthWithoutEscSequences(s) <= width {
		return s
	}
	const mark = "..."
	room := width - len(mark)
	tail := suffix(s, room/2)
	return start(s, room-text.StringWidthWithoutEscSequences(tail)) + mark + tail
}

// suffix returns the longest end of s that fits.
func suffix(s string, width int) string {
	for i := range s {
		if text.StringWidthWithoutEscSequences(s[i:]) <= width {
			return s[i:]
		}
	}
	return ""
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
	if head := start(s, width); head != "" {
		return head
	}
	_, size := utf8.DecodeRuneInString(s)
	return s[:size]
}

// start returns the longest start of s that fits.
func start(s string, width int) string {
	used := 0
	for i, r := range s {
		used += text.RuneWidth(r)
		if used > width {
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

// share divides a total among needs: one that needs less than its equal share gets what it needs, and the others share the
// rest.
func share(needs []int, total int) []int {
	order := make([]int, len(needs))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return needs[a] - needs[b] })
	shares := make([]int, len(needs))
	for rank, i := range order {
		shares[i] = min(needs[i], total/(len(needs)-rank))
		total -= shares[i]
	}
	return shares
}

// gap is the space between columns.
const gap = 2

// columns shares out a width among the columns of rows. Where it is too small for all, a column with a limit that is not 0
// never gets more.
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
	total := gap * (len(widths) - 1)
	for _, w := range widths {
		total += w
	}
	if total <= width {
		return widths
	}
	for i, limit := range limits[:min(len(limits), len(widths))] {
		if limit > 0 {
			widths[i] = min(widths[i], limit)
		}
	}
	return share(widths, width-gap*(len(widths)-1))
}

// longest returns the width of the longest line of a column whose cells are wrapped to a width.
func longest(rows [][]string, column, width int) int {
	n := 0
	for _, row := range rows {
		for _, line := range wrap(row[column], width) {
			n = max(n, text.StringWidthWithoutEscSequences(line))
		}
	}
	return n
}

// paint colours text for a terminal.
type paint bool

// The select-graphic-rendition codes in use: bold, one for each severity, and that of high for what could not be looked at.
const (
	bold  = "1"
	alarm = "31"
)

var severityCodes = map[findings.Severity]string{
	findings.Critical: "1;31", findings.High: alarm, findings.Medium: "33", findings.Low: "36", findings.Info: "2",
}

func (p paint) apply(code, s string) string {
	if !p || code == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}
