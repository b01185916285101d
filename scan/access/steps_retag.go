package access

import (
	"maps"
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
)

// retag tries the tags that each statement of the principal asks for.
func (w *walk) retag(t *Technique) {
	if !w.ofKind(t) {
		return
	}
	for _, d := range w.p.Policies.Identity {
		for i := range d.Statements {
			tagged, keys := taggedFor(&d.Statements[i], w.p.Caller.Tags)
			if len(keys) == 0 {
				continue
			}
			context := map[string]policy.Value{"aws:TagKeys": policy.Multi(keys...)}
			for _, key := range keys {
				context["aws:RequestTag/"+key] = policy.Single(tagged[key])
			}
			w.describe(context, w.p.Caller.ARN)
			q := *w.p
			q.Caller.Tags = tagged
			w.become(t, w.ask(t.Actions[0], w.p.Caller.ARN, context), &q)
		}
	}
}

// taggedFor returns the tags with those that an Allow statement asks the principal for, and the keys of the latter.
func taggedFor(s *policy.Statement, own map[string]string) (out map[string]string, keys []string) {
	if !s.Allows() {
		return nil, nil
	}
	out = map[string]string{}
	maps.Copy(out, own)
	const prefix = "aws:principaltag/"
	for _, c := range s.Conditions {
		operator := strings.ToLower(c.Operator)
		positive := strings.HasPrefix(operator, "stringequals") || strings.HasPrefix(operator, "stringlike")
		if !positive || len(c.Values) == 0 || len(c.Key) <= len(prefix) || !strings.EqualFold(c.Key[:len(prefix)], prefix) {
			continue
		}
		key := c.Key[len(prefix):]
		for known := range out {
			if strings.EqualFold(known, key) {
				delete(out, known)
			}
		}
		out[key] = strings.NewReplacer("*", "", "?", "x").Replace(c.Values[0])
		keys = append(keys, key)
	}
	return out, keys
}
