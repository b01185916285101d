package access

import (
	"fmt"
	"slices"

	"github.com/orgscan/orgscan/scan/policy"
)

// Answer says whether a principal may do an action, and why.
type Answer struct {
	Outcome policy.Outcome
	// Explicit is true when a Deny statement or a rule of AWS decided.
	Explicit bool
	// Rule is AWS's own rule that decided, in words; empty when policies did.
	Rule string
	// Grounds are the statements that took part, in the order of policy.Decision.Because.
	Grounds []Ground
	// Blocks are what does not allow the action, or not for certain.
	Blocks []Block
	// Conditions are what the answer depends on, each once.
	Conditions []policy.Dependency
	// Unread name what should be there, could not be read, and could change the answer; sorted.
	Unread []string
	// Foreign is true when the answer depends on what an account that is none of the run's allows.
	Foreign bool
	// Sight says what was known of the resource's own policy.
	Sight Sight
	// Ownerless is true where the resource was taken for one of the principal's account, because its ARN names none.
	Ownerless bool
}

// Incomplete reports whether the answer rests on data that should be there and are missing.
func (a *Answer) Incomplete() bool { return a.Outcome == policy.Depends && len(a.Unread) > 0 }

// Ground is a statement that took part in an answer.
type Ground struct {
	Statement
	Kind policy.Kind
	// Level is where an SCP or RCP is attached: "Root/Workloads", "account prod-web"; empty for other kinds.
	Level  string
	Effect policy.Outcome
	// Certain is false for a statement that holds only under conditions that are not known: those of Conditions, and where
	// the resource is not known those of Resources (all but them, where Except).
	Certain    bool
	Conditions []policy.Condition
	Resources  []string
	Except     bool
}

// String spells a ground for people, without its conditions.
func (g Ground) String() string {
	text := g.Source
	if g.Level != "" {
		text = fmt.Sprintf("%s %s at %s", g.Kind, g.Source, g.Level)
	}
	if g.SID != "" {
		return fmt.Sprintf("%s, statement %s", text, g.SID)
	}
	return fmt.Sprintf("%s, statement %d", text, g.Place)
}

// Block is a kind of policy, at one level, that does not allow an action.
type Block struct {
	Kind policy.Kind
	// Level is where SCPs are attached; empty for other kinds.
	Level string
	// Policies name what is there and does not allow it; nil for nothing.
	Policies []string
	Certain  bool
}

func (e *exchange) answer() *Answer {
	d := e.decision
	out := &Answer{Outcome: d.Outcome, Explicit: d.Explicit, Sight: e.question.Target.Sight, Ownerless: e.question.Target.Ownerless()}
	for _, r := range d.Because {
		switch {
		case r.Kind == policy.Resource && e.assumed:
		case r.Statement < 0 && r.Kind != policy.Resource && r.Kind != policy.RCP && e.principal.foreign:
			out.Foreign = true
		case r.Statement < 0:
			out.Unread = append(out.Unread, e.unread(r)...)
		default:
			out.Grounds = append(out.Grounds, e.ground(r))
		}
	}
	for _, b := range d.Blockers {
		out.Blocks = append(out.Blocks, e.block(b))
	}
	for _, c := range d.Conditions {
		if c.Key != "Policy" || c.Operator != "" {
			out.Conditions = append(out.Conditions, c)
		}
	}
	if e.question.Target.ARN == Any && Assumes(e.question.Action) && out.Outcome == policy.Allow {
		out.Outcome = policy.Depends // every role's trust policy decides, too
	}
	out.Unread = distinct(out.Unread)
	return out
}

// source names the document that a reason is about; "" for one that is not there.
func (e *exchange) source(k policy.Kind, level, document int) (name, at string) {
	levels := e.scps
	switch k {
	case policy.Identity:
		if document < len(e.principal.Sources) {
			return e.principal.Sources[document], ""
		}
	case policy.Boundary:
		return e.principal.Boundary, ""
	case policy.Resource:
		return e.question.Target.name, ""
	case policy.RCP:
		levels = e.rcps
		fallthrough
	case policy.SCP:
		if level < len(levels) && document < len(levels[level].policies) {
			return levels[level].policies[document], levels[level].name
		}
	default: // session policies are not known
	}
	return "", ""
}

func (e *exchange) ground(r policy.Reason) Ground {
	name, at := e.source(r.Kind, r.Level, r.Document)
	g := Ground{
		Statement: Statement{Source: name, SID: r.SID, Place: r.Statement + 1},
		Kind:      r.Kind, Level: at, Effect: r.Effect, Certain: r.Certain,
	}
	if r.Certain {
		return g
	}
	s := e.statement(r)
	for _, c := range s.Conditions {
		if e.open(r, c.Operator, c.Key) {
			g.Conditions = append(g.Conditions, c)
		}
	}
	if e.open(r, "", "Resource") {
		g.Resources, g.Except = s.Resources, s.Resources == nil
		if g.Except {
			g.Resources = s.NotResources
		}
		if slices.Contains(s.Resources, Any) {
			g.Resources = nil
		}
	}
	return g
}

// open reports whether the decision depends on a condition of a statement.
func (e *exchange) open(r policy.Reason, operator, key string) bool {
	return slices.ContainsFunc(e.decision.Conditions, func(d policy.Dependency) bool {
		return d.Kind == r.Kind && d.Effect == r.Effect && d.Operator == operator && d.Key == key
	})
}

func (e *exchange) statement(r policy.Reason) *policy.Statement {
	var document *policy.Document
	switch r.Kind {
	case policy.Identity:
		document = e.policies.Identity[r.Document]
	case policy.Boundary:
		document = e.policies.Boundary
	case policy.Resource:
		document = e.policies.Resource
	case policy.SCP:
		document = e.policies.SCPs[r.Level][r.Document]
	case policy.RCP:
		document = e.policies.RCPs[r.Level][r.Document]
	case policy.Session:
		document = e.policies.Session[r.Document]
	}
	return &document.Statements[r.Statement]
}

// unread names the documents that a reason without a statement stands for. The resource's own policy is no gap where it is
// never collected: Sight speaks of it.
func (e *exchange) unread(r policy.Reason) []string {
	if name, at := e.source(r.Kind, r.Level, r.Document); name != "" && r.Kind != policy.Resource {
		if at != "" {
			name = fmt.Sprintf("%s %s at %s", r.Kind, name, at)
		}
		return []string{name}
	}
	var out []string
	switch t := e.question.Target; r.Kind {
	case policy.Resource:
		if t.Sight == Lost || t.Sight == Seen {
			out = append(out, t.name)
		}
	case policy.RCP:
		if t.member || t.Account == "" {
			out = append(out, "resource control policies")
		}
	default:
		for i, k := range e.principal.Policies.Unread {
			if k == r.Kind {
				out = append(out, e.principal.Unread[i])
			}
		}
	}
	return out
}

func (e *exchange) block(b policy.Blocker) Block {
	out := Block{Kind: b.Kind, Certain: b.Certain}
	switch b.Kind {
	case policy.Identity:
		out.Policies = e.principal.Sources
	case policy.SCP:
		if b.Level < len(e.scps) {
			out.Level, out.Policies = e.scps[b.Level].name, e.scps[b.Level].policies
		}
	default:
		if name, _ := e.source(b.Kind, b.Level, 0); name != "" {
			out.Policies = []string{name}
		}
	}
	return out
}
