package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/access"
	"github.com/orgscan/orgscan/scan/policy"
)

// answerText spells an answer: the first line says it, the rest says why. Who is the principal with its account.
func answerText(who string, q questionLine, a *access.Answer) string {
	t := &answerWriter{question: q, answer: a}
	t.line("%s", t.verdict(who))
	t.grounds("denied by", policy.Deny)
	t.grounds("allowed by", policy.Allow)
	t.blocks()
	t.list("not read, and could change the answer", a.Unread)
	t.list("not looked at", t.unseen())
	t.list("to decide it", t.decide())
	return t.String()
}

type answerWriter struct {
	strings.Builder
	question questionLine
	answer   *access.Answer
}

func (t *answerWriter) line(format string, args ...any) {
	t.WriteString(oneLine(fmt.Sprintf(format, args...)) + "\n")
}

// indented is a line below another one.
func (t *answerWriter) indented(depth int, text string) {
	t.WriteString(strings.Repeat("  ", depth) + oneLine(text) + "\n")
}

func (t *answerWriter) list(heading string, lines []string) {
	if len(lines) == 0 {
		return
	}
	t.line("%s", heading)
	for _, l := range lines {
		t.indented(1, l)
	}
}

func onWhat(q questionLine) string {
	if q.Resource == access.Any {
		return "any resource"
	}
	return q.Resource
}

// verdict is the answer in one sentence.
func (t *answerWriter) verdict(who string) string {
	q, a := t.question, t.answer
	switch a.Outcome {
	case policy.Allow:
		return fmt.Sprintf("yes: %s may do %s on %s%s", who, q.Action, onWhat(q), t.asFar())
	case policy.Deny:
		return fmt.Sprintf("no: %s may not do %s on %s: %s%s", who, q.Action, onWhat(q), t.whyNot(), t.asFar())
	default:
		return fmt.Sprintf("it depends: %s may do %s on %s", who, q.Action, t.onWhich())
	}
}

// asFar limits what is said of a resource whose own policy was not looked at.
func (t *answerWriter) asFar() string {
	if t.answer.Sight == access.Unseen && t.question.Resource != access.Any && !t.denied() {
		return ", as far as the policies of its account decide"
	}
	return ""
}

// denied reports whether nothing that the resource's own policy says could change the answer.
func (t *answerWriter) denied() bool {
	a := t.answer
	return a.Outcome == policy.Deny && (a.Explicit || slices.ContainsFunc(a.Blocks, func(b access.Block) bool { return b.Kind == policy.SCP }))
}

func (t *answerWriter) whyNot() string {
	a := t.answer
	if a.Rule != "" {
		return a.Rule
	}
	if a.Explicit {
		return "a policy denies it"
	}
	for _, b := range a.Blocks {
		switch b.Kind {
		case policy.Identity:
			return "none of its policies allows it"
		case policy.Boundary:
			return "its permissions boundary does not allow it"
		case policy.SCP:
			return "the service control policies at " + b.Level + " do not allow it"
		case policy.Resource:
			if a.Sight == access.Seen {
				return "the role's trust policy does not let it in"
			}
			return "the action has no effect in other accounts"
		default: // RCPs never allow, and sessions are not known
		}
	}
	return "nothing allows it"
}

// onWhich says what a "depends" depends on.
func (t *answerWriter) onWhich() string {
	a, on := t.answer, onWhat(t.question)
	var under []string
	if t.question.Resource == access.Any && slices.ContainsFunc(a.Grounds, func(g access.Ground) bool { return len(g.Resources) > 0 }) {
		on = "some resources"
	}
	if slices.ContainsFunc(a.Conditions, func(d policy.Dependency) bool { return d.Key != "Resource" }) {
		under = append(under, "under conditions")
	}
	if a.Sight == access.Unseen && (t.question.Resource != access.Any || access.Assumes(t.question.Action)) {
		under = append(under, "if the resource's own policy lets it")
	}
	if a.Foreign {
		under = append(under, "if its own account lets it")
	}
	if len(a.Unread) > 0 {
		under = append(under, "unless what could not be read says otherwise")
	}
	if len(under) == 0 {
		return on
	}
	return on + ", " + strings.Join(under, ", ")
}

// grounds lists the statements of one effect; SCPs that allow are left out where they hold for certain.
func (t *answerWriter) grounds(heading string, effect policy.Outcome) {
	headed := false
	for _, g := range telling(t.answer) {
		if g.Effect != effect {
			continue
		}
		if !headed {
			t.line("%s", heading)
			headed = true
		}
		t.indented(1, g.String())
		for _, text := range holdsFor(g) {
			t.indented(2, text)
		}
	}
}

// holdsFor says under which conditions and for which resources a statement holds.
func holdsFor(g access.Ground) []string {
	var out []string
	if len(g.Resources) > 0 {
		on := "on "
		if g.Except {
			on = "on all but "
		}
		out = append(out, on+several(g.Resources, 5))
	}
	for _, c := range g.Conditions {
		out = append(out, fmt.Sprintf("if %s %s %s", c.Operator, c.Key, several(c.Values, 5)))
	}
	return out
}

// blocks lists what does not allow the action.
func (t *answerWriter) blocks() {
	var lines []string
	for _, b := range t.answer.Blocks {
		if !b.Certain { // conditions and what was not read say why
			continue
		}
		text := b.Kind.String()
		if b.Level != "" {
			text += " at " + b.Level
		}
		switch {
		case len(b.Policies) > 0:
			text += ": " + several(b.Policies, 10)
		case b.Kind == policy.Identity:
			text += ": it has none"
		}
		lines = append(lines, text)
	}
	t.list("not allowed by", lines)
}

// unseen says what of the resource was not looked at, where it could matter.
func (t *answerWriter) unseen() []string {
	switch {
	case t.answer.Foreign:
		return []string{"the principal's own account, which is none of the run's"}
	case t.answer.Sight != access.Unseen || t.denied():
		return nil
	case access.Assumes(t.question.Action):
		return []string{"the trust policy of each role, which decides as well: name a role of the organization"}
	case t.question.Resource == access.Any:
		return []string{"policies of the resources themselves"}
	case t.answer.Ownerless:
		return []string{
			"the resource's own policy, if it has one",
			"whose the resource is: it is taken for one of the principal's own account; --context aws:ResourceAccount=ID says otherwise",
		}
	default:
		return []string{"the resource's own policy, if it has one"}
	}
}

// decide names the condition keys that --context would settle.
func (t *answerWriter) decide() []string {
	var out []string
	for _, d := range t.answer.Conditions {
		if d.Operator == "" {
			continue
		}
		if text := "--context " + d.Key + "=VALUE"; !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}
