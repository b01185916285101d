package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// invisible are characters that take no room or change how their neighbours are shown, although Unicode counts them as
// letters or marks.
var invisible = []*unicode.RangeTable{unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector}

// shown reports whether a character looks like itself and nothing else: no control, no direction override, no
// zero-width character and no space but the plain one.
func shown(r rune) bool {
	switch {
	case r == ' ':
		return true
	case r == utf8.RuneError, r == '\u2800', unicode.Is(unicode.Zs, r):
		return false
	}
	return unicode.IsGraphic(r) && !unicode.In(r, invisible...)
}

// visible returns the text with every character that is not shown escaped as in a Go string: "\n", "\x1b", "\u202e". The
// result is one line of valid UTF-8 that no terminal obeys.
func visible(text string) string {
	if plain(text) {
		return text
	}
	var out strings.Builder
	for i, r := range text {
		if r == utf8.RuneError {
			_, size := utf8.DecodeRuneInString(text[i:])
			if size == 1 {
				fmt.Fprintf(&out, `\x%02x`, text[i])
				continue
			}
		}
		if shown(r) {
			out.WriteRune(r)
			continue
		}
		out.WriteString(escape(r))
	}
	return out.String()
}

func plain(text string) bool {
	for _, r := range text {
		if !shown(r) {
			return false
		}
	}
	return true
}

func escape(r rune) string {
	switch {
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r == '\t':
		return `\t`
	case r < utf8.RuneSelf:
		return fmt.Sprintf(`\x%02x`, r)
	case r > 0xffff:
		return fmt.Sprintf(`\U%08x`, r)
	}
	return fmt.Sprintf(`\u%04x`, r)
}
