package checks_test

import (
	"encoding/csv"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/checks"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// edgeCases is how many cases of each kind the list must have: no number may be left out. The kinds and numbers are those
// of issue 3: inputs on which tools disagree, mistakes that many of them share, and rules written in SQL that are wrong.
var edgeCases = map[string][2]int{"edge": {15, 41}, "pitfall": {1, 18}, "rule": {1, 14}}

// edgeCase is one row of testdata/edge_cases.csv: where is a check, whose fixture has the case name with the worst outcome
// want and, where a number follows, with so many lines of it; or the path of a test file in which the test name is.
type edgeCase struct{ name, about, where, test, want, differs string }

// TestEdgeCases holds the outcomes that are typed by hand in the list against the fixtures, whose own are rewritten by
// -update, and the list against what there is.
func TestEdgeCases(t *testing.T) {
	proved := map[string]bool{}
	for _, c := range readEdgeCases(t) {
		proved[c.name] = true
		t.Run(c.name+"/"+c.where+"/"+c.test, func(t *testing.T) {
			if strings.HasSuffix(c.where, "_test.go") {
				hasTest(t, c.where, c.test)
				return
			}
			if got := edgeOutcome(t, c); got != c.want {
				t.Errorf("%s: %s, want %s", c.about, got, c.want)
			}
		})
	}
	for kind, span := range edgeCases {
		for n := span[0]; n <= span[1]; n++ {
			if name := kind + " " + strconv.Itoa(n); !proved[name] {
				t.Errorf("nothing proves %s", name)
			}
		}
	}
}

func readEdgeCases(t *testing.T) []edgeCase {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", "edge_cases.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []edgeCase
	seen := map[string]bool{}
	for _, r := range rows[1:] {
		c := edgeCase{r[0], r[1], r[2], r[3], r[4], r[5]}
		key := c.name + c.where + c.test
		if c.about == "" || seen[key] {
			t.Errorf("%s, %s %s: twice, or not said what it is about", c.name, c.where, c.test)
		}
		seen[key] = true
		out = append(out, c)
	}
	return out
}

// edgeOutcome is the worst outcome of a case in a check's fixture, with its number of lines where the list has one.
func edgeOutcome(t *testing.T, c edgeCase) string {
	t.Helper()
	worst := worstOutcome(t, c.where, c.test)
	if !strings.Contains(c.want, " ") {
		return worst.String()
	}
	check, err := checks.Find(c.where)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, f := range loadArchive(t, c.where).load(t, c.test).run(check[0]) {
		if f.Status == worst {
			n++
		}
	}
	return fmt.Sprintf("%s %d", worst, n)
}

// hasTest fails when the file has no such test, or does not name the subtest.
func hasTest(t *testing.T, path, name string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", "..", path), nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	test, sub, named := strings.Cut(name, "/")
	if !slices.ContainsFunc(file.Decls, func(d ast.Decl) bool {
		f, ok := d.(*ast.FuncDecl)
		return ok && f.Recv == nil && f.Name.Name == test
	}) {
		t.Errorf("%s has no %s", path, test)
	}
	there := !named
	ast.Inspect(file, func(n ast.Node) bool {
		if pair, ok := n.(*ast.KeyValueExpr); ok {
			if key, ok := pair.Key.(*ast.BasicLit); ok && key.Value == strconv.Quote(sub) {
				there = true
			}
		}
		return !there
	})
	if !there {
		t.Errorf("%s has no subtest %q", path, sub)
	}
}

// TestServiceLinkedRolesAreNeverReported gives a role of a service of AWS everything that is reported of other roles.
func TestServiceLinkedRolesAreNeverReported(t *testing.T) {
	const everything = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}`
	report := func(path string) []string {
		in := accountInput()
		in.Account.Roles = []snapshot.Role{{
			ARN: "arn:aws:iam::" + in.Account.ID + ":role" + path + "AWSServiceRoleForExample", Name: "AWSServiceRoleForExample", Path: path,
			Created: in.Account.AsOf.AddDate(-3, 0, 0),
			Trust:   `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"*","Service":"sns.amazonaws.com"},"Action":"sts:AssumeRole"}}`,
			Inline:  []snapshot.InlinePolicy{{Name: "own", Document: everything}},
		}}
		found, _ := checks.Evaluate(checks.All(), in)
		var out []string
		for _, f := range found {
			if f.Status == findings.Fail && f.Resource == in.Account.Roles[0].ARN {
				out = append(out, f.Check)
			}
		}
		return out
	}
	if got := report("/aws-service-role/example.amazonaws.com/"); len(got) > 0 {
		t.Errorf("reported by %q", got)
	}
	if got := report("/"); len(got) < 5 {
		t.Errorf("the same role of one's own is reported by %q alone", got)
	}
}
