package policy

import (
	"math/big"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

var (
	stringEquals = test{variables: true, compare: func(want pattern, got string) result {
		return resultOf(want.equals(got, func(s string) string { return s }))
	}}
	// AWS lowers both sides; folding would make more equal.
	stringEqualsIgnoreCase = test{variables: true, compare: func(want pattern, got string) result {
		return resultOf(want.equals(got, strings.ToLower))
	}}
	stringLike = test{variables: true, wildcards: true, compare: func(want pattern, got string) result {
		return resultOf(want.like(got))
	}}
	binaryEquals = test{compare: func(want pattern, got string) result { return resultOf(truthOf(want.text == got)) }}
	// Everything but "true" is false.
	boolean = test{compare: func(want pattern, got string) result {
		return resultOf(truthOf((lower(want.text) == "true") == (lower(got) == "true")))
	}}
	ipAddress = test{compare: func(want pattern, got string) result { return inNetwork(want.text, got) }}
	arnLike   = test{variables: true, compare: compareARN}
)

// The relations between a value of the request and one of the condition, by the sign of their difference.
func isEqual(sign int) bool          { return sign == 0 }
func isLess(sign int) bool           { return sign < 0 }
func isLessOrEqual(sign int) bool    { return sign <= 0 }
func isGreater(sign int) bool        { return sign > 0 }
func isGreaterOrEqual(sign int) bool { return sign >= 0 }

func numeric(relation func(int) bool) test {
	return test{compare: func(want pattern, got string) result {
		a, okA := number(got)
		b, okB := number(want.text)
		if !okA || !okB {
			return unequal
		}
		return resultOf(truthOf(relation(a.Cmp(b))))
	}}
}

// maxNumber bounds numbers in bytes and their exponents, so that none of them takes long.
const maxNumber = 100

// number reads a decimal exactly: floating point cannot tell account-sized numbers apart.
func number(s string) (*big.Rat, bool) {
	if s == "" || len(s) > maxNumber || strings.Trim(s, "+-.0123456789eE") != "" {
		return nil, false
	}
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		exponent, err := strconv.Atoi(s[i+1:])
		if err != nil || exponent < -maxNumber || exponent > maxNumber {
			return nil, false
		}
	}
	return new(big.Rat).SetString(s)
}

func date(relation func(int) bool) test {
	return test{compare: func(want pattern, got string) result {
		a, okA := instant(got)
		b, okB := instant(want.text)
		if !okA || !okB {
			return unequal
		}
		return resultOf(truthOf(relation(a.Compare(b))))
	}}
}

// dateLayouts are W3C's profile of ISO 8601 but for the bare year, which would be a number of seconds.
var dateLayouts = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02T15:04Z07:00", "2006-01-02T15:04", "2006-01-02", "2006-01", "20060102T150405Z",
}

// instant reads a date, or a number of seconds since 1970.
func instant(s string) (time.Time, bool) {
	if seconds, err := strconv.ParseInt(s, 10, 64); err == nil {
		return time.Unix(seconds, 0), true
	}
	for _, layout := range dateLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// inNetwork looks an address up in a network or compares it with an address. A network may have bits of the host set if it
// is one of IPv4; of IPv6 it then matches nothing.
func inNetwork(network, address string) result {
	a, err := netip.ParseAddr(address)
	if err != nil || a.Zone() != "" {
		return neither
	}
	if one, err := netip.ParseAddr(network); err == nil && one.Zone() == "" {
		return resultOf(truthOf(one == a))
	}
	p, err := netip.ParsePrefix(network)
	if err != nil || p.Addr().Is6() && p != p.Masked() {
		return neither
	}
	return resultOf(truthOf(p.Contains(a)))
}

// arnParts is how many parts an ARN has; the last one may hold colons.
const arnParts = 6

// compareARN matches each part by itself, so that a star does not reach into the next one.
func compareARN(want pattern, got string) result {
	parts := strings.SplitN(got, ":", arnParts)
	if len(parts) < arnParts || parts[0] != "arn" {
		return neither
	}
	if len(want.holes) > 0 {
		// What is not known may hold colons, so that the parts are not known either.
		return resultOf(want.like(got))
	}
	patterns := strings.SplitN(want.text, ":", arnParts)
	if len(patterns) < arnParts {
		return neither
	}
	start := 0
	for i, p := range patterns {
		if !match(p, parts[i], shifted(want.literal, start), false) {
			return resultOf(no)
		}
		start += len(p) + 1
	}
	return resultOf(yes)
}

// shifted are places counted from a new start.
func shifted(places map[int]bool, start int) map[int]bool {
	if len(places) == 0 {
		return nil
	}
	out := make(map[int]bool, len(places))
	for at := range places {
		out[at-start] = true
	}
	return out
}
