package report

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// starters make a spreadsheet take a cell for a formula, or move what follows into a cell of its own. The full-width forms
// are read as their plain ones in some languages.
const starters = "=+-@\t\r\n\x00＝＋－＠"

// cell returns a text as it stands in a CSV field: one visible line, with an apostrophe in front when a spreadsheet would
// calculate it. Taking one apostrophe away from the front of a field gives the visible text back, always: a text that
// begins with one gets another.
func cell(text string) string {
	shown := separated(visible(text))
	if risky(text) || strings.HasPrefix(text, "'") {
		return "'" + shown
	}
	return shown
}

// risky reports whether the first character that counts is a starter. Spreadsheets skip spaces and byte order marks.
func risky(text string) bool {
	for text != "" {
		r, size := utf8.DecodeRuneInString(text)
		if strings.ContainsRune(starters, r) {
			return true
		}
		if shown(r) && !unicode.IsSpace(r) {
			return false
		}
		text = text[size:]
	}
	return false
}

// separated escapes a semicolon before a starter: a spreadsheet whose list separator is the semicolon splits there,
// quoted or not.
func separated(text string) string {
	if !strings.Contains(text, ";") {
		return text
	}
	parts := strings.Split(text, ";")
	for i, part := range parts[1:] {
		if risky(part) {
			parts[i+1] = `\x3b` + part
			continue
		}
		parts[i+1] = ";" + part
	}
	return strings.Join(parts, "")
}
