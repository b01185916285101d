package checks_test

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/scan/checks"
)

const thresholdsFile = "thresholds.txt"

// TestThresholds derives from the code of each check, and of every function that it may call, which fields of Params it reads.
func TestThresholds(t *testing.T) {
	code := readCode(t)
	var want strings.Builder
	for _, c := range checks.All() {
		if code.checks[c.ID] == nil {
			t.Errorf("no call of register holds the id %s", c.ID)
		}
		if names := code.params(c.ID); len(names) > 0 {
			want.WriteString(c.ID + ": " + strings.Join(names, " ") + "\n")
		}
	}
	if *update {
		if err := os.WriteFile(thresholdsFile, []byte(want.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(thresholdsFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want.String(), string(got)); diff != "" {
		t.Errorf("out of step; run: go test ./scan/checks -run TestThresholds -update\n%s", diff)
	}
}

// TestThresholdsUsed wants every threshold of the configuration to matter to a check.
func TestThresholdsUsed(t *testing.T) {
	if *update {
		t.Skip("the list in this program is the one before the update")
	}
	used := map[string]bool{}
	for _, c := range checks.All() {
		for _, name := range c.Thresholds() {
			used[name] = true
		}
	}
	for name := range checks.DefaultParams().Numbers() {
		if !used[name] {
			t.Errorf("no check reads %s", name)
		}
	}
}

// source is the package's own code: what each declaration refers to.
type source struct {
	info   *types.Info
	bodies map[types.Object]ast.Node
	// checks holds the register call of each check.
	checks map[string]ast.Node
}

type noImports struct{}

// Import refuses: only names of the package itself matter.
func (noImports) Import(string) (*types.Package, error) { return nil, errors.New("not needed") }

func readCode(t *testing.T) *source {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	set := token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	s := &source{
		info:   &types.Info{Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{}},
		bodies: map[types.Object]ast.Node{}, checks: map[string]ast.Node{},
	}
	config := types.Config{Importer: noImports{}, Error: func(error) {}}
	_, _ = config.Check("checks", set, files, s.info) // without imports it cannot be whole
	for _, f := range files {
		ast.Inspect(f, s.index)
	}
	return s
}

func (s *source) index(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.FuncDecl:
		s.bodies[s.info.Defs[n.Name]] = n.Body
	case *ast.CallExpr:
		if name, ok := n.Fun.(*ast.Ident); ok && name.Name == "register" {
			s.checks[idOf(n)] = n
		}
	}
	return true
}

// idOf finds the id in the literal of a check.
func idOf(call ast.Node) string {
	id := ""
	ast.Inspect(call, func(n ast.Node) bool {
		pair, ok := n.(*ast.KeyValueExpr)
		if !ok {
			return true
		}
		key, named := pair.Key.(*ast.Ident)
		if value, text := pair.Value.(*ast.BasicLit); named && text && key.Name == "ID" {
			id, _ = strconv.Unquote(value.Value)
		}
		return true
	})
	return id
}

// params returns the yaml names that the code behind a check reads, in the order of the fields.
func (s *source) params(id string) []string {
	read, seen := map[string]bool{}, map[types.Object]bool{}
	var follow func(ast.Node)
	follow = func(body ast.Node) {
		ast.Inspect(body, func(n ast.Node) bool {
			if selected, ok := n.(*ast.SelectorExpr); ok && isParams(s.info.Selections[selected]) {
				read[selected.Sel.Name] = true
			}
			if name, ok := n.(*ast.Ident); ok {
				object := s.info.Uses[name]
				if next, ok := s.bodies[object]; ok && object != nil && !seen[object] {
					seen[object] = true
					follow(next)
				}
			}
			return true
		})
	}
	if body := s.checks[id]; body != nil {
		follow(body)
	}
	var names []string
	for _, field := range reflect.VisibleFields(reflect.TypeFor[checks.Params]()) {
		if name := field.Tag.Get("yaml"); read[field.Name] && name != "-" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// isParams reports whether a field of Params is selected.
func isParams(s *types.Selection) bool {
	return s != nil && strings.HasSuffix(s.Recv().String(), "checks.Params")
}
