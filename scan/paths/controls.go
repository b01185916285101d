package paths

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// controls are the control policies above an account, a slice a level. Accounts below the same policies share them.
type controls struct {
	key        string
	scps, rcps [][]*policy.Document
	// parts are the policies as far as they speak of an action.
	parts map[string]*controls
	// personal and local say whether what they say of assuming roles can differ between the principals of an account, or
	// between accounts.
	personal, local bool
}

// controlTable finds the controls of accounts.
type controlTable struct {
	byNode map[string][]*snapshot.OrgPolicy
	parsed map[string]*policy.Document
	known  map[string]*controls
}

func newControlTable(org *snapshot.Organization) *controlTable {
	t := &controlTable{byNode: map[string][]*snapshot.OrgPolicy{}, parsed: map[string]*policy.Document{}, known: map[string]*controls{}}
	for i := range org.Policies {
		p := &org.Policies[i]
		for _, target := range p.Targets {
			t.byNode[target.ID] = append(t.byNode[target.ID], p)
		}
	}
	return t
}

// of returns the controls of an account. What could not be read takes nothing away.
func (t *controlTable) of(org *snapshot.Organization, account string) *controls {
	nodes := []string{account}
	if entry := org.Account(account); entry != nil {
		nodes = append(slices.Clone(entry.Parents), account)
	}
	var key strings.Builder
	for _, n := range nodes {
		var ids []string
		for _, p := range t.byNode[n] {
			ids = append(ids, p.ID)
		}
		slices.Sort(ids)
		key.WriteString(strings.Join(ids, ",") + "/")
	}
	if t.known[key.String()] == nil {
		t.known[key.String()] = t.build(key.String(), nodes)
	}
	return t.known[key.String()]
}

func (t *controlTable) build(key string, nodes []string) *controls {
	c := &controls{key: key, parts: map[string]*controls{}}
	for _, n := range nodes {
		var scps, rcps []*policy.Document
		for _, p := range t.byNode[n] {
			if t.parsed[p.Document] == nil {
				t.parsed[p.Document] = policy.Parse(p.Document)
			}
			switch p.Type {
			case "SERVICE_CONTROL_POLICY":
				scps = append(scps, t.parsed[p.Document])
			case "RESOURCE_CONTROL_POLICY":
				rcps = append(rcps, t.parsed[p.Document])
			}
		}
		// A level to which nothing is attached bounds nobody.
		if len(scps) > 0 {
			c.scps = append(c.scps, scps)
		}
		if len(rcps) > 0 {
			c.rcps = append(c.rcps, rcps)
		}
	}
	return c
}

// part returns what the controls say about an action.
func (c *controls) part(action string) *controls {
	if c.parts[action] == nil {
		out := &controls{scps: partOf(c.scps, action), rcps: partOf(c.rcps, action)}
		for _, level := range slices.Concat(out.scps, out.rcps) {
			for _, d := range level {
				out.personal, out.local = out.personal || mentions(d, personalKeys), out.local || mentions(d, localKeys)
			}
		}
		c.parts[action] = out
	}
	return c.parts[action]
}

func partOf(levels [][]*policy.Document, action string) [][]*policy.Document {
	out := make([][]*policy.Document, len(levels))
	for i, level := range levels {
		for _, d := range level {
			kept := &policy.Document{Version: d.Version, Malformed: d.Malformed}
			for j := range d.Statements {
				if s := &d.Statements[j]; speaksOf(s, action) && !onlyRootUsers(s) {
					kept.Statements = append(kept.Statements, *s)
				}
			}
			out[i] = append(out[i], kept)
		}
	}
	return out
}

// onlyRootUsers reports whether a Deny meets root users alone, who take no step here.
func onlyRootUsers(s *policy.Statement) bool {
	return s.Effect == "Deny" && slices.ContainsFunc(s.Conditions, func(c policy.Condition) bool {
		operator := strings.ToLower(c.Operator)
		plain := operator == "stringlike" || operator == "stringequals" || operator == "arnlike" || operator == "arnequals"
		return plain && strings.EqualFold(c.Key, "aws:PrincipalArn") && len(c.Values) > 0 &&
			!slices.ContainsFunc(c.Values, func(v string) bool { return !strings.HasSuffix(v, ":root") })
	})
}

// Condition keys that can differ between the principals of an account, and between accounts. Tags are known of nobody.
var (
	personalKeys = []string{"aws:principalarn", "aws:username", "aws:userid"}
	localKeys    = []string{"aws:principalaccount", "aws:principalorgpaths"}
)

// mentions reports whether a document has a condition on one of the keys, or one of them as a variable.
func mentions(d *policy.Document, keys []string) bool {
	return slices.ContainsFunc(d.Statements, func(s policy.Statement) bool {
		texts := slices.Concat(s.Resources, s.NotResources)
		for _, c := range s.Conditions {
			if slices.Contains(keys, strings.ToLower(c.Key)) {
				return true
			}
			texts = append(texts, c.Values...)
		}
		return slices.ContainsFunc(texts, func(text string) bool {
			if !strings.Contains(text, "${") {
				return false
			}
			text = strings.ToLower(text)
			return slices.ContainsFunc(keys, func(key string) bool { return strings.Contains(text, "${"+key) })
		})
	})
}
