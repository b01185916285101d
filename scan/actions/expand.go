package actions

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/orgscan/orgscan/scan/policy"
)

// Expand returns the actions that a pattern matches: * stands for any text, ? for one character, and case does not count.
// A pattern without a match gives an empty set. The time is bounded for every pattern, however long.
func Expand(pattern string) Set {
	s := newSet()
	pattern, ok := compact(pattern)
	if !ok {
		return s
	}
	c := known()
	if !strings.ContainsAny(pattern, "*?") {
		if i, found := c.find(pattern); found {
			s.add(i)
		}
		return s
	}
	prefix, _, colon := strings.Cut(pattern, ":")
	fixed := colon && !strings.Contains(prefix, "*")
	for _, v := range c.services {
		if fixed && !policy.Match(prefix, v.prefix) {
			continue
		}
		for i := v.from; i < v.to; i++ {
			if policy.Match(pattern, c.lower[i]) {
				s.add(i)
			}
		}
	}
	return s
}

// find returns the place of an action that is spelled out in small letters.
func (c *catalogue) find(action string) (int, bool) {
	prefix, _, _ := strings.Cut(action, ":")
	i, found := slices.BinarySearchFunc(c.services, prefix, func(v service, want string) int { return strings.Compare(v.prefix, want) })
	if !found {
		return 0, false
	}
	v := c.services[i]
	at, found := slices.BinarySearch(c.lower[v.from:v.to], action)
	return v.from + at, found
}

// ServiceKnown reports whether the catalogue has a service whose prefix the part of a pattern before the colon matches. A
// pattern without a colon names a service when it matches an action.
func ServiceKnown(pattern string) bool {
	prefix, _, colon := strings.Cut(pattern, ":")
	if !colon {
		return Expand(pattern).Len() > 0
	}
	prefix, ok := compact(prefix)
	if !ok {
		return false
	}
	for _, v := range known().services {
		if policy.Match(prefix, v.prefix) {
			return true
		}
	}
	return false
}

// compact merges stars that stand together and lowers ASCII letters. It says no to a pattern that asks for more characters
// than any action has.
func compact(pattern string) (string, bool) {
	if utf8.RuneCountInString(pattern)-strings.Count(pattern, "*") > known().longest {
		return "", false
	}
	var b strings.Builder
	for i := range len(pattern) {
		switch c := pattern[i]; {
		case c == '*' && i > 0 && pattern[i-1] == '*':
		case 'A' <= c && c <= 'Z':
			b.WriteByte(c + 'a' - 'A')
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), true
}
