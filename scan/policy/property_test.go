package policy_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/orgscan/orgscan/scan/policy"
)

// prepared is a simulation as this package takes it.
func (s *simulation) prepared(t *testing.T) (policy.Request, policy.Policies) {
	t.Helper()
	return s.request(), s.parsedPolicies(t)
}

// each runs a property on random requests.
func each(t *testing.T, seed uint64, property func(g *generator, r policy.Request, p policy.Policies) string) {
	t.Helper()
	g := &generator{Rand: rand.New(rand.NewPCG(seed, 7))}
	for i := range 1500 {
		r, p := g.simulation().prepared(t)
		if wrong := property(g, r, p); wrong != "" {
			t.Fatalf("request %d (%+v): %s: %s", i, r, wrong, marshal(t, g.s))
		}
	}
}

// TestUnknownIsSound proves that a decision made without knowing some keys holds whatever they turn out to be.
func TestUnknownIsSound(t *testing.T) {
	decided := map[policy.Outcome]int{}
	each(t, 1, func(g *generator, r policy.Request, p policy.Policies) string {
		blind := r
		blind.Context = maps.Clone(r.Context)
		for _, k := range contextKeys {
			_, known := r.Context[k.name]
			switch {
			case g.chance(60):
			case known && g.chance(30):
				blind.Context[k.name] = policy.Present()
			default:
				blind.Context[k.name] = policy.Unknown()
			}
		}
		got, want := policy.Evaluate(blind, p), policy.Evaluate(r, p)
		decided[got.Outcome]++
		if got.Outcome != policy.Depends && got.Outcome != want.Outcome {
			return fmt.Sprintf("%v without knowing keys, %v with them", got.Outcome, want.Outcome)
		}
		if !explained(got) || !explained(want) {
			return fmt.Sprintf("not explained: %+v, %+v", got, want)
		}
		return ""
	})
	for _, o := range []policy.Outcome{policy.Allow, policy.Deny, policy.Depends} {
		if decided[o] < 75 {
			t.Errorf("%d requests are %v: too few", decided[o], o)
		}
	}
}

// TestUnreadIsSound proves the same for kinds of policies that could not be read.
func TestUnreadIsSound(t *testing.T) {
	kinds := map[policy.Kind]func(*policy.Policies){
		policy.Identity: func(p *policy.Policies) { p.Identity = nil },
		policy.Boundary: func(p *policy.Policies) { p.Boundary = nil },
		policy.Session:  func(p *policy.Policies) { p.Session = nil },
		policy.Resource: func(p *policy.Policies) { p.Resource = nil },
		policy.SCP:      func(p *policy.Policies) { p.SCPs = p.SCPs[:len(p.SCPs)/2] },
		policy.RCP:      func(p *policy.Policies) { p.RCPs = p.RCPs[:len(p.RCPs)/2] },
	}
	each(t, 2, func(_ *generator, r policy.Request, p policy.Policies) string {
		want := policy.Evaluate(r, p).Outcome
		for kind, hide := range kinds {
			hidden := p
			hide(&hidden)
			hidden.Unread = []policy.Kind{kind}
			if got := policy.Evaluate(r, hidden).Outcome; got != policy.Depends && got != want {
				return fmt.Sprintf("%v without the %v, %v with it", got, kind, want)
			}
		}
		return ""
	})
}

// order is how much an outcome allows.
func order(o policy.Outcome) int {
	return map[policy.Outcome]int{policy.Deny: 0, policy.Depends: 1, policy.Allow: 2}[o]
}

// everywhere applies a change to each document of all kinds.
func everywhere(p policy.Policies, change func(*policy.Document) *policy.Document) policy.Policies {
	all := func(in []*policy.Document) []*policy.Document {
		var out []*policy.Document
		for _, d := range in {
			out = append(out, change(d))
		}
		return out
	}
	p.Identity, p.Session = all(p.Identity), all(p.Session)
	for _, d := range []**policy.Document{&p.Boundary, &p.Resource} {
		if *d != nil {
			*d = change(*d)
		}
	}
	for _, levels := range []*[][]*policy.Document{&p.SCPs, &p.RCPs} {
		changed := make([][]*policy.Document, len(*levels))
		for i, l := range *levels {
			changed[i] = all(l)
		}
		if *levels != nil {
			*levels = changed
		}
	}
	return p
}

// rewritten is a document with other statements.
func rewritten(d *policy.Document, statements []policy.Statement) *policy.Document {
	out := *d
	out.Statements = statements
	return &out
}

