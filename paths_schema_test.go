package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/invopop/jsonschema"
	validator "github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/orgscan/orgscan/fixtures"
	"github.com/orgscan/orgscan/scan/paths"
	"github.com/orgscan/orgscan/scan/snapshot"
)

const pathsSchemaFile = "report/paths.schema.json"

// TestPathsSchema keeps the schema of paths in step: go test . -run TestPathsSchema -update rewrites it.
func TestPathsSchema(t *testing.T) {
	r := jsonschema.Reflector{Anonymous: true, ExpandedStruct: true}
	s := r.Reflect(&pathsDocument{})
	s.Title = "orgscan paths"
	if p, ok := s.Properties.Get("schema"); ok {
		p.Const = pathsSchema
	}
	for _, name := range []string{"pathLine", "hopLine"} {
		p, ok := s.Definitions[name].Properties.Get("outcome")
		if !ok {
			t.Fatalf("%s has no outcome", name)
		}
		p.Enum = []any{"proven", "possible"}
	}
	keepSchema(t, pathsSchemaFile, s)
}

// TestPathsFitSchema validates what paths prints about the demo organization, and that validation can fail.
func TestPathsFitSchema(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	run := func(args ...string) string {
		var stdout, stderr bytes.Buffer
		p := &program{stdout: &stdout, stderr: &stderr, now: fixtures.SimulatedNow.UTC, getenv: func(string) string { return "" }, width: func() int { return 0 }}
		if code := p.run(t.Context(), append([]string{"orgscan"}, args...)); code != 0 && code != 3 {
			t.Fatalf("%v exited %d: %s", args, code, stderr.String())
		}
		return stdout.String()
	}
	run("demo", "--out", dir)
	text, err := os.ReadFile(pathsSchemaFile)
	if err != nil {
		t.Fatal(err)
	}
	schema := compiled(t, string(text))
	for name, args := range map[string][]string{"all": nil, "none": {"--from", "log-archive", "--to", "management"}} {
		t.Run(name, func(t *testing.T) {
			out := run(append([]string{"paths", "--run", dir, "--format", "json"}, args...)...)
			if err := schema.Validate(decoded(t, out)); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
			if schema.Validate(decoded(t, strings.Replace(out, `"schema"`, `"shape": 1, "schema"`, 1))) == nil {
				t.Error("a field that is not there is accepted")
			}
		})
	}
}

func compiled(t *testing.T, text string) *validator.Schema {
	t.Helper()
	c := validator.NewCompiler()
	if err := c.AddResource("mem:///paths", decoded(t, text)); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("mem:///paths")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func decoded(t *testing.T, text string) any {
	t.Helper()
	v, err := validator.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return v
}

// TestPictureOfHostileNames draws an account and a role whose names try to end the label, the line and the drawing.
func TestPictureOfHostileNames(t *testing.T) {
	hostile := "\"]; x -->|y| z\n}<script>alert(1)</script>\\#quot;%%\x1b[31m`"
	r := &pathRun{organization: &snapshot.Organization{Accounts: []snapshot.OrgAccount{{ID: "111122223333", Name: hostile}}}}
	from := paths.Node{Kind: paths.Principal, ID: "arn:aws:iam::111122223333:user/" + hostile, Account: "111122223333"}
	to := paths.Node{Kind: paths.Administrators, ID: "arn:aws:iam::111122223333:root", Account: "111122223333"}
	p := r.picture([]pathKind{{path: paths.Path{From: from, To: to, Hops: []paths.Hop{{From: from, To: to, Technique: hostile}}}}})
	mermaid, dot := drawMermaid(p), drawDOT(p)
	if got := strings.Count(mermaid, "\n"); got != 6 {
		t.Errorf("%d lines of Mermaid:\n%s", got, mermaid)
	}
	for _, bad := range []string{"<", "\x1b", "`", "%", "\\", "];"} {
		if strings.Contains(mermaid, bad) {
			t.Errorf("Mermaid holds %q:\n%s", bad, mermaid)
		}
	}
	if got := strings.Count(dot, "\n"); got != 11 {
		t.Errorf("%d lines of DOT:\n%s", got, dot)
	}
	for line := range strings.Lines(strings.ReplaceAll(strings.ReplaceAll(dot, `\\`, ""), `\"`, "")) {
		if strings.Count(line, `"`)%2 != 0 || strings.Contains(line, "\x1b") {
			t.Errorf("DOT: a quote is open: %s", line)
		}
	}
}
