package report_test

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/invopop/jsonschema"
	validator "github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/report"
)

const schemaFile = "report.schema.json"

// TestSchemaIsCurrent compares the committed schema with the structs.
func TestSchemaIsCurrent(t *testing.T) {
	got, err := json.MarshalIndent(reflectSchema(t), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	if *update {
		write(t, schemaFile, got)
	}
	want, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatalf("%v; go test ./report -update writes it", err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", schemaFile, diff)
	}
}

func reflectSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	r := jsonschema.Reflector{Anonymous: true, Mapper: enumerate, ExpandedStruct: true}
	s := r.Reflect(&report.Document{})
	s.Title = "orgscan report"
	property(t, s, "schema").Const = "orgscan.report/1"
	for _, place := range []struct{ definition, name, pattern string }{
		{"Finding", "fingerprint", "^[0-9a-f]{32}$"},
		{"Finding", "group", "^[0-9a-f]{32}$"},
		{"Finding", "account", "^[0-9]{12}$"},
		{"coverage", "account", "^[0-9]{12}$"},
		{"Rule", "id", "^[a-z0-9]+(-[a-z0-9]+)*$"},
	} {
		definition, ok := s.Definitions[place.definition]
		if !ok {
			t.Fatalf("no definition %q", place.definition)
		}
		property(t, definition, place.name).Pattern = place.pattern
	}
	return s
}

func property(t *testing.T, s *jsonschema.Schema, name string) *jsonschema.Schema {
	t.Helper()
	p, ok := s.Properties.Get(name)
	if !ok {
		t.Fatalf("no property %q", name)
	}
	return p
}

// enumerate lists the words of the types that allow only some.
func enumerate(t reflect.Type) *jsonschema.Schema {
	switch t {
	case reflect.TypeFor[findings.Status]():
		return words(findings.Statuses()...)
	case reflect.TypeFor[findings.Severity]():
		return words(findings.Severities()...)
	case reflect.TypeFor[findings.CoverageState]():
		return words(findings.Complete, findings.Partial, findings.Unreachable, findings.Skipped)
	case reflect.TypeFor[findings.ControlStatus]():
		return words(findings.ControlStatuses()...)
	case reflect.TypeFor[findings.Basis]():
		return words(findings.Published, findings.Derived, findings.ByHand)
	case reflect.TypeFor[findings.Cause]():
		return words(findings.Denied, findings.Throttled, findings.Timeout, findings.Cancelled, findings.Error, findings.NotCollected)
	}
	return nil
}

func words[T any](values ...T) *jsonschema.Schema {
	s := &jsonschema.Schema{Type: "string"}
	for _, v := range values {
		text := reflect.ValueOf(v)
		if named, ok := any(v).(interface{ String() string }); ok {
			text = reflect.ValueOf(named.String())
		}
		s.Enum = append(s.Enum, text.String())
	}
	return s
}

// TestSchemaAccepts validates real reports, and TestSchemaRejects that validation can fail.
func TestSchemaAccepts(t *testing.T) {
	schema := compile(t)
	for _, name := range inputs(t) {
		t.Run(name, func(t *testing.T) {
			text := render(t, "json", load(t, name), report.Options{})["report.json"]
			if err := schema.Validate(decode(t, text)); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestSchemaRejects(t *testing.T) {
	schema := compile(t)
	text := string(render(t, "json", load(t, "controls"), report.Options{})["report.json"])
	for name, change := range map[string][2]string{
		"wrong-status":        {`"status":"UNKNOWN"`, `"status":"SKIPPED"`},
		"wrong-severity":      {`"severity":"critical"`, `"severity":"urgent"`},
		"wrong-cause":         {`"cause":"denied"`, `"cause":"unlucky"`},
		"wrong-state":         {`"state": "partial"`, `"state": "fine"`},
		"wrong-control":       {`"status":"NOT_COVERED"`, `"status":"SKIPPED"`},
		"wrong-basis":         {`"basis":"derived"`, `"basis":"guessed"`},
		"wrong-schema":        {`"orgscan.report/1"`, `"orgscan.report/2"`},
		"short-account":       {`"account":"012345678901"`, `"account":"12345678901"`},
		"account-as-number":   {`"account":"111122223333"`, `"account":111122223333`},
		"another-field":       {`"population"`, `"calls": 3, "population"`},
		"fingerprint-missing": {`"fingerprint"`, `"finger"`},
	} {
		t.Run(name, func(t *testing.T) {
			changed := strings.Replace(text, change[0], change[1], 1)
			if changed == text {
				t.Fatalf("the report has no %s", change[0])
			}
			if schema.Validate(decode(t, []byte(changed))) == nil {
				t.Error("accepted")
			}
		})
	}
}

func compile(t *testing.T) *validator.Schema {
	t.Helper()
	text, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	c := validator.NewCompiler()
	if err := c.AddResource("mem:///"+schemaFile, decode(t, text)); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("mem:///" + schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func decode(t *testing.T, text []byte) any {
	t.Helper()
	v, err := validator.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return v
}