// TestMetamorphic changes policies in ways of which the effect is known.
func TestMetamorphic(t *testing.T) {
	same := func(before, after policy.Outcome) bool { return before == after }
	noMore := func(before, after policy.Outcome) bool { return order(after) <= order(before) }
	tests := map[string]struct {
		change func(g *generator, p policy.Policies) policy.Policies
		holds  func(before, after policy.Outcome) bool
	}{
		"a-deny-never-allows-more": {func(g *generator, p policy.Policies) policy.Policies {
			deny := policy.Parse(string(marshal(t, statements(g.statement(policy.Identity, 9, 0)))))
			p.Identity = append(slices.Clone(p.Identity), deny)
			return p
		}, noMore},
		"a-deny-in-the-boundary-never-allows-more": {func(g *generator, p policy.Policies) policy.Policies {
			if p.Boundary != nil {
				deny := policy.Parse(string(marshal(t, statements(g.statement(policy.Boundary, 9, 0)))))
				p.Boundary = rewritten(p.Boundary, slices.Concat(p.Boundary.Statements, deny.Statements))
			}
			return p
		}, noMore},
		"an-scp-level-never-allows-more": {func(g *generator, p policy.Policies) policy.Policies {
			p.SCPs = append(slices.Clone(p.SCPs), []*policy.Document{policy.Parse(string(marshal(t, g.document(policy.SCP, 70))))})
			return p
		}, noMore},
		"an-allow-never-denies-more": {func(g *generator, p policy.Policies) policy.Policies {
			more := policy.Parse(string(marshal(t, statements(g.statement(policy.Identity, 9, 100)))))
			p.Identity = append(slices.Clone(p.Identity), more)
			return p
		}, func(before, after policy.Outcome) bool { return order(after) >= order(before) }},
		"order-is-nothing": {func(_ *generator, p policy.Policies) policy.Policies {
			p = everywhere(p, func(d *policy.Document) *policy.Document {
				reversed := slices.Clone(d.Statements)
				slices.Reverse(reversed)
				return rewritten(d, reversed)
			})
			slices.Reverse(p.Identity)
			slices.Reverse(p.SCPs)
			return p
		}, same},
		"twice-is-nothing": {func(_ *generator, p policy.Policies) policy.Policies {
			return everywhere(p, func(d *policy.Document) *policy.Document {
				return rewritten(d, slices.Concat(d.Statements, d.Statements))
			})
		}, same},
		"splitting-is-nothing": {func(_ *generator, p policy.Policies) policy.Policies {
			return everywhere(p, func(d *policy.Document) *policy.Document { return rewritten(d, split(d.Statements)) })
		}, same},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			each(t, 3, func(g *generator, r policy.Request, p policy.Policies) string {
				if g.chance(50) {
					r.Closed = false
				}
				before := policy.Evaluate(r, p).Outcome
				if after := policy.Evaluate(r, tt.change(g, p)).Outcome; !tt.holds(before, after) {
					return fmt.Sprintf("%v became %v", before, after)
				}
				return ""
			})
		})
	}
}

// split gives each action and resource a statement of its own.
func split(in []policy.Statement) []policy.Statement {
	var out []policy.Statement
	for _, s := range in {
		for _, action := range orNil(s.Actions) {
			for _, resource := range orNil(s.Resources) {
				part := s
				part.Actions, part.Resources = action, resource
				out = append(out, part)
			}
		}
	}
	return out
}

func orNil(list []string) [][]string {
	if list == nil {
		return [][]string{nil}
	}
	var out [][]string
	for _, e := range list {
		out = append(out, []string{e})
	}
	return out
}

// TestHostilePolicies bounds the time that documents made to take long take.
func TestHostilePolicies(t *testing.T) {
	long := strings.Repeat("a", 2000)
	many := func(n int, format string) string {
		var out []string
		for range n {
			out = append(out, format)
		}
		return strings.Join(out, ",")
	}
	tests := map[string]*policy.Document{
		"statements":      doc(many(10_000, `{"Effect":"Deny","Action":"s3:Get*","NotResource":"arn:aws:s3:::*","Condition":{"StringLike":{"aws:username":"*x*"}}}`)),
		"stars":           doc(`{"Effect":"Allow","Action":"` + strings.Repeat("*?", 500_000) + `","Resource":"` + strings.Repeat("*?", 500_000) + `"}`),
		"backtracking":    doc(`{"Effect":"Allow","Action":"*","Resource":[` + many(500, `"`+strings.Repeat("*a", 900)+`b"`) + `]}`),
		"variables":       doc(`{"Effect":"Allow","Action":"*","Resource":"` + strings.Repeat("${aws:username}", 60_000) + `"}`),
		"unknown-holes":   doc(`{"Effect":"Allow","Action":"*","Resource":"` + strings.Repeat("${ec2:x}a", 100_000) + `"}`),
		"unclosed":        doc(`{"Effect":"Allow","Action":"*","Resource":"` + strings.Repeat("${", 500_000) + `"}`),
		"holes-in-equals": doc(`{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"k":"` + strings.Repeat("${ec2:x}*", 100_000) + `"}}}`),
		"many-values":     doc(`{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"ForAllValues:ArnLike":{"k":[` + many(20_000, `"arn:aws:s3:::*a*b*c*d"`) + `]}}}`),
		"numbers":         doc(`{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"NumericEquals":{"k":[` + many(20_000, `"9e99"`) + `]}}}`),
		"one-number":      doc(`{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"NumericEquals":{"k":"` + strings.Repeat("9", 1_000_000) + `"}}}`),
	}
	for name, d := range tests {
		t.Run(name, func(t *testing.T) {
			r := policy.Request{Caller: user, Action: "s3:GetObject", Resource: "arn:aws:s3:::" + long, Context: map[string]policy.Value{"k": one(long)}}
			begin := time.Now()
			for range 3 {
				policy.Evaluate(r, policy.Policies{Identity: []*policy.Document{d}})
			}
			if took := time.Since(begin); took > 15*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}
