package policy_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/scan/policy"
)

// statement wraps the elements of one statement in a document.
func statement(elements string) string {
	return `{"Version":"2012-10-17","Statement":[{` + elements + `}]}`
}

// TestParserTraps are the documents on which parsers in use lose or invent something.
func TestParserTraps(t *testing.T) {
	tests := map[string]struct {
		text string
		want policy.Statement
	}{
		"single-statement-object": {
			`{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}`,
			policy.Statement{Effect: "Allow", Actions: []string{"s3:*"}, Resources: []string{"*"}},
		},
		"not-action-and-not-resource": {
			statement(`"Effect":"Deny","NotAction":["iam:*","sts:*"],"NotResource":"x"`),
			policy.Statement{Effect: "Deny", NotActions: []string{"iam:*", "sts:*"}, NotResources: []string{"x"}},
		},
		"star-is-not-aws-star": {
			statement(`"Effect":"Allow","Action":"sts:AssumeRole","Principal":"*","NotPrincipal":{"AWS":"*"}`),
			policy.Statement{
				Effect: "Allow", Actions: []string{"sts:AssumeRole"},
				Principal: &policy.Principal{All: true}, NotPrincipal: &policy.Principal{AWS: []string{"*"}},
			},
		},
		"trust-without-resource": {
			statement(`"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"CanonicalUser":"abc"}`),
			policy.Statement{
				Effect: "Allow", Actions: []string{"sts:AssumeRole"}, Principal: &policy.Principal{CanonicalUser: []string{"abc"}},
			},
		},
		"condition-boolean": {
			statement(`"Effect":"Allow","Action":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":true}}`),
			conditional("Bool", "aws:MultiFactorAuthPresent", "true"),
		},
		"condition-number-beyond-2-to-the-53": {
			statement(`"Effect":"Allow","Action":"*","Condition":{"NumericEquals":{"k":9007199254740993}}`),
			conditional("NumericEquals", "k", "9007199254740993"),
		},
		"condition-mixed-list": {
			statement(`"Effect":"Allow","Action":"*","Condition":{"StringEquals":{"k":["a",true,1]}}`),
			conditional("StringEquals", "k", "a", "true", "1"),
		},
		"unknown-principal-kind": {
			statement(`"Effect":"Allow","Action":"*","Principal":{"Future":"x"}`),
			policy.Statement{
				Effect: "Allow", Actions: []string{"*"}, Principal: &policy.Principal{Other: map[string][]string{"Future": {"x"}}},
			},
		},
		"lower-case-keys": {
			`{"statement":[{"effect":"Allow","action":"*","resource":"*"}]}`,
			policy.Statement{Effect: "Allow", Actions: []string{"*"}, Resources: []string{"*"}},
		},
		"duplicate-key": {
			statement(`"Effect":"Deny","Effect":"Allow","Action":"*"`),
			policy.Statement{Effect: "Allow", Actions: []string{"*"}},
		},
		"trailing-garbage": {
			statement(`"Effect":"Allow","Action":"*"`) + "}",
			policy.Statement{Effect: "Allow", Actions: []string{"*"}},
		},
		"byte-order-mark": {
			"\uFEFF" + statement(`"Effect":"Allow","Action":"*"`),
			policy.Statement{Effect: "Allow", Actions: []string{"*"}},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			d := policy.Parse(tt.text)
			if diff := cmp.Diff([]policy.Statement{tt.want}, d.Statements); diff != "" || d.Malformed {
				t.Errorf("malformed %v, statements (-want +got):\n%s", d.Malformed, diff)
			}
		})
	}
}

func conditional(operator, key string, values ...string) policy.Statement {
	return policy.Statement{
		Effect: "Allow", Actions: []string{"*"}, Conditions: []policy.Condition{{Operator: operator, Key: key, Values: values}},
	}
}

