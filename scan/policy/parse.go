package policy

import (
	"strings"
	"unicode/utf8"
)

const byteOrderMark = "\uFEFF"

// Parse reads a policy document. It accepts every text: what the grammar does not allow becomes a problem, and what can
// still be understood is kept. Text that is not JSON, also percent-encoded JSON, gives a malformed document.
//
// Of a repeated key the last one counts, except for Statement, the kinds of a principal, and condition keys, of which all
// are kept.
func Parse(text string) *Document {
	p := &parser{document: &Document{}}
	p.read(text)
	p.finish()
	return p.document
}

// parser fills one document.
type parser struct {
	document *Document
	sids     map[string]bool
	// unlisted counts the problems beyond maxProblems.
	unlisted int
}

func (p *parser) read(text string) {
	if !utf8.ValidString(text) {
		p.problem("", "not valid UTF-8")
	}
	body, marked := strings.CutPrefix(text, byteOrderMark)
	if marked {
		p.problem("", "a byte order mark before the document")
	}
	tree, r, rest, err := readTree(body)
	if err != nil {
		p.malformed(text, err.Error())
		return
	}
	if tree.kind != kindObject {
		p.malformed(text, "the document is "+tree.kind.String()+", not an object")
		return
	}
	p.document.hash = canonicalHash(tree)
	if r.lossy || rest != "" || !utf8.ValidString(text) {
		p.document.hash = textHash(text)
	}
	if r.deep {
		p.problem("", "nested deeper than the grammar allows")
	}
	p.top(tree)
	if rest != "" {
		p.problem("", "text after the document")
	}
}

func (p *parser) malformed(text, why string) {
	p.document.Malformed = true
	p.document.hash = textHash(text)
	if strings.TrimSpace(text) == "" {
		why = "the document is empty"
	}
	p.problem("", "%s", why)
}

func (p *parser) top(tree node) {
	seen := false
	for _, e := range p.elements("", tree, documentElements) {
		switch e.name {
		case "Version":
			p.document.Version = p.version(e.value)
		case "Id":
			p.document.ID = p.text("Id", e.value)
		case "Statement":
			seen = true
			p.statements("Statement", e.value)
		}
	}
	if !seen {
		p.problem("", "no Statement")
	}
}

func (p *parser) version(n node) string {
	v := p.text("Version", n)
	if v != "2012-10-17" && v != "2008-10-17" {
		p.problem("Version", "unknown version %s", quote(v))
	}
	return v
}

// statements reads an object or a list of objects. A list within the list is read as well, so that no statement is lost.
func (p *parser) statements(path string, n node) {
	switch n.kind {
	case kindObject:
		p.statement(path, n)
	case kindList:
		if len(n.list) == 0 {
			p.problem(path, "empty")
		}
		for i, e := range n.list {
			at := indexed(path, i)
			if e.kind == kindList {
				p.problem(at, "a list within a list")
			}
			p.statements(at, e)
		}
	default:
		p.problem(path, "%s, not a statement", n.kind)
	}
}
