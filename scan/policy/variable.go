package policy

import "strings"

// pattern is text of a policy after its variables were replaced.
type pattern struct {
	// text may hold * and ?; those at the places in literal stand for themselves.
	text    string
	literal map[int]bool
	// holes are the places of stars that stand for variables whose values are not known.
	holes map[int]bool
	// broken says that a variable has no value: then the pattern neither matches nor differs.
	broken bool
}

// possibly bounds what a match says: with holes, it is never certain.
func (p pattern) possibly(t truth) truth {
	if len(p.holes) > 0 {
		return t.possibly()
	}
	return t
}

// like matches with wildcards.
func (p pattern) like(s string) truth {
	return p.possibly(truthOf(match(p.text, s, p.literal, false)))
}

// equals matches without wildcards, after both sides went through fold.
func (p pattern) equals(s string, fold func(string) string) truth {
	if len(p.holes) == 0 {
		return truthOf(fold(p.text) == fold(s))
	}
	return p.equalsAround(s, fold)
}

// equalsAround compares the text before, between and after the holes.
func (p pattern) equalsAround(s string, fold func(string) string) truth {
	var text strings.Builder
	literal := map[int]bool{}
	start := 0
	add := func(part string) {
		for _, b := range []byte(fold(part)) {
			if wildcard(b) {
				literal[text.Len()] = true
			}
			text.WriteByte(b)
		}
	}
	for i := range len(p.text) {
		if p.holes[i] {
			add(p.text[start:i])
			text.WriteByte('*')
			start = i + 1
		}
	}
	add(p.text[start:])
	return truthOf(match(text.String(), fold(s), literal, false)).possibly()
}

// everything says that the pattern matches any text.
func (p pattern) everything() bool {
	return !p.broken && p.text != "" && len(p.holes) == 0 && len(p.literal) == 0 && strings.Trim(p.text, "*") == ""
}

// expand replaces the policy variables of text. Before Version 2012-10-17 there are none.
func (f *facts) expand(version, text string) pattern {
	if version != "2012-10-17" || !strings.Contains(text, "${") {
		return pattern{text: text}
	}
	e := expansion{facts: f}
	for {
		before, after, found := strings.Cut(text, "${")
		name, rest, closed := strings.Cut(after, "}")
		if !found || !closed {
			e.WriteString(text)
			e.out.text = e.String()
			return e.out
		}
		e.WriteString(before)
		e.variable(name)
		text = rest
	}
}

// expansion is a pattern in the making.
type expansion struct {
	strings.Builder
	facts *facts
	out   pattern
}

func (e *expansion) variable(name string) {
	if name == "*" || name == "?" || name == "$" {
		e.quote(name)
		return
	}
	key, fallback, hasFallback := strings.Cut(name, ",")
	fallback, quoted := unquote(fallback)
	v := e.facts.value(strings.TrimSpace(key))
	switch {
	case v.state == knownValue && !v.multi:
		e.quote(v.values[0])
	case v.state == unknownValue || v.state == presentValue:
		e.hole()
	case hasFallback && quoted:
		e.quote(fallback)
	default:
		e.out.broken = true
	}
}

func (e *expansion) hole() {
	if e.out.holes == nil {
		e.out.holes = map[int]bool{}
	}
	e.out.holes[e.Len()] = true
	e.WriteByte('*')
}

// quote adds text in which wildcards stand for themselves, so that a tag with the value "*" opens nothing.
func (e *expansion) quote(text string) {
	for i := range len(text) {
		if wildcard(text[i]) {
			if e.out.literal == nil {
				e.out.literal = map[int]bool{}
			}
			e.out.literal[e.Len()+i] = true
		}
	}
	e.WriteString(text)
}

func unquote(s string) (text string, ok bool) {
	s = strings.TrimSpace(s)
	if len(s) < 2 || s[0] != '\'' || s[len(s)-1] != '\'' {
		return "", false
	}
	return s[1 : len(s)-1], true
}
