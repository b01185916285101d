package main

import (
	"fmt"
	"strings"

	"github.com/orgscan/orgscan/scan/access"
	"github.com/orgscan/orgscan/scan/paths"
)

// picture is the paths as one drawing: what several share is drawn once.
type picture struct {
	accounts []pictureAccount
	// loose are the nodes without account.
	loose  []pictureNode
	arrows []pictureArrow
}

type pictureAccount struct {
	label string
	nodes []pictureNode
}

type pictureNode struct {
	id, label string
	// end is true for administrators, outside for starts outside the organization.
	end, outside bool
}

type pictureArrow struct {
	from, to, label string
	// dotted is true for what is not proven, or only under conditions.
	dotted bool
}

// sketch gathers a picture.
type sketch struct {
	*picture
	run      *pathRun
	ids      map[string]string
	accounts map[string]int
	drawn    map[string]bool
}

func (r *pathRun) picture(kinds []pathKind) *picture {
	s := &sketch{picture: &picture{}, run: r, ids: map[string]string{}, accounts: map[string]int{}, drawn: map[string]bool{}}
	for i := range kinds {
		p := &kinds[i].path
		for _, h := range p.Hops {
			s.arrow(h.From, h.To, h.Technique, h.Outcome != access.Proven || len(h.Conditions) > 0)
		}
		if p.Admin.Technique != "" {
			s.arrow(p.Admin.From, p.Admin.To, "is", p.Admin.Outcome != access.Proven || len(p.Admin.Conditions) > 0)
		}
	}
	return s.picture
}

func (s *sketch) arrow(from, to paths.Node, label string, dotted bool) {
	a := pictureArrow{from: s.node(from), to: s.node(to), label: label, dotted: dotted}
	if key := a.from + a.label + a.to; !s.drawn[key] {
		s.drawn[key] = true
		s.arrows = append(s.arrows, a)
	}
}

func (s *sketch) node(n paths.Node) string {
	key := fmt.Sprint(n.Kind, " ", n.ID)
	if id, ok := s.ids[key]; ok {
		return id
	}
	id := fmt.Sprintf("n%d", len(s.ids)+1)
	s.ids[key] = id
	node := pictureNode{
		id: id, label: n.Name(), end: n.Kind == paths.Administrators,
		outside: n.Kind == paths.External || n.Kind == paths.Public || n.Kind == paths.Provider,
	}
	if n.Account == "" || n.Kind == paths.External {
		s.loose = append(s.loose, node)
		return id
	}
	place, ok := s.accounts[n.Account]
	if !ok {
		place = len(s.picture.accounts)
		s.accounts[n.Account] = place
		s.picture.accounts = append(s.picture.accounts, pictureAccount{label: s.run.label(n.Account)})
	}
	s.picture.accounts[place].nodes = append(s.picture.accounts[place].nodes, node)
	return id
}

// drawDOT writes a picture for Graphviz.
func drawDOT(p *picture) string {
	var b strings.Builder
	b.WriteString("digraph paths {\n  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\"];\n  edge [fontname=\"sans-serif\"];\n")
	node := func(indent string, n pictureNode) {
		style := ""
		switch {
		case n.end:
			style = ", shape=octagon, style=filled, fillcolor=\"#f8d7da\""
		case n.outside:
			style = ", style=\"filled,rounded\", fillcolor=\"#fff3cd\""
		}
		fmt.Fprintf(&b, "%s%s [label=%s%s];\n", indent, n.id, quoteDOT(n.label), style)
	}
	for _, n := range p.loose {
		node("  ", n)
	}
	for i, a := range p.accounts {
		fmt.Fprintf(&b, "  subgraph cluster_%d {\n    label=%s;\n", i, quoteDOT(a.label))
		for _, n := range a.nodes {
			node("    ", n)
		}
		b.WriteString("  }\n")
	}
	for _, a := range p.arrows {
		style := ""
		if a.dotted {
			style = ", style=dashed"
		}
		fmt.Fprintf(&b, "  %s -> %s [label=%s%s];\n", a.from, a.to, quoteDOT(a.label), style)
	}
	b.WriteString("}\n")
	return b.String()
}

// quoteDOT makes a string of any text: quotes and backslashes are the only characters that DOT obeys within one.
func quoteDOT(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(oneLine(text)) + `"`
}

// drawMermaid writes a picture for Markdown.
func drawMermaid(p *picture) string {
	var b strings.Builder
	b.WriteString("flowchart LR\n")
	node := func(indent string, n pictureNode) {
		open, end := "[", "]"
		switch {
		case n.end:
			open, end = "{{", "}}"
		case n.outside:
			open, end = "([", "])"
		}
		fmt.Fprintf(&b, "%s%s%s%s%s\n", indent, n.id, open, quoteMermaid(n.label), end)
	}
	for _, n := range p.loose {
		node("  ", n)
	}
	for i, a := range p.accounts {
		fmt.Fprintf(&b, "  subgraph a%d[%s]\n", i+1, quoteMermaid(a.label))
		for _, n := range a.nodes {
			node("    ", n)
		}
		b.WriteString("  end\n")
	}
	for _, a := range p.arrows {
		line := "-->"
		if a.dotted {
			line = "-.->"
		}
		fmt.Fprintf(&b, "  %s %s|%s| %s\n", a.from, line, quoteMermaid(a.label), a.to)
	}
	return b.String()
}

// quoteMermaid spells everything that Mermaid or HTML could obey as its number.
func quoteMermaid(text string) string {
	var b strings.Builder
	for _, c := range oneLine(text) {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.ContainsRune(" -_./:()=,+@*", c):
			b.WriteRune(c)
		default:
			fmt.Fprintf(&b, "#%d;", c)
		}
	}
	return `"` + b.String() + `"`
}
