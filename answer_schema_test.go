package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/invopop/jsonschema"
	validator "github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/orgscan/orgscan/fixtures"
)

// answerSchemas are the JSON Schemas of what can and who-can print.
var answerSchemas = map[string]struct {
	of            any
	title, schema string
}{
	"report/can.schema.json":     {&canDocument{}, "orgscan can", "orgscan.can/1"},
	"report/who-can.schema.json": {&whoCanDocument{}, "orgscan who-can", whoCanSchema},
}

// TestAnswerSchemas keeps the schemas in step: go test . -run TestAnswerSchemas -update rewrites them.
func TestAnswerSchemas(t *testing.T) {
	for path, s := range answerSchemas {
		r := jsonschema.Reflector{Anonymous: true, ExpandedStruct: true}
		reflected := r.Reflect(s.of)
		reflected.Title = s.title
		finishAnswerSchema(t, reflected, s.schema)
		keepSchema(t, path, reflected)
	}
}

// keepSchema holds a schema against its file, which -update rewrites.
func keepSchema(t *testing.T, path string, s *jsonschema.Schema) {
	t.Helper()
	got, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; go test . -update writes it", err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

// finishAnswerSchema adds the words that texts are limited to.
func finishAnswerSchema(t *testing.T, s *jsonschema.Schema, name string) {
	t.Helper()
	words := map[string][]any{
		"outcome": {"allow", "deny", "depends"}, "effect": {"allow", "deny"}, "resource_policy": {"seen", "unseen", "missing", "none"},
	}
	found := map[string]bool{}
	limit := func(of *jsonschema.Schema) {
		for pair := of.Properties.Oldest(); pair != nil; pair = pair.Next() {
			if list := words[pair.Key]; list != nil {
				pair.Value.Enum, found[pair.Key] = list, true
			}
			if pair.Key == "account" {
				pair.Value.Pattern = "^[0-9]{12}$"
			}
		}
	}
	limit(s)
	for _, d := range s.Definitions {
		limit(d)
	}
	if len(found) != len(words) {
		t.Errorf("%s: only %v are limited", name, found)
	}
	p, ok := s.Properties.Get("schema")
	if !ok {
		t.Fatalf("%s has no field schema", name)
	}
	p.Const = name
}

// TestAnswerSchemasFit validates what the commands print about the demo organization, and that validation can fail.
func TestAnswerSchemasFit(t *testing.T) {
	run := demoRun(t)
	for name, test := range map[string]struct {
		schema string
		args   []string
	}{
		"allow":     {"report/can.schema.json", []string{"can", "pipeline", "sts:AssumeRole", "arn:aws:iam::777788889999:role/cdk-hnb659fds-deploy-role-777788889999-eu-west-1"}},
		"deny":      {"report/can.schema.json", []string{"can", "ci-runner", "organizations:LeaveOrganization"}},
		"depends":   {"report/can.schema.json", []string{"can", "deploy", "s3:PutObject"}},
		"context":   {"report/can.schema.json", []string{"can", "deploy", "s3:PutObject", "--context", "aws:TagKeys=a", "--context", "aws:TagKeys=b"}},
		"nobody":    {"report/who-can.schema.json", []string{"who-can", "sts:AssumeRoleWithSAML", "arn:aws:iam::012301230123:role/etl-runner"}},
		"many":      {"report/who-can.schema.json", []string{"who-can", "s3:PutObject", "arn:aws:s3:::x/y", "--context", "aws:ResourceAccount=777788889999"}},
		"outsiders": {"report/who-can.schema.json", []string{"who-can", "sts:AssumeRole", "arn:aws:iam::333344445555:role/vendor-posture-scanner"}},
	} {
		t.Run(name, func(t *testing.T) {
			text := ask(t, append(test.args, "--format", "json", "--run", run))
			schema := compileSchema(t, test.schema)
			if err := schema.Validate(decodeJSON(t, text)); err != nil {
				t.Errorf("%v\n%s", err, text)
			}
			spoiled := strings.Replace(text, `"schema"`, `"shape": 1, "schema"`, 1)
			if spoiled == text || schema.Validate(decodeJSON(t, spoiled)) == nil {
				t.Error("a field that is not there is accepted")
			}
		})
	}
}

// demoRun sweeps the demo organization once and returns the run directory.
func demoRun(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "run")
	p := &program{stdout: &bytes.Buffer{}, stderr: &bytes.Buffer{}, now: fixtures.SimulatedNow.UTC, getenv: func(string) string { return "" }, width: func() int { return 0 }}
	if code := p.run(t.Context(), []string{"orgscan", "demo", "--out", dir}); code != 0 {
		t.Fatalf("demo exited %d: %s", code, p.stderr)
	}
	return dir
}

func ask(t *testing.T, args []string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	p := &program{stdout: &stdout, stderr: &stderr, getenv: func(string) string { return "" }}
	if code := p.run(t.Context(), append([]string{"orgscan"}, args...)); code != 0 && code != 3 {
		t.Fatalf("%v exited %d: %s", args, code, stderr.String())
	}
	return stdout.String()
}

func compileSchema(t *testing.T, path string) *validator.Schema {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	c := validator.NewCompiler()
	if err := c.AddResource("mem:///"+path, decodeJSON(t, string(text))); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("mem:///" + path)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func decodeJSON(t *testing.T, text string) any {
	t.Helper()
	v, err := validator.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return v
}
