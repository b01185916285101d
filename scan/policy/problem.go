package policy

import (
	"fmt"
	"strconv"
)

const (
	// maxProblems bounds the list: a hostile document may hold one problem every three bytes.
	maxProblems = 1000
	// maxQuoted bounds how much of a document's own text goes into one path or problem, in bytes.
	maxQuoted = 64
)

func (p *parser) problem(path, format string, args ...any) {
	if len(p.document.Problems) >= maxProblems {
		p.unlisted++
		return
	}
	p.document.Problems = append(p.document.Problems, Problem{Path: path, Text: fmt.Sprintf(format, args...)})
}

// finish says how many problems are not listed.
func (p *parser) finish() {
	if p.unlisted > 0 {
		p.document.Problems = append(p.document.Problems, Problem{Text: fmt.Sprintf("%d more problems", p.unlisted)})
	}
}

// joined is the path of a key below a path.
func joined(path, key string) string {
	if path == "" {
		return clip(key)
	}
	return path + "." + clip(key)
}

func indexed(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

func quote(s string) string { return strconv.Quote(clip(s)) }

// clip shortens text that comes from the document.
func clip(s string) string {
	if len(s) <= maxQuoted {
		return s
	}
	return s[:maxQuoted] + "…"
}
