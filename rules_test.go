package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/urfave/cli/v2"

	"github.com/orgscan/orgscan/assume"
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan"
	"github.com/orgscan/orgscan/scan/checks"
)

const module = "github.com/orgscan/orgscan"

// layers says which packages of orgscan a package may import. A package that is not listed fails the test.
var layers = map[string][]string{
	"":                {"assume", "findings", "fixtures", "org", "report", "scan", "scan/access", "scan/actions", "scan/checks", "scan/frameworks", "scan/paths", "scan/policy", "scan/snapshot", "scan/tables"},
	"assume":          {"findings", "scan/snapshot"},
	"findings":        {},
	"fixtures":        {},
	"org":             {"assume", "findings", "scan/snapshot"},
	"report":          {"findings"},
	"scan":            {"assume", "findings", "scan/checks", "scan/collect", "scan/snapshot"},
	"scan/access":     {"scan/policy", "scan/snapshot"},
	"scan/actions":    {},
	"scan/checks":     {"findings", "scan/access", "scan/actions", "scan/frameworks", "scan/paths", "scan/policy", "scan/snapshot"},
	"scan/collect":    {"assume", "findings", "scan/snapshot"},
	"scan/frameworks": {"findings"},
	"scan/paths":      {"scan/access", "scan/policy", "scan/snapshot"},
	"scan/policy":     {},
	"scan/snapshot":   {"findings"},
	"scan/tables":     {"findings", "scan/snapshot"},
}

// sdkUsers are the packages that may import the AWS SDK; main makes its configuration and scan hands it on.
var sdkUsers = []string{"", "assume", "org", "scan", "scan/collect"}

type listedPackage struct {
	ImportPath, Dir string
	Imports         []string
	GoFiles         []string
}

func packages(t *testing.T) []listedPackage {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Dir,Imports,GoFiles", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []listedPackage
	for d := json.NewDecoder(bytes.NewReader(out)); d.More(); {
		var p listedPackage
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}

func short(path string) string {
	return strings.TrimPrefix(strings.TrimPrefix(path, module), "/")
}

func TestLayers(t *testing.T) {
	for _, p := range packages(t) {
		allowed, ok := layers[short(p.ImportPath)]
		if !ok {
			t.Errorf("package %s has no place in the layers", p.ImportPath)
		}
		for _, imported := range p.Imports {
			if strings.HasPrefix(imported, module) && !slices.Contains(allowed, short(imported)) {
				t.Errorf("%s imports %s", p.ImportPath, imported)
			}
			if strings.HasPrefix(imported, "github.com/aws/") && !slices.Contains(sdkUsers, short(p.ImportPath)) {
				t.Errorf("%s imports %s: only %v may", p.ImportPath, imported, sdkUsers)
			}
		}
	}
}

// TestPackageDocs wants exactly one package comment a package, and none of the names that hold everything.
func TestPackageDocs(t *testing.T) {
	for _, p := range packages(t) {
		documented := 0
		for _, name := range p.GoFiles {
			file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, parser.ParseComments|parser.PackageClauseOnly)
			if err != nil {
				t.Fatal(err)
			}
			if file.Doc != nil {
				documented++
			}
		}
		if documented != 1 {
			t.Errorf("%s has %d package comments, want 1", p.ImportPath, documented)
		}
		if base := filepath.Base(p.ImportPath); slices.Contains([]string{"util", "common", "helpers", "types", "models", "core", "base"}, base) {
			t.Errorf("%s is not a name that tells a newcomer anything", p.ImportPath)
		}
	}
}

// TestExportedDocs wants a sentence that begins with the name on every exported function and type outside tests.
func TestExportedDocs(t *testing.T) {
	for _, p := range packages(t) {
		for _, name := range p.GoFiles {
			file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range file.Decls {
				for id, doc := range exported(d) {
					text := strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(doc.Text(), "A "), "An "), "The ")
					if !strings.HasPrefix(text, id+" ") {
						t.Errorf("%s/%s: the comment of %s does not begin with its name: %q", short(p.ImportPath), name, id, doc.Text())
					}
				}
			}
		}
	}
}

// exported returns the exported names that a declaration alone introduces, with their comments.
func exported(d ast.Decl) map[string]*ast.CommentGroup {
	out := map[string]*ast.CommentGroup{}
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && ofExported(d) {
			out[d.Name.Name] = d.Doc
		}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			if ts, ok := s.(*ast.TypeSpec); ok && ts.Name.IsExported() {
				doc := ts.Doc
				if doc == nil {
					doc = d.Doc
				}
				out[ts.Name.Name] = doc
			}
		}
	}
	return out
}

