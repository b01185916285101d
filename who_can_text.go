package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/orgscan/orgscan/scan/access"
)

// rollText folds the answers that are the same in many accounts, and prints them at the end.
type rollText struct {
	w         io.Writer
	question  questionLine
	inquiry   *inquiry
	target    *access.Target
	groups    map[string]*answerGroup
	outsiders []string
}

// answerGroup is the principals of one name, each in its account, that get one answer for the same reasons.
type answerGroup struct {
	outcome, name string
	reasons       []string
	accounts      []string
}

func newRollText(w io.Writer, question questionLine, q *inquiry, t *access.Target) *rollText {
	return &rollText{w: w, question: question, inquiry: q, target: t, groups: map[string]*answerGroup{}}
}

// groupName is a principal's name without its account, also where the account's id is part of the name.
func groupName(l memberLine) string {
	name := l.Principal[strings.LastIndexByte(l.Principal, ':')+1:]
	if name == "root" {
		return "root user"
	}
	return strings.ReplaceAll(name, l.Account, "ACCOUNT")
}

func (r *rollText) answer(l memberLine, a *access.Answer) error {
	g := &answerGroup{outcome: l.Outcome, name: groupName(l), reasons: r.reasons(a)}
	for i := range g.reasons {
		g.reasons[i] = strings.ReplaceAll(strings.ReplaceAll(g.reasons[i], l.Account, "ACCOUNT"), "account "+l.AccountName, "the account")
	}
	key := strings.Join(append([]string{g.outcome, g.name}, g.reasons...), "\x00")
	if known := r.groups[key]; known != nil {
		g = known
	}
	r.groups[key] = g
	g.accounts = append(g.accounts, l.Account)
	return nil
}

// reasons are the statements that allow or may deny, each with what it holds for.
func (r *rollText) reasons(a *access.Answer) []string {
	var out []string
	for _, g := range telling(a) {
		text := "by " + g.String()
		if g.Effect.String() == "deny" {
			text = "unless denied by " + g.String()
		}
		if limits := holdsFor(g); len(limits) > 0 {
			text += ", " + strings.Join(limits, ", ")
		}
		out = append(out, text)
	}
	for _, u := range a.Unread {
		out = append(out, "not read: "+u)
	}
	if a.Foreign {
		out = append(out, "if the account lets it")
	}
	return out
}

func (r *rollText) outsider(l outsiderLine, a *access.Answer) error {
	text := l.Kind + " " + l.Name
	switch l.Kind {
	case access.Anybody:
		text = access.Anybody
	case "account":
		text = "account " + r.inquiry.label(l.Name)
	}
	if l.Outcome == "depends" {
		text += " (depends)"
	}
	r.outsiders = append(r.outsiders, strings.Join(append([]string{text}, r.reasons(a)...), "\n"))
	return nil
}

// others counts who is let in without being a principal of the accounts that were read.
func (r *rollText) others() string {
	if len(r.outsiders) == 0 {
		return ""
	}
	return "; others below: " + strconv.Itoa(len(r.outsiders))
}

func (r *rollText) end(e *rollEnd) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s on %s: %s may, for %s it depends, %d may not; %s read%s\n", r.question.Action, oneLine(onWhat(r.question)),
		counted(e.Allow, "principal"), counted(e.Depends, "principal"), e.Deny, counted(e.Read, "account"), r.others())
	for _, note := range r.unseen() {
		fmt.Fprintf(&b, "not looked at: %s\n", note)
	}
	r.section(&b, "MAY", "allow")
	r.section(&b, "DEPENDS", "depends")
	if len(r.outsiders) > 0 {
		b.WriteString("\nFROM OUTSIDE THE ACCOUNTS THAT WERE READ\n")
		for _, text := range r.outsiders {
			writeNested(&b, strings.Split(text, "\n"))
		}
	}
	if len(e.Unknown) > 0 {
		b.WriteString("\nUNKNOWN FOR THESE ACCOUNTS\n")
		for _, u := range e.Unknown {
			fmt.Fprintf(&b, "  %s: %s\n", oneLine(r.inquiry.label(u.Account)), oneLine(u.Reason))
		}
	}
	_, err := io.WriteString(r.w, b.String())
	return err
}

// unseen says what of the resource was not looked at.
func (r *rollText) unseen() []string {
	t := &answerWriter{question: r.question, answer: &access.Answer{Sight: r.target.Sight, Ownerless: r.target.Ownerless()}}
	return t.unseen()
}

// section prints the groups of one outcome, those of most accounts first.
func (r *rollText) section(b *strings.Builder, heading, outcome string) {
	var groups []*answerGroup
	for _, g := range r.groups {
		if g.outcome == outcome {
			groups = append(groups, g)
		}
	}
	slices.SortFunc(groups, func(x, y *answerGroup) int {
		if d := len(y.accounts) - len(x.accounts); d != 0 {
			return d
		}
		return strings.Compare(x.sortKey(), y.sortKey())
	})
	if len(groups) > 0 {
		b.WriteString("\n" + heading + "\n")
	}
	for _, g := range groups {
		var labels []string
		for _, id := range g.accounts[:min(len(g.accounts), 5)] {
			labels = append(labels, r.inquiry.label(id))
		}
		where := "in " + strings.Join(labels, ", ")
		if len(g.accounts) > 5 {
			where = fmt.Sprintf("in %d accounts: %s and %d more", len(g.accounts), strings.Join(labels[:4], ", "), len(g.accounts)-4)
		}
		writeNested(b, append([]string{g.name, where}, g.reasons...))
	}
}

func (g *answerGroup) sortKey() string {
	return strings.Join(append([]string{g.name, g.accounts[0]}, g.reasons...), "\x00")
}

// writeNested writes a line and what belongs to it below.
func writeNested(b *strings.Builder, lines []string) {
	for i, l := range lines {
		indent := "  "
		if i > 0 {
			indent = "    "
		}
		b.WriteString(indent + oneLine(l) + "\n")
	}
}
