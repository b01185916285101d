package checks_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/checks"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// recorder notes what the properties complain of instead of failing.
type recorder struct {
	testing.TB
	messages []string
}

func (r *recorder) Helper() {}

func (r *recorder) Errorf(format string, args ...any) {
	r.messages = append(r.messages, fmt.Sprintf(format, args...))
}

const runnerFixture = `Users with and without a tag, in a policy-less account.
-- tagged.json --
{"users": [{"name": "deploy", "arn": "arn:aws:iam::111122223333:user/deploy", "tags": [{"key": "a", "value": "b"}]}], "aliases": ["shop"]}
-- untagged.json --
{"users": [{"name": "deploy", "arn": "arn:aws:iam::111122223333:user/deploy"},
           {"name": "backup", "arn": "arn:aws:iam::111122223333:user/backup"}], "aliases": ["shop"]}
`

func untagged(p *checks.Pass) {
	for _, u := range p.Account.Users {
		if len(u.Tags) > 0 {
			p.OK(u.ARN)
			continue
		}
		p.Fail(u.ARN, "no tags")
	}
}

// TestPropertiesCatch holds flawed checks against the properties: each flaw is found by the one that is meant for it.
func TestPropertiesCatch(t *testing.T) {
	principals := []snapshot.Section{snapshot.SectionPrincipals}
	tests := map[string]struct {
		check checks.Check
		want  string
	}{
		"no-flaw":         {checks.Check{Needs: principals, Eval: untagged}, ""},
		"undeclared-need": {checks.Check{Eval: untagged}, "reads principals without needing it"},
		"undeclared-organization-need": {checks.Check{Needs: principals, Eval: func(p *checks.Pass) {
			untagged(p)
			p.NotApplicable("", fmt.Sprint(len(p.Org.Accounts)))
		}}, "reads the organization's accounts without needing it"},
		"over-declared-need": {
			checks.Check{Needs: append(principals, snapshot.SectionSAML), Eval: untagged},
			"needs saml, but emptying it changes no case",
		},
		"over-declared-organization-need": {
			checks.Check{Needs: principals, OrgNeeds: []snapshot.Section{snapshot.SectionPolicies}, Eval: untagged},
			"needs the organization's organization-policies, but emptying it changes no case",
		},
		"uses-a-section-to-find": {checks.Check{Needs: principals, OrgUses: []snapshot.Section{snapshot.SectionAccounts}, Eval: func(p *checks.Pass) {
			if len(p.Org.Accounts) > 0 {
				untagged(p)
			}
			p.OK("")
		}}, "vanished or milder"},
		"order": {checks.Check{Needs: principals, Eval: func(p *checks.Pass) {
			untagged(p)
			if len(p.Account.Users) > 0 {
				p.Passed("", p.Account.Users[0].Name)
			}
		}}, "shuffled input"},
		"writes-to-the-snapshot": {checks.Check{Needs: principals, Eval: func(p *checks.Pass) {
			untagged(p)
			p.Account.Aliases = nil
		}}, "the check changed the snapshot"},
		"writes-to-the-parameters": {checks.Check{Needs: principals, Eval: func(p *checks.Pass) {
			untagged(p)
			p.Params.RootUsedWithin = 0
		}}, "the check changed the parameters"},
		"one-identity-for-two": {checks.Check{Needs: principals, Eval: func(p *checks.Pass) {
			untagged(p)
			p.Fail(p.Account.RootARN(), "one")
			p.Fail(p.Account.RootARN(), "two")
		}}, "one fingerprint for two findings"},
		"never-fails": {checks.Check{Needs: principals, Eval: func(p *checks.Pass) {
			for _, u := range p.Account.Users {
				p.OK(u.ARN)
			}
		}}, "no case shows FAIL"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			test.check.Rule = findings.Rule{ID: "test-check", Title: "a test"}
			test.check.NoSubject = "no users"
			r := &recorder{TB: t}
			holdProperties(r, &test.check, newArchive(t, "test", txtar.Parse([]byte(runnerFixture))))
			if test.want == "" && len(r.messages) > 0 {
				t.Errorf("complaints about a flawless check: %q", r.messages)
			}
			if !slices.ContainsFunc(r.messages, func(m string) bool { return strings.Contains(m, test.want) }) && test.want != "" {
				t.Errorf("complaints: %q, want one with %q", r.messages, test.want)
			}
		})
	}
}

func TestFixtureShorthand(t *testing.T) {
	got, err := spellOut([]byte(`{"created": "2026-01-31", "document": {"Version": "2012-10-17"}, "trust": "{}", "n": 12345678901234567890}`))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"created":"2026-01-31T00:00:00Z","document":"{\"Version\":\"2012-10-17\"}","n":12345678901234567890,"trust":"{}"}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if _, err := spellOut([]byte(`{} {}`)); err == nil {
		t.Error("two JSON values are accepted as one")
	}
}
