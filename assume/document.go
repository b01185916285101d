package assume

import (
	"bytes"
	"encoding/json"
)

// document, statement and list are the part of the policy language that the generated policies use. Maps marshal sorted,
// so equal input gives equal text.
type document struct {
	Version   string
	Statement []statement
}

type statement struct {
	Sid       string `json:",omitempty"`
	Effect    string
	Principal map[string]string          `json:",omitempty"`
	Action    list                       `json:",omitempty"`
	Resource  list                       `json:",omitempty"`
	Condition map[string]map[string]list `json:",omitempty"`
}

type list []string

func policy(statements ...statement) document {
	return document{Version: "2012-10-17", Statement: statements}
}

// minified marshals without spaces and without HTML escapes, which would count towards AWS's limits.
func minified(v any) string { return marshal(v, "") }

// indented marshals for people, with a line end.
func indented(v any) string { return marshal(v, "  ") + "\n" }

func marshal(v any, indent string) string {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", indent)
	if err := encoder.Encode(v); err != nil {
		panic("assume: marshal policy: " + err.Error())
	}
	return string(bytes.TrimRight(b.Bytes(), "\n"))
}
