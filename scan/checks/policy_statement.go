package checks

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/policy"
)

// statementKey names a statement in a finding's identity: by its Sid when no other statement has the same, else by a hash
// of what it says, which moves with it when statements are added or reordered.
func statementKey(d *policy.Document, i int) string {
	sid, same := d.Statements[i].SID, 0
	for j := range d.Statements {
		if d.Statements[j].SID == sid {
			same++
		}
	}
	if sid != "" && same == 1 {
		return sid
	}
	return statementHash(d.Statements[i])
}

// statementHash does not depend on the Sid, on the order of lists or on the case of actions.
func statementHash(s policy.Statement) string {
	s.SID = ""
	s.Actions, s.NotActions = normal(s.Actions, strings.ToLower), normal(s.NotActions, strings.ToLower)
	s.Resources, s.NotResources = normal(s.Resources, strings.Clone), normal(s.NotResources, strings.Clone)
	s.Conditions = slices.Clone(s.Conditions)
	for i := range s.Conditions {
		s.Conditions[i].Values = normal(s.Conditions[i].Values, strings.Clone)
	}
	slices.SortFunc(s.Conditions, func(a, b policy.Condition) int {
		return strings.Compare(a.Operator+" "+a.Key, b.Operator+" "+b.Key)
	})
	text, err := json.Marshal(s)
	if err != nil {
		panic("a statement is not plain data: " + err.Error())
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

// normal returns a changed and sorted copy.
func normal(list []string, change func(string) string) []string {
	out := make([]string, 0, len(list))
	for _, s := range list {
		out = append(out, change(s))
	}
	slices.Sort(out)
	return out
}

// limitedBy lowers the severity of a statement that holds only under conditions, and names their keys: they may be met.
func limitedBy(p *Pass, o *Outcome, keys []string) *Outcome {
	if len(keys) == 0 {
		return o
	}
	return lowered(o.At(p.check.Severity), keys)
}

// lowered makes a line one step milder when conditions limit the statement, and names their keys.
func lowered(o *Outcome, keys []string) *Outcome {
	if len(keys) == 0 {
		return o
	}
	return o.At(max(o.severity, findings.Low)-1).Evidence("limited by", strings.Join(keys, ", "))
}

// deniesAll reports whether the document itself always denies the service, or everything when service is empty: then its
// grants are void wherever it is attached. Only Resource "*" reaches actions that know no resource.
func deniesAll(d *policy.Document, service string) bool {
	return slices.ContainsFunc(d.Statements, func(s policy.Statement) bool {
		if s.Effect != "Deny" || len(s.Conditions) > 0 || !slices.Contains(s.Resources, "*") {
			return false
		}
		return s.AllActions() || service != "" && slices.Contains(s.ServiceWildcards(), service)
	})
}

// wholeServices returns the services that a statement opens entirely. A statement that allows everything belongs to
// policy-admin-attached and policy-admin-unattached.
func wholeServices(d *policy.Document, i int) []string {
	s := &d.Statements[i]
	if !s.Allows() || !s.AllResources() || s.AllActions() {
		return nil
	}
	return slices.DeleteFunc(s.ServiceWildcards(), func(service string) bool { return deniesAll(d, service) })
}

// conditionKeys returns the keys of a statement's conditions, sorted and each once.
func conditionKeys(s *policy.Statement) []string {
	var keys []string
	for _, c := range s.Conditions {
		keys = append(keys, c.Key)
	}
	return distinct(keys)
}

func distinct(keys []string) []string {
	slices.Sort(keys)
	return slices.Compact(keys)
}
