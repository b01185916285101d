package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/access"
	"github.com/orgscan/orgscan/scan/paths"
)

// print writes the paths in a format.
func (r *pathRun) print(w io.Writer, format string, all bool, found []paths.Path) error {
	if format == "json" {
		return encodeJSON(w, r.document(found))
	}
	kinds := pathKinds(found)
	shown := kinds[:min(len(kinds), pathKindsShown)]
	if all {
		shown = nil
		for _, p := range found {
			shown = append(shown, pathKind{path: p})
		}
	}
	var text string
	switch format {
	case "dot":
		text = drawDOT(r.picture(shown))
	case "mermaid":
		text = drawMermaid(r.picture(shown))
	default:
		text = r.text(shown, kinds, found)
	}
	_, err := io.WriteString(w, text)
	return err
}

// pathKindsShown is how many kinds of paths are shown unless --all asks for every path.
const pathKindsShown = 20

// pathKind is a path that stands for others of its kind: those that begin elsewhere, or go the same way in other accounts.
type pathKind struct {
	path   paths.Path
	others int
}

// pathKinds keeps the order in which kinds come first.
func pathKinds(found []paths.Path) []pathKind {
	places := map[string]int{}
	var out []pathKind
	for _, p := range found {
		key := kindOf(&p)
		if i, ok := places[key]; ok {
			out[i].others++
			continue
		}
		places[key] = len(out)
		out = append(out, pathKind{path: p})
	}
	return out
}

// kindOf is equal for paths of equal techniques, conditions and names; the names of starts and the accounts do not count.
func kindOf(p *paths.Path) string {
	parts := []string{p.Outcome().String(), fmt.Sprint(p.From.Kind), strings.Join(p.Conditions(), " ")}
	for _, h := range p.Hops {
		name := h.To.Name()
		if h.To.Account != "" {
			name = strings.ReplaceAll(name, h.To.Account, "{account}")
		}
		parts = append(parts, h.Technique, name)
	}
	return strings.Join(parts, "\x00")
}

// comparePaths puts what is proven without conditions first, then what begins outside, then the shortest.
func comparePaths(a, b paths.Path) int {
	return cmp.Or(cmp.Compare(pathRank(&a), pathRank(&b)), cmp.Compare(insideFirst(&a), insideFirst(&b)),
		cmp.Compare(len(a.Hops), len(b.Hops)), cmp.Compare(a.To.ID, b.To.ID), cmp.Compare(a.From.ID, b.From.ID))
}

func pathRank(p *paths.Path) int {
	switch {
	case p.Outcome() != access.Proven:
		return 2
	case len(p.Conditions()) > 0:
		return 1
	}
	return 0
}

func insideFirst(p *paths.Path) int {
	if k := p.From.Kind; k == paths.External || k == paths.Public || k == paths.Provider {
		return 0
	}
	return 1
}

func (r *pathRun) text(shown, kinds []pathKind, found []paths.Path) string {
	if len(found) == 0 && len(r.unread) > 0 {
		return "no path in what was read; paths through " + counted(len(r.unread), "account") + " are not known\n"
	}
	if len(found) == 0 {
		return "no path\n"
	}
	var b strings.Builder
	for i := range shown {
		r.onePath(&b, i+1, &shown[i])
	}
	fmt.Fprintf(&b, "%s", counted(len(found), "path"))
	if len(kinds) < len(found) {
		fmt.Fprintf(&b, " of %s", counted(len(kinds), "kind"))
	}
	if left := len(kinds) - len(shown); left > 0 {
		fmt.Fprintf(&b, "; %d kinds are not shown, --all shows every path", left)
	}
	b.WriteString("\n")
	return b.String()
}

func (r *pathRun) onePath(b *strings.Builder, number int, k *pathKind) {
	p := &k.path
	fmt.Fprintf(b, "%d. %s: %s -> %s", number, p.Outcome(), r.nodeText(p.From), r.nodeText(p.To))
	if c := p.Conditions(); len(c) > 0 {
		fmt.Fprintf(b, ", if %s", oneLine(strings.Join(c, ", ")))
	}
	b.WriteString("\n")
	for i := range p.Hops {
		fmt.Fprintf(b, "   %s\n", r.hopText(&p.Hops[i]))
	}
	if p.Admin.Technique != "" {
		fmt.Fprintf(b, "   %s is administrator by %s\n", r.nodeText(p.Admin.From), statementsText(p.Admin.AllowedBy))
	}
	if k.others > 0 {
		fmt.Fprintf(b, "   and %s like it\n", counted(k.others, "path"))
	}
	b.WriteString("\n")
}

// hopText is one line: who does what, allowed by which statement, and gets what.
func (r *pathRun) hopText(h *paths.Hop) string {
	line := fmt.Sprintf("%s %s %s", r.nodeText(h.From), verbOf(h.Technique), r.nodeText(h.To))
	if len(h.AllowedBy) > 0 {
		line += ", allowed by " + statementsText(h.AllowedBy)
	}
	if len(h.Conditions) > 0 {
		line += ", if " + oneLine(strings.Join(h.Conditions, ", "))
	}
	if len(h.Needs) > 0 {
		line += ", needs " + oneLine(strings.Join(h.Needs, "; "))
	}
	return line
}

func verbOf(technique string) string {
	switch technique {
	case "assume-role":
		return "assumes"
	case "assume-role-with-saml", "assume-role-with-web-identity", "permission-set":
		return "signs in as"
	case "administer":
		return "can act as"
	}
	name := technique
	if t, ok := access.TechniqueByID(technique); ok {
		name = t.Name
	}
	return "(" + name + ") becomes"
}

// nodeText names a node with its account.
func (r *pathRun) nodeText(n paths.Node) string {
	switch n.Kind {
	case paths.Administrators:
		return "administrator of " + oneLine(r.label(n.Account))
	case paths.Principal, paths.Provider:
		return oneLine(n.Name() + " of " + r.label(n.Account))
	default:
		return oneLine(n.Name())
	}
}

// statementsText lists statements for people.
func statementsText(list []access.Statement) string {
	var out []string
	for _, s := range list {
		out = append(out, statementText(s))
	}
	return oneLine(strings.Join(slices.Compact(out), " and "))
}

func statementText(s access.Statement) string {
	switch {
	case s.SID != "":
		return s.Source + ", statement " + s.SID
	case s.Place > 0:
		return fmt.Sprintf("%s, statement %d", s.Source, s.Place)
	}
	return s.Source
}