// ofExported reports whether a function is no method, or one of an exported type.
func ofExported(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	receiver := d.Recv.List[0].Type
	if star, ok := receiver.(*ast.StarExpr); ok {
		receiver = star.X
	}
	if generic, ok := receiver.(*ast.IndexExpr); ok {
		receiver = generic.X
	}
	name, ok := receiver.(*ast.Ident)
	return ok && name.IsExported()
}

// TestTopLevel keeps the top of the repository to what a newcomer needs to know.
func TestTopLevel(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "git", "ls-files").Output()
	if err != nil {
		t.Skip("not a git checkout")
	}
	folders := map[string]bool{}
	for path := range strings.Lines(string(out)) {
		if top, _, nested := strings.Cut(path, "/"); nested && !strings.HasPrefix(top, ".") {
			folders[top] = true
		}
	}
	for folder := range folders {
		if !slices.Contains([]string{"assume", "findings", "fixtures", "org", "report", "scan", "docs", "deploy"}, folder) {
			t.Errorf("folder %s at the top", folder)
		}
	}
}

// TestREADME keeps the generated parts of the README in step: go test . -update rewrites them.
func TestREADME(t *testing.T) {
	old, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	text := string(old)
	for part, content := range map[string]string{
		"checks": checksTable(), "policy": auditPolicy(t), "help": helpTexts(t), "thresholds": thresholdTable(),
	} {
		begin, end := "<!-- "+part+":begin -->\n", "<!-- "+part+":end -->"
		before, rest, ok := strings.Cut(text, begin)
		_, after, ok2 := strings.Cut(rest, end)
		if !ok || !ok2 {
			t.Fatalf("README.md has no part %s", part)
		}
		text = before + begin + content + end + after
	}
	if *update {
		if err := os.WriteFile("README.md", []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(old), text); diff != "" {
		t.Errorf("README.md is out of step; run: go test . -run TestREADME -update\n%s", diff)
	}
}

func checksTable() string {
	var b strings.Builder
	b.WriteString("| check | severity | default | fails when |\n| --- | --- | --- | --- |\n")
	for _, c := range checks.All() {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", c.ID, c.Severity, onOrOff(c.Rule), strings.ReplaceAll(c.Title, "|", `\|`))
	}
	return b.String()
}

func thresholdTable() string {
	var b strings.Builder
	b.WriteString("| threshold | default |\n| --- | --- |\n")
	for name, value := range checks.DefaultParams().Numbers() {
		fmt.Fprintf(&b, "| `%s` | %d |\n", name, value)
	}
	return b.String()
}

func auditPolicy(t *testing.T) string {
	t.Helper()
	plan, err := scan.NewPlan(scan.Selection{OrgWide: true})
	if err != nil {
		t.Fatal(err)
	}
	return "```json\n" + strings.TrimSpace(assume.AuditRolePolicy(plan.Actions)) + "\n```\n"
}

func helpTexts(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	for _, args := range [][]string{{"--help"}, {"scan", "--help"}} {
		fmt.Fprintf(&b, "```\n$ orgscan %s\n%s```\n", strings.Join(args, " "), trimLines(printed(t, args...)))
	}
	return b.String()
}

func trimLines(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(strings.TrimRight(line, " \n\t") + "\n")
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

// printed runs the program in this process and returns its stdout.
func printed(t *testing.T, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	p := &program{stdout: &stdout, stderr: &stderr, getenv: func(string) string { return "" }}
	if code := p.run(t.Context(), append([]string{"orgscan"}, args...)); code != findings.ExitClean {
		t.Fatalf("orgscan %v exited %d: %s", args, code, stderr.String())
	}
	return stdout.String()
}

// TestCommandTree wants every command and flag to explain itself: usage begins with an upper-case verb and has no period,
// flags have help, names are unique.
func TestCommandTree(t *testing.T) {
	var walk func(path string, commands []*cli.Command)
	walk = func(path string, commands []*cli.Command) {
		for _, c := range commands {
			name := path + " " + c.Name
			if c.Usage == "" || !unicode.IsUpper(rune(c.Usage[0])) || strings.HasSuffix(c.Usage, ".") {
				t.Errorf("%s: usage %q", name, c.Usage)
			}
			seen := map[string]bool{}
			for _, f := range c.Flags {
				if usage := f.(cli.DocGenerationFlag).GetUsage(); usage == "" || strings.HasSuffix(usage, ".") {
					t.Errorf("%s: flag %s: help %q", name, f.Names()[0], usage)
				}
				for _, n := range f.Names() {
					if seen[n] || strings.ToLower(n) != n {
						t.Errorf("%s: flag %s twice or not lower case", name, n)
					}
					seen[n] = true
				}
			}
			walk(name, c.Subcommands)
		}
	}
	walk("orgscan", (&program{}).app().Commands)
}