func TestProblems(t *testing.T) {
	const good = `"Effect":"Allow","Action":"*","Resource":"*"`
	tests := map[string]struct{ text, want string }{
		"none":                {statement(good), ""},
		"none-without-values": {statement(good + `,"Condition":{"StringEquals":{"k":[]}}`), ""},
		"duplicate-key":       {statement(good + `,"Effect":"Deny"`), `Statement[0]: duplicate key "Effect"`},
		"duplicate-by-case": {
			statement(good + `,"effect":"Deny"`),
			`Statement[0]: "effect" is not spelled "Effect"; Statement[0]: duplicate key "Effect"`,
		},
		"duplicate-condition-key": {
			statement(good + `,"Condition":{"StringEquals":{"k":"a","k":"b"}}`), `Statement[0].Condition.StringEquals: duplicate key "k"`,
		},
		"unknown-element":  {statement(good + `,"Actoin":"x"`), `Statement[0]: unknown element "Actoin"`},
		"statement-null":   {`{"Statement":null}`, "Statement: null, not a statement"},
		"trailing-garbage": {statement(good) + "x", ": text after the document"},
		"byte-order-mark":  {"\uFEFF" + statement(good), ": a byte order mark before the document"},
		"invalid-utf-8":    {statement(good + `,"Sid":"` + "\xff" + `"`), ": not valid UTF-8"},
		"empty-resource":   {statement(`"Effect":"Allow","Action":"*","Resource":[]`), "Statement[0].Resource: empty"},
		"empty":            {" \n", ": the document is empty"},
		"null":             {"null", ": the document is null, not an object"},
		"comma-before-end": {`{"Statement":[],}`, ": not valid JSON near byte 16: invalid character '}' looking for beginning of object key string"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, p := range policy.Parse(tt.text).Problems {
				got = append(got, p.Path+": "+p.Text)
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, "; ")); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAbsentAndEmptyElementsDiffer(t *testing.T) {
	d := policy.Parse(statement(`"Effect":"Allow","Action":[],"Principal":null`))
	s := d.Statements[0]
	if s.Actions == nil || s.NotActions != nil || s.Principal == nil || s.NotPrincipal != nil {
		t.Errorf("got %+v, want Actions and Principal present and empty, the others nil", s)
	}
}

// TestDeepNesting holds a document that is nested as deep as it is long.
func TestDeepNesting(t *testing.T) {
	const levels = 100_000
	deep := map[string]string{
		"lists":          strings.Repeat("[", levels) + strings.Repeat("]", levels),
		"objects":        strings.Repeat(`{"a":`, levels) + "1" + strings.Repeat("}", levels),
		"lists-unclosed": strings.Repeat("[", levels),
	}
	for name, value := range deep {
		for _, element := range []string{"Action", "Principal", "Condition", "Unknown"} {
			t.Run(name+"-"+element, func(t *testing.T) {
				d := policy.Parse(fmt.Sprintf(`{"Statement":[{"Effect":"Allow","Action":"*"},{"Effect":"Deny","Action":"s3:*",%q:%s}]}`, element, value))
				if closed := strings.HasSuffix(value, "]") || strings.HasSuffix(value, "}"); d.Malformed == closed {
					t.Errorf("malformed is %v for closed %v", d.Malformed, closed)
				}
				if !d.Malformed && len(d.Statements) != 2 {
					t.Errorf("%d statements, want 2", len(d.Statements))
				}
				if len(d.Problems) == 0 {
					t.Error("no problem")
				}
			})
		}
	}
}

func TestLargeDocuments(t *testing.T) {
	one := `{"Effect":"Allow","Action":["s3:Get*","s3:List*"],"Resource":"arn:aws:s3:::example/*","Sid":"S%d"}`
	var statements []string
	for i := range 10_000 {
		statements = append(statements, fmt.Sprintf(one, i))
	}
	d := policy.Parse(`{"Statement":[` + strings.Join(statements, ",") + `]}`)
	if len(d.Statements) != 10_000 || len(d.Problems) != 0 {
		t.Errorf("%d statements and %d problems, want 10000 and none", len(d.Statements), len(d.Problems))
	}

	d = policy.Parse(statement(`"Effect":"Allow","Action":"` + strings.Repeat("*?", 500_000) + `"`))
	if len(d.Statements) != 1 || len(d.Statements[0].Actions[0]) != 1_000_000 {
		t.Error("a long action was not kept")
	}
}

// TestProblemsStaySmall holds documents whose problems, listed in full, would be far longer than the document.
func TestProblemsStaySmall(t *testing.T) {
	tests := map[string]string{
		"many-unknown-keys": `{` + strings.Repeat(`"a":1,`, 100_000) + `"b":2}`,
		"long-key-many-problems": statement(`"Effect":"Allow","Action":"*","Condition":{"` + strings.Repeat("k", 500_000) + `":{"k":[` +
			strings.Repeat("null,", 100_000) + `null]}}`),
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			size := 0
			problems := policy.Parse(text).Problems
			for _, p := range problems {
				size += len(p.Path) + len(p.Text)
			}
			if len(problems) != 1001 || size > 1001*300 {
				t.Errorf("%d problems of %d bytes, want 1001 short ones", len(problems), size)
			}
			if last := problems[1000].Text; !strings.HasSuffix(last, " more problems") {
				t.Errorf("the last one says %q, want how many are not listed", last)
			}
		})
	}
}
