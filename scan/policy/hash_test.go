package policy_test

import (
	"testing"

	"github.com/orgscan/orgscan/scan/policy"
)

const hashed = `{"Version":"2012-10-17","Statement":[
	{"Sid":"A","Effect":"Allow","Action":["s3:Get*","s3:Put*"],"Resource":["x","y"]},
	{"Effect":"Deny","Principal":{"AWS":["111122223333","444455556666"]},"Action":"sts:*","Condition":{"Bool":{"k":true},"Null":{"k":"true"}}}]}`

func TestHashEqual(t *testing.T) {
	tests := map[string]struct{ a, b string }{
		"spacing": {`{"Statement":[{"Effect":"Allow","Action":"*"}]}`, " {\n\"Statement\" : [ {\"Effect\": \"Allow\", \"Action\":\t\"*\"} ]}\n"},
		"string-or-list": {
			statement(`"Effect":"Allow","Action":"*","Principal":{"AWS":"x"},"Condition":{"Bool":{"k":"true"}}`),
			statement(`"Effect":"Allow","Action":["*"],"Principal":{"AWS":["x"]},"Condition":{"Bool":{"k":["true"]}}`),
		},
		"statement-or-list": {`{"Statement":{"Effect":"Allow","Action":"*"}}`, `{"Statement":[{"Effect":"Allow","Action":"*"}]}`},
		"order-of-everything": {hashed, `{"Statement":[
			{"Condition":{"Null":{"k":"true"},"Bool":{"k":true}},"Action":"sts:*","Effect":"Deny","Principal":{"AWS":["444455556666","111122223333"]}},
			{"Resource":["y","x"],"Action":["s3:Put*","s3:Get*"],"Effect":"Allow"}],"Version":"2012-10-17"}`},
		"sid":            {statement(`"Sid":"A","Effect":"Allow","Action":"*"`), statement(`"Effect":"Allow","Action":"*","Sid":"B"`)},
		"id":             {`{"Id":"a","Statement":[]}`, `{"Statement":[]}`},
		"case-of-action": {statement(`"Effect":"Allow","Action":"S3:getobject"`), statement(`"Effect":"Allow","Action":"s3:GetObject"`)},
		"escapes":        {statement(`"Effect":"Allow","Action":"\u0073\u0033:*","Resource":"a\/b"`), statement(`"Effect":"Allow","Action":"s3:*","Resource":"a/b"`)},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if a, b := policy.Parse(tt.a).Hash(), policy.Parse(tt.b).Hash(); a != b {
				t.Errorf("hashes differ: %s and %s", a, b)
			}
		})
	}
}

// TestHashDifferent compares the hashes of documents that all mean or say something different.
func TestHashDifferent(t *testing.T) {
	const allow = `"Effect":"Allow","Action":"a:b","Resource":"x"`
	texts := []string{
		statement(allow),
		statement(`"Effect":"Deny","Action":"a:b","Resource":"x"`),
		statement(`"Effect":"Allow","NotAction":"a:b","Resource":"x"`),
		statement(`"Effect":"Allow","Action":"a:b","Resource":"X"`),
		statement(`"Effect":"Allow","Action":"a:b","Resource":["x","x"]`),
		statement(`"Effect":"Allow","Action":"a:b","Resource":[["x"]]`),
		statement(`"Effect":"Allow","Action":"a:b","Resource":"x,y"`),
		statement(`"Effect":"Allow","Action":"a:b","Resource":["x","y"]`),
		statement(`"Effect":"Allow","Action":"a:b","Resource":"x\",\"y"`),
		statement(allow + `,"Condition":{"Bool":{"k":"true"}}`),
		statement(allow + `,"Condition":{"Bool":{"k":true}}`),
		statement(allow + `,"Condition":{"Bool":{"K":"true"}}`),
		statement(allow + `,"Condition":{"BoolIfExists":{"k":"true"}}`),
		statement(allow + `,"Condition":{"StringEquals":{"Sid":"a"}}`),
		statement(allow + `,"Condition":{"StringEquals":{"Sid":"b"}}`),
		statement(allow + `,"Principal":"*"`),
		statement(allow + `,"Principal":{"AWS":"*"}`),
		statement(allow + `,"Unknown":1`),
		statement(allow + `,"Effect":"Deny"`),
		statement(`"Effect":"Deny","Action":"a:b","Resource":"x","Effect":"Allow"`),
		statement(allow + `,"effect":"Deny"`),
		statement(`"effect":"Deny",` + allow),
		statement(allow) + "x",
		statement(allow) + "y",
		`{"Version":"2008-10-17","Statement":[{` + allow + `}]}`,
		`{"Statement":[{` + allow + `}]}`,
		`{"Statement":[{` + allow + `},{` + allow + `}]}`,
		`{"Statement":[]}`, `{}`, ``, ` `, `[]`, `{`, `null`,
		statement(allow + `,"Sid":"` + "\xfe" + `"`),
		statement(allow + `,"Sid":"` + "\xff" + `"`),
		statement(allow + `,"Sid":"\ud800"`),
		statement(allow + `,"Sid":"\ud801"`),
		statement(allow + `,"Condition":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]`),
		statement(allow + `,"Condition":[[[[[[[[[[[[[[[[[[2]]]]]]]]]]]]]]]]]]`),
	}
	seen := map[string]string{}
	for _, text := range texts {
		h := policy.Parse(text).Hash()
		if other, ok := seen[h]; ok {
			t.Errorf("one hash for\n%s\n%s", other, text)
		}
		if len(h) != 32 {
			t.Errorf("hash %q, want 32 hexadecimal digits", h)
		}
		seen[h] = text
	}
}
