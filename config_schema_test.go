package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/invopop/jsonschema"
	validator "github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"github.com/urfave/cli/v2"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan"
	"github.com/orgscan/orgscan/scan/checks"
)

// schemas are the JSON Schemas that editors read, by file. They are made of the structs that the files are read into.
var schemas = map[string]struct {
	of     any
	title  string
	finish func(*jsonschema.Schema)
}{
	"docs/config.schema.json":     {&configFile{}, "orgscan configuration", finishConfigSchema},
	"docs/exceptions.schema.json": {&exceptionsFile{}, "orgscan exceptions", finishExceptionsSchema},
}

// TestSchemas keeps the schemas in step: go test . -run TestSchemas -update rewrites them.
func TestSchemas(t *testing.T) {
	for path, s := range schemas {
		got := append(schemaText(t, s.of, s.title, s.finish), '\n')
		if *update {
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatalf("%v; go test . -run TestSchemas -update writes it", err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
}

func schemaText(t *testing.T, of any, title string, finish func(*jsonschema.Schema)) []byte {
	t.Helper()
	r := jsonschema.Reflector{
		Anonymous: true, FieldNameTag: "yaml", ExpandedStruct: true, DoNotReference: true, RequiredFromJSONSchemaTags: true,
		Mapper: schemaOf,
	}
	s := r.Reflect(of)
	s.Title = title
	finish(s)
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// schemaOf describes the types that read themselves.
func schemaOf(t reflect.Type) *jsonschema.Schema {
	switch t {
	case reflect.TypeFor[paramNode]():
		return paramsSchema()
	case reflect.TypeFor[ratedNode]():
		s := &jsonschema.Schema{Type: "string"}
		for _, severity := range findings.Severities() {
			s.Enum = append(s.Enum, severity.String())
		}
		return s
	case reflect.TypeFor[patternNode]():
		return &jsonschema.Schema{Type: "string", Description: "a check's id, or a glob such as root-*"}
	case reflect.TypeFor[yaml.Node]():
		return &jsonschema.Schema{}
	}
	return nil
}

func paramsSchema() *jsonschema.Schema {
	r := jsonschema.Reflector{Anonymous: true, FieldNameTag: "yaml", ExpandedStruct: true, DoNotReference: true, RequiredFromJSONSchemaTags: true}
	s := r.Reflect(&checks.Params{})
	s.Version, s.ID = "", ""
	for p := s.Properties.Oldest(); p != nil; p = p.Next() {
		if p.Value.Type == "integer" {
			p.Value.Minimum = "1"
		}
	}
	return s
}

// finishConfigSchema adds what no struct says: lists beside thresholds, profiles, and the flags of scan.
func finishConfigSchema(s *jsonschema.Schema) {
	addLists(s)
	if ous, ok := s.Properties.Get("ous"); ok {
		addLists(ous.AdditionalProperties)
	}
	if profile, ok := s.Properties.Get("profile"); ok {
		for _, name := range scan.Profiles() {
			profile.Enum = append(profile.Enum, name)
		}
	}
	flags := &jsonschema.Schema{Type: "object", Properties: jsonschema.NewProperties(), AdditionalProperties: jsonschema.FalseSchema}
	for _, f := range scanFlags() {
		name := f.Names()[0]
		if name == "config" || name == "from" || name == "resume" {
			continue
		}
		value := &jsonschema.Schema{
			Type: "", Description: strings.ReplaceAll(f.(cli.DocGenerationFlag).GetUsage(), "`", ""),
		}
		flags.Properties.Set(name, value)
	}
	s.Properties.Set("scan", flags)
}

// addLists allows the lists and texts of checks.Params beside the key thresholds.
func addLists(s *jsonschema.Schema) {
	params := paramsSchema()
	for p := params.Properties.Oldest(); p != nil; p = p.Next() {
		if p.Value.Type != "integer" {
			s.Properties.Set(p.Key, p.Value)
		}
	}
}

func finishExceptionsSchema(s *jsonschema.Schema) {
	list, _ := s.Properties.Get("exceptions")
	list.Items.Required = []string{"id", "owner", "reason", "created", "expires"}
	for _, name := range []string{"check", "resource", "group", "section"} {
		list.Items.AnyOf = append(list.Items.AnyOf, &jsonschema.Schema{Required: []string{name}})
	}
	for _, name := range []string{"created", "expires"} {
		date, _ := list.Items.Properties.Get(name)
		date.Pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
	}
}

// schemaExamples are files that load, and files that do not.
var schemaExamples = map[string]struct {
	schema, text string
	valid        bool
}{
	"configuration": {"docs/config.schema.json", `
profile: cis
owner_tag: owner
root_email_domains: [example.com]
thresholds: {access_key_max_age: 60}
severity: {'root-*': low}
checks: {on: [role-inline-policy], off: ['password-*']}
ous:
  Root/Sandbox: {thresholds: {access_key_max_age: 120}, severity: {role-unused: info}}
scan: {role-name: /audit/OrgScanAudit, exclude-ou: [Root/Sandbox], concurrency: 8}
`, true},
	"unknown-key":    {"docs/config.schema.json", "threshold: {}", false},
	"unknown-flag":   {"docs/config.schema.json", "scan: {concurency: 4}", false},
	"wrong-severity": {"docs/config.schema.json", "severity: {root-mfa-missing: worst}", false},
	"zero":           {"docs/config.schema.json", "thresholds: {access_key_max_age: 0}", false},
	"unit-key":       {"docs/config.schema.json", "ous: {Root: {tresholds: {}}}", false},
	"profile":        {"docs/config.schema.json", "profile: iso", false},
	"exception": {
		"docs/exceptions.schema.json",
		"exceptions: [{id: EX-1, check: 'root-*', owner: o, reason: r, created: '2026-01-01', expires: '2026-06-30'}]", true,
	},
	"no-owner": {
		"docs/exceptions.schema.json",
		"exceptions: [{id: EX-1, check: 'root-*', reason: r, created: '2026-01-01', expires: '2026-06-30'}]", false,
	},
	"no-selector": {
		"docs/exceptions.schema.json",
		"exceptions: [{id: EX-1, owner: o, reason: r, created: '2026-01-01', expires: '2026-06-30'}]", false,
	},
}

// TestSchemaAgreesWithTheReader holds each example against the schema and against the code that reads it.
func TestSchemaAgreesWithTheReader(t *testing.T) {
	for name, e := range schemaExamples {
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(e.schema)
			if err != nil {
				t.Fatal(err)
			}
			doc, err := validator.UnmarshalJSON(bytes.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			compiler := validator.NewCompiler()
			if err := compiler.AddResource("schema.json", doc); err != nil {
				t.Fatal(err)
			}
			schema, err := compiler.Compile("schema.json")
			if err != nil {
				t.Fatal(err)
			}
			var value any
			if err := yaml.Load([]byte(e.text), &value); err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(value); (err == nil) != e.valid {
				t.Errorf("the schema says %v, want valid %v", err, e.valid)
			}
			if err := load(t, e.schema, e.text); (err == nil) != e.valid {
				t.Errorf("the reader says %v, want valid %v", err, e.valid)
			}
		})
	}
}

func load(t *testing.T, schema, text string) error {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(schema, "exceptions") {
		_, err := loadExceptions(path, time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC))
		return err
	}
	file, err := readConfig(path)
	if err != nil {
		return err
	}
	for name, node := range file.Scan {
		if !slices.Contains(flagNames(scanFlags()), name) {
			return atLine(node.Line, "unknown key scan.%s", name)
		}
	}
	return nil
}
