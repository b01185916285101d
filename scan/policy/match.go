package policy

import "unicode/utf8"

// Match reports whether the pattern, in which * stands for any text and ? for one character, matches the whole of s. Case
// counts; wildcards cross ":" and "/", as in IAM resource patterns. Bytes that are not UTF-8 count as a character each.
func Match(pattern, s string) bool { return match(pattern, s, false) }

// MatchAction is Match for actions, in which the case of ASCII letters does not count.
func MatchAction(pattern, action string) bool { return match(pattern, action, true) }

// match goes back only to the last star: an earlier one need never take more. So it takes at most len(pattern)·len(s)
// steps and no memory.
func match(pattern, s string, fold bool) bool {
	p, i := 0, 0
	star, retry := -1, 0
	for i < len(s) {
		if p < len(pattern) && pattern[p] == '*' {
			star, retry = p, i
			p++
			continue
		}
		if wp, ws, ok := step(pattern[p:], s[i:], fold); ok {
			p, i = p+wp, i+ws
			continue
		}
		if star < 0 {
			return false
		}
		_, w := utf8.DecodeRuneInString(s[retry:])
		retry += w
		p, i = star+1, retry
	}
	for p < len(pattern) && pattern[p] == '*' {
		p++
	}
	return p == len(pattern)
}

// step compares the first character of a pattern without star with that of s, and returns their widths.
func step(pattern, s string, fold bool) (wp, ws int, ok bool) {
	if pattern == "" {
		return 0, 0, false
	}
	if pattern[0] < utf8.RuneSelf && s[0] < utf8.RuneSelf {
		a, b := pattern[0], s[0]
		return 1, 1, a == '?' || a == b || fold && lowerByte(a) == lowerByte(b)
	}
	_, ws = utf8.DecodeRuneInString(s)
	if pattern[0] == '?' {
		return 1, ws, true
	}
	_, wp = utf8.DecodeRuneInString(pattern)
	return wp, ws, pattern[:wp] == s[:ws]
}

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
