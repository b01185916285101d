package main

import (
	"github.com/orgscan/orgscan/scan/access"
	"github.com/orgscan/orgscan/scan/policy"
)

// canDocument is what can --format json prints.
type canDocument struct {
	Schema   string       `json:"schema"`
	Question questionLine `json:"question"`
	// Principal is who is asked about, in full.
	Principal   string `json:"principal"`
	Account     string `json:"account"`
	AccountName string `json:"account_name,omitempty"`
	answerLine
}

// questionLine is a question as it was understood.
type questionLine struct {
	Action string `json:"action"`
	// Resource is "*" for any resource.
	Resource string              `json:"resource"`
	Context  map[string][]string `json:"context,omitempty"`
}

// answerLine is an answer with its reasons.
type answerLine struct {
	// Outcome is allow, deny or depends.
	Outcome string `json:"outcome"`
	// Explicit is true when a Deny statement or a rule of AWS decided.
	Explicit bool `json:"explicit,omitempty"`
	// Incomplete is true when the answer rests on data that should be in the run and are missing: exit code 3.
	Incomplete bool `json:"incomplete,omitempty"`
	// Rule is AWS's own rule that decided.
	Rule string `json:"rule,omitempty"`
	// Because are the statements that took part.
	Because []groundLine `json:"because,omitempty"`
	// NotAllowedBy is what should allow the action and does not, or not for certain.
	NotAllowedBy []blockLine `json:"not_allowed_by,omitempty"`
	// DependsOn are the conditions that are not known.
	DependsOn []dependencyLine `json:"depends_on,omitempty"`
	// Unread names what could not be read and could change the answer.
	Unread []string `json:"unread,omitempty"`
	// Foreign is true when the answer depends on what an account that is none of the run's allows.
	Foreign bool `json:"foreign,omitempty"`
	// ResourcePolicy says what was known of the resource's own policy: seen, unseen (never collected), missing or none.
	ResourcePolicy string `json:"resource_policy"`
	// OwnerAssumed is true where the resource was taken for one of the principal's account, because its ARN names none;
	// --context aws:ResourceAccount=ID says whose it is.
	OwnerAssumed bool `json:"owner_assumed,omitempty"`
}

// groundLine is a statement that took part in an answer.
type groundLine struct {
	// Kind is identity policy, permissions boundary, resource policy, SCP or RCP.
	Kind   string `json:"kind"`
	Policy string `json:"policy"`
	// Level is where an SCP or RCP is attached.
	Level string `json:"level,omitempty"`
	SID   string `json:"sid,omitempty"`
	// Place counts statements from 1.
	Place int `json:"place"`
	// Effect is allow or deny.
	Effect string `json:"effect"`
	// Certain is false for a statement that holds only under conditions, or for some resources.
	Certain    bool            `json:"certain"`
	Conditions []conditionLine `json:"conditions,omitempty"`
	Resources  []string        `json:"resources,omitempty"`
	// Except turns Resources round: all but them.
	Except bool `json:"except,omitempty"`
}

// conditionLine is a condition as the policy spells it.
type conditionLine struct {
	Operator string   `json:"operator"`
	Key      string   `json:"key"`
	Values   []string `json:"values"`
}

// dependencyLine is something not known that the answer depends on. Without an operator, the key names a part of a
// statement: Resource, Principal, Service or Action.
type dependencyLine struct {
	Kind     string   `json:"kind"`
	Effect   string   `json:"effect"`
	Operator string   `json:"operator,omitempty"`
	Key      string   `json:"key"`
	Values   []string `json:"values,omitempty"`
}

// blockLine is a kind of policy that does not allow the action.
type blockLine struct {
	Kind     string   `json:"kind"`
	Level    string   `json:"level,omitempty"`
	Policies []string `json:"policies,omitempty"`
	Certain  bool     `json:"certain"`
}

func answerLineOf(a *access.Answer) answerLine {
	out := answerLine{
		Outcome: a.Outcome.String(), Explicit: a.Explicit, Incomplete: a.Incomplete(), Rule: a.Rule, Unread: a.Unread, Foreign: a.Foreign,
		ResourcePolicy: a.Sight.String(), OwnerAssumed: a.Ownerless,
	}
	for _, g := range a.Grounds {
		out.Because = append(out.Because, groundLineOf(g))
	}
	for _, b := range a.Blocks {
		out.NotAllowedBy = append(out.NotAllowedBy, blockLine{b.Kind.String(), b.Level, b.Policies, b.Certain})
	}
	for _, d := range a.Conditions {
		out.DependsOn = append(out.DependsOn, dependencyLine{d.Kind.String(), d.Effect.String(), d.Operator, d.Key, d.Values})
	}
	return out
}

func groundLineOf(g access.Ground) groundLine {
	line := groundLine{
		Kind: g.Kind.String(), Policy: g.Source, Level: g.Level, SID: g.SID, Place: g.Place, Effect: g.Effect.String(),
		Certain: g.Certain, Resources: g.Resources, Except: g.Except && len(g.Resources) > 0,
	}
	for _, c := range g.Conditions {
		line.Conditions = append(line.Conditions, conditionLine{c.Operator, c.Key, notNil(c.Values)})
	}
	return line
}

func notNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// telling leaves out the statements that every answer has: SCPs that allow for certain.
func telling(a *access.Answer) []access.Ground {
	var out []access.Ground
	for _, g := range a.Grounds {
		if g.Kind != policy.SCP || g.Effect == policy.Deny || !g.Certain {
			out = append(out, g)
		}
	}
	return out
}
