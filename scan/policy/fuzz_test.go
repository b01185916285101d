package policy_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/orgscan/orgscan/scan/policy"
)

// FuzzParse proves that every text gives a document, the same each time, and that spacing does not change its hash.
func FuzzParse(f *testing.F) {
	paths, err := filepath.Glob("../../fixtures/policies/*.txtar")
	if err != nil || len(paths) == 0 {
		f.Fatalf("no fixtures: %v", err)
	}
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range archive.Files {
			f.Add(string(file.Data))
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		d := policy.Parse(text)
		if d.Hash() == "" || d.Hash() != policy.Parse(text).Hash() {
			t.Errorf("hash %q is not the same twice", d.Hash())
		}
		if d.Malformed && (len(d.Statements) > 0 || len(d.Problems) == 0) {
			t.Error("malformed, with statements or without a problem")
		}
		if len(d.Problems) > 1001 {
			t.Errorf("%d problems", len(d.Problems))
		}
		var indented bytes.Buffer
		if !utf8.ValidString(text) || strings.Contains(text, `\u`) || strings.ContainsRune(text, utf8.RuneError) ||
			json.Indent(&indented, []byte(text), "", "\t") != nil || d.Malformed {
			return
		}
		if again := policy.Parse(indented.String()); again.Hash() != d.Hash() || len(again.Problems) != len(d.Problems) {
			t.Errorf("spacing changed the document: %s", indented.String())
		}
		for i := range d.Statements {
			d.Statements[i].ServiceWildcards()
		}
		d.AdminStatements()
	})
}

// FuzzMatch compares Match with the reference.
func FuzzMatch(f *testing.F) {
	f.Add("s3:*Object", "s3:GetObjectAcl")
	f.Add("*?*?a", "éa\xffa")
	f.Add("**a*b?", "aabbab")
	f.Fuzz(func(t *testing.T, pattern, s string) {
		if len(pattern) > 50 || len(s) > 50 {
			return
		}
		want := reference(pattern, s)
		if got := policy.Match(pattern, s); got != want {
			t.Errorf("Match(%q, %q) = %v", pattern, s, got)
		}
		if want && !policy.MatchAction(pattern, s) {
			t.Errorf("MatchAction(%q, %q) is stricter than Match", pattern, s)
		}
	})
}

// FuzzEvaluate proves of every document, whatever kind of policy it is: it is evaluated the same each time, with reasons; a
// Deny more never allows more; and what is decided without knowing a key holds for whatever it is.
func FuzzEvaluate(f *testing.F) {
	f.Add(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::${k}*","Condition":{"StringLike":{"k":"a*"}}}}`, uint8(3), "abc")
	f.Add(`{"Statement":[{"Effect":"Deny","NotAction":"s3:?et*","NotResource":"*","NotPrincipal":{"AWS":"111122223333"}},{"Effect":"Allow"}]}`, uint8(2), "")
	f.Add(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"*","Condition":{"Null":{"k":"false"},"ForAllValues:ArnNotLike":{"k":["${k, 'x'}","${*}"]}}}}`, uint8(2), "x")
	f.Fuzz(func(t *testing.T, text string, kind uint8, value string) {
		d := policy.Parse(text)
		r, p := read(user), policy.Policies{Identity: docs(full)}
		one := []*policy.Document{d}
		switch policy.Kind(kind % 6) {
		case policy.RCP:
			p.RCPs = levels(one)
		case policy.SCP:
			p.SCPs = levels(one)
		case policy.Resource:
			p = policy.Policies{Resource: d}
		case policy.Identity:
			p.Identity = one
		case policy.Boundary:
			p.Boundary = d
		default:
			p.Session = one
		}
		blind := policy.Evaluate(r, p)
		if !explained(blind) || verdict(policy.Evaluate(r, p)) != verdict(blind) {
			t.Errorf("not explained, or not the same twice: %+v", blind)
		}
		for _, v := range []policy.Value{policy.Single(value), policy.Multi(value, "x"), policy.Multi(), policy.Absent(), policy.Present()} {
			r.Context = map[string]policy.Value{"k": v}
			if got := policy.Evaluate(r, p).Outcome; blind.Outcome != policy.Depends && got != blind.Outcome {
				t.Errorf("%v without knowing the key, %v with %+v", blind.Outcome, got, v)
			}
		}
		p.Identity = append(p.Identity, doc(mfaDeny))
		if order(policy.Evaluate(r, p).Outcome) > order(blind.Outcome) && blind.Outcome != policy.Depends {
			t.Errorf("%v, and a Deny more allows more", blind.Outcome)
		}
	})
}

// FuzzCondition proves of every operator and value that it never holds together with its negation, that lists are one
// value or the other, and that knowing less never decides otherwise.
func FuzzCondition(f *testing.F) {
	operators := []string{
		"String%sEquals", "String%sEqualsIgnoreCase", "String%sLike", "Numeric%sEquals", "Date%sEquals", "Arn%sLike", "%sIpAddress",
	}
	f.Add(uint8(0), "${aws:username}", "ci-runner", "b")
	f.Add(uint8(3), "1e3", "1000", "x")
	f.Add(uint8(4), "2026-01-01", "1767225600", "2026-01")
	f.Add(uint8(5), "arn:aws:*:*:*:${*}?", "arn:aws:s3:::*x", "arn")
	f.Add(uint8(6), "10.0.0.1/8", "10.2.3.4", "2001:db8::/32")
	f.Fuzz(func(t *testing.T, which uint8, want, got, second string) {
		if !utf8.ValidString(want) || !utf8.ValidString(second) {
			return
		}
		pattern := operators[int(which)%len(operators)]
		positive, negative := fmt.Sprintf(pattern, ""), fmt.Sprintf(pattern, "Not")
		ask := func(operator string, v policy.Value, values ...string) string {
			text, err := json.Marshal(values)
			if err != nil {
				t.Fatal(err)
			}
			return condition(t, "2012-10-17", operator, string(text), v)
		}
		a, b, both := ask(positive, one(got), want), ask(positive, one(got), second), ask(positive, one(got), want, second)
		if not := ask(negative, one(got), want); a == "yes" && not != "no" || not == "yes" && a != "no" {
			t.Errorf("%s is %s and its negation %s", positive, a, not)
		}
		if (both == "yes") != (a == "yes" || b == "yes") || (both == "no") != (a == "no" && b == "no") {
			t.Errorf("%s is %s and %s, of both %s", positive, a, b, both)
		}
		for _, operator := range []string{positive, negative, positive + "IfExists", "ForAllValues:" + positive, "ForAnyValue:" + negative} {
			blind, sighted := ask(operator, policy.Unknown(), want), ask(operator, one(got), want)
			if blind != "depends" && blind != sighted {
				t.Errorf("%s is %s without knowing the key, %s with it", operator, blind, sighted)
			}
		}
	})
}
