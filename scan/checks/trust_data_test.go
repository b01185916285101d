package checks

import (
	"net/url"
	"strings"
	"testing"
)

func TestKnownAccounts(t *testing.T) {
	known := knownAccounts()
	if len(known) != 332 {
		t.Errorf("%d accounts, want 332", len(known))
	}
	for id, want := range map[string]knownAccount{
		"464622532012": {name: "Datadog"}, "032379705303": {name: "BuildKite (log output)"}, "127311923021": {name: "ELB logs", aws: true},
	} {
		if known[id] != want {
			t.Errorf("%s is %+v, want %+v", id, known[id], want)
		}
	}
	for id, k := range known {
		if !accountID.MatchString(id) || k.name == "" || k.name != strings.TrimSpace(k.name) {
			t.Errorf("account %q of %q", id, k.name)
		}
	}
	for _, word := range []string{"Apache License, Version 2.0", "https://github.com/fwdcloudsec/known_aws_accounts", "Changed:"} {
		if !strings.Contains(knownAccountsText, word) {
			t.Errorf("the data do not say %q", word)
		}
	}
}

func TestSourceServices(t *testing.T) {
	for service, s := range sourceServices {
		if serviceName(service) != service {
			t.Errorf("%s is not the name that principals are looked up by", service)
		}
		if u, err := url.Parse(s.page); err != nil || u.Scheme != "https" || u.Host != "docs.aws.amazon.com" {
			t.Errorf("%s is documented at %q", service, s.page)
		}
		if s.read != "" && len(s.read) != len("2026-11") {
			t.Errorf("%s was read at %q", service, s.read)
		}
	}
	for _, service := range []string{"ec2", "lambda", "ecs-tasks", "edgelambda", "glue", "backup", "apigateway", "cloudformation"} {
		if _, ok := sourceServices[service+".amazonaws.com"]; ok {
			t.Errorf("%s uses roles of its own account only", service)
		}
	}
}

func TestIssuers(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range issuers {
		if seen[s.host] || s.name == "" || len(s.claims) == 0 || s.host != strings.ToLower(s.host) {
			t.Errorf("issuer %+v", s)
		}
		seen[s.host] = true
		if s.narrow != nil && s.tenant == nil {
			t.Errorf("%s tells branches apart but not customers", s.host)
		}
		name := strings.ReplaceAll(s.host, "*", "x")
		if found, ok := knownIssuer(name); !ok || found.host != s.host {
			t.Errorf("%s is found as %q", name, found.host)
		}
	}
	if _, ok := knownIssuer("gitlab.com.example.net"); ok {
		t.Error("a lookalike is known")
	}
}

func TestGithubNarrow(t *testing.T) {
	like := func(text string) limitValue { return limitValue{text: text, wild: strings.ContainsAny(text, "*?")} }
	for subject, want := range map[string]bool{
		"repo:o/r:ref:refs/heads/main":          true,
		"repo:o/r:environment:prod":             true,
		"repo:o@1/r@2:ref:refs/heads/main":      true,
		"repo:o/r:ref:refs/heads/release-*":     true,
		"repo:o/r:ref:refs/tags/*":              true,
		"repo:o/r:pull_request":                 false,
		"repo:o/r:*":                            false,
		"repo:o/r:ref:*":                        false,
		"repo:o/*:ref:refs/heads/main":          false,
		"repo:o/r?:environment:prod":            false,
		"repo:o@1/r@2:*":                        false,
		"repo:":                                 false,
		"repo:o":                                false,
		"job_workflow_ref:o/r/.github/w.yml@*":  false,
		"job_workflow_ref:o/r/.github/w.yml@v1": true,
		"*":                                     false,
	} {
		if got := githubNarrow(like(subject)); got != want {
			t.Errorf("%s: %v, want %v", subject, got, want)
		}
	}
}
