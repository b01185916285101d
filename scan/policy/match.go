package policy

import "unicode/utf8"

// Match reports whether the pattern, in which * stands for any text and ? for one character, matches the whole of s. Case
// counts; wildcards cross ":" and "/", as in IAM resource patterns. As in AWS, a character beyond U+FFFF needs two ?. Bytes
// that are not UTF-8 count as a character each.
func Match(pattern, s string) bool { return match(pattern, s, nil, false) }

// MatchAction is Match for actions, in which the case of ASCII letters does not count.
func MatchAction(pattern, action string) bool { return match(pattern, action, nil, true) }

// match goes back only to the last star: an earlier one need never take more. Between two stars the pattern takes as much
// text as it has characters, so that it takes at most len(pattern) + len(s)² steps, and no memory. The bytes of the pattern
// at the places in literal are no wildcards.
func match(pattern, s string, literal map[int]bool, fold bool) bool {
	p, i := 0, 0
	star, retry := -1, 0
	for i < len(s) {
		if p < len(pattern) && pattern[p] == '*' && !literal[p] {
			star, retry = p, i
			if p++; p == len(pattern) {
				return true
			}
			continue
		}
		if p < len(pattern) && pattern[p] == s[i] && s[i] < utf8.RuneSelf {
			p, i = p+1, i+1
			continue
		}
		if wp, ws, ok := step(pattern[p:], s, i, literal[p], fold); ok {
			p, i = p+wp, i+ws
			continue
		}
		if star < 0 {
			return false
		}
		retry += unit(s, retry)
		p, i = star+1, retry
	}
	for p < len(pattern) && pattern[p] == '*' && !literal[p] {
		p++
	}
	return p == len(pattern)
}

// step compares the first character of a pattern that is no star with the one at s[i], and returns their widths.
func step(pattern, s string, i int, literal, fold bool) (wp, ws int, ok bool) {
	if pattern == "" {
		return 0, 0, false
	}
	if pattern[0] < utf8.RuneSelf && s[i] < utf8.RuneSelf {
		a, b := pattern[0], s[i]
		return 1, 1, a == '?' && !literal || a == b || fold && lowerByte(a) == lowerByte(b)
	}
	if pattern[0] == '?' {
		return 1, unit(s, i), !literal
	}
	if secondHalf(s, i) {
		return 0, 0, false
	}
	_, ws = utf8.DecodeRuneInString(s[i:])
	_, wp = utf8.DecodeRuneInString(pattern)
	return wp, ws, pattern[:wp] == s[i:i+ws]
}

// unit is the width of the UTF-16 unit at s[i]: two bytes stand for each of the two units of a character of four bytes.
func unit(s string, i int) int {
	if s[i] < utf8.RuneSelf {
		return 1
	}
	if secondHalf(s, i) {
		return 2
	}
	_, w := utf8.DecodeRuneInString(s[i:])
	if w == 4 {
		return 2
	}
	return w
}

// secondHalf says that s[i] is the middle of a character of four bytes.
func secondHalf(s string, i int) bool {
	if i < 2 || utf8.RuneStart(s[i]) {
		return false
	}
	_, w := utf8.DecodeRuneInString(s[i-2:])
	return w == 4
}

func wildcard(b byte) bool { return b == '*' || b == '?' }

func lowerByte(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}

// lower lowers ASCII letters only: Unicode's rules would make the Kelvin sign a k.
func lower(s string) string {
	out := []byte(s)
	for i, b := range out {
		out[i] = lowerByte(b)
	}
	return string(out)
}
