package awscli_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/awscli"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// listOf is the list of the SAML providers.
func listOf(names ...string) string {
	var all []string
	for _, name := range names {
		all = append(all, `{"Arn":"arn:aws:iam::`+accountA+`:saml-provider/`+name+`","CreateDate":"2024-01-02T03:04:05Z"}`)
	}
	return `{"SAMLProviderList":[` + strings.Join(all, ",") + `]}`
}

// metadataOf is the answer about a provider that signs with what stands there for a certificate.
func metadataOf(certificates ...string) string {
	var keys strings.Builder
	for _, c := range certificates {
		keys.WriteString(`<KeyDescriptor use="signing"><KeyInfo><X509Data><X509Certificate>` + c + `</X509Certificate></X509Data></KeyInfo></KeyDescriptor>`)
	}
	return metadataFrom(`<EntityDescriptor><IDPSSODescriptor>` + keys.String() + `</IDPSSODescriptor></EntityDescriptor>`)
}

func metadataFrom(xml string) string {
	text, err := json.Marshal(xml)
	if err != nil {
		panic(err)
	}
	return `{"SAMLProviderUUID":"SAMLSPEXAMPLE","SAMLMetadataDocument":` + string(text) +
		`,"CreateDate":"2024-01-02T03:04:05Z","ValidUntil":"2124-01-02T03:04:05Z","Tags":[{"Key":"k","Value":"v"}],"PrivateKeyList":[]}`
}

// counts has the number of certificates of each provider by name. All tests give every provider another number.
func counts(a *snapshot.Account) map[string]int {
	all := map[string]int{}
	for i := range a.SAML {
		all[a.SAML[i].Name()] = len(a.SAML[i].Certificates)
	}
	return all
}

// TestMetadataBelongToTheProvider that the name of the file ends with.
func TestMetadataBelongToTheProvider(t *testing.T) {
	one, two, three := metadataOf("AAAA"), metadataOf("AAAA", "BBBB"), metadataOf("AAAA", "BBBB", "CCCC")
	for name, tt := range map[string]struct {
		all  map[string]string
		want map[string]int
	}{
		"behind-separators": {map[string]string{"l": listOf("a", "b", "c"), "x-a.json": one, "y_b.json": two, "z.c.json": three}, map[string]int{"a": 1, "b": 2, "c": 3}},
		"name-alone":        {map[string]string{"l": listOf("corp"), "corp.json": one}, map[string]int{"corp": 1}},
		"no-ending":         {map[string]string{"l": listOf("idp.example"), "x-idp.example": one}, map[string]int{"idp.example": 1}},
		"longest":           {map[string]string{"l": listOf("corp", "my-corp", "not.my-corp"), "x-corp.json": one, "x-my-corp.json": two, "x-not.my-corp.json": three}, map[string]int{"corp": 1, "my-corp": 2, "not.my-corp": 3}},
		"name-with-ending":  {map[string]string{"l": listOf("corp", "corp.json"), "x-corp.json": one, "x-corp.json.json": two}, map[string]int{"corp": 1, "corp.json": 2}},
		"identity-center":   {map[string]string{"l": listOf("AWSSSO_1_DO_NOT_DELETE", "corp"), "x-corp": one, "x-AWSSSO_1_DO_NOT_DELETE.json": two}, map[string]int{"AWSSSO_1_DO_NOT_DELETE": 0, "corp": 1}},
		"gone-since":        {map[string]string{"l": listOf("corp"), "x-corp": one, "x-gone": two}, map[string]int{"corp": 1}},
		"none-signs":        {map[string]string{"l": listOf("corp"), "x-corp": metadataOf()}, map[string]int{"corp": 0}},
		"twice":             {map[string]string{"l": listOf("corp"), "x-corp": two, "y-corp": metadataOf("BBBB", "AAAA")}, map[string]int{"corp": 2}},
		"second-attempt":    {map[string]string{"l": listOf("corp"), "x-corp": samlDenied, "y-corp": one}, map[string]int{"corp": 1}},
		"first-attempt":     {map[string]string{"l": listOf("corp"), "x-corp": one, "y-corp": samlDenied}, map[string]int{"corp": 1}},
		"no-provider":       {map[string]string{"l": listOf(), "x-None": samlDenied}, map[string]int{}},
	} {
		t.Run(name, func(t *testing.T) {
			a := account(t, tt.all, awscli.Options{Account: accountA})
			if r, missing := a.Missing[snapshot.SectionSAML]; missing || !maps.Equal(tt.want, counts(a)) {
				t.Errorf("certificates %v, missing %v for %+v; want %v", counts(a), missing, r, tt.want)
			}
		})
	}
}

const samlDenied = "An error occurred (AccessDenied) when calling the GetSAMLProvider operation: no"

// TestSAMLWithoutMetadataIsMissing has what leaves one provider without certificates that were read: the section is missing,
// also where the other provider has its own.
func TestSAMLWithoutMetadataIsMissing(t *testing.T) {
	one := metadataOf("AAAA")
	deep := strings.Repeat("<a>", 2000)
	for name, tt := range map[string]struct {
		file, text string
		cause      findings.Cause
		message    string
	}{
		"no-file":          {"s", summary, findings.NotCollected, `"corp"`},
		"other-name":       {"x-corporate.json", one, findings.NotCollected, `"corp" holds what iam get-saml-provider prints`},
		"other-case":       {"x-CORP.json", one, findings.NotCollected, `"corp"`},
		"no-separator":     {"mycorp.json", one, findings.NotCollected, `"corp"`},
		"name-first":       {"corp-saml.json", one, findings.NotCollected, `"corp"`},
		"the-other's-name": {"y-other.json", metadataOf("BBBB"), findings.NotCollected, `"corp"`},
		"denied":           {"x-corp.json", samlDenied, findings.Denied, "access denied"},
		"denied-unnamed":   {"x", samlDenied, findings.Denied, "access denied"},
		"denied-other":     {"y-other.json", samlDenied, findings.NotCollected, `"corp"`},
		"gone":             {"x-corp.json", strings.Replace(samlDenied, "AccessDenied", "NoSuchEntity", 1), findings.Error, "reported an error"},
		"not-xml":          {"x-corp.json", metadataFrom("{}<"), findings.Error, "cannot be read"},
		"cut-off":          {"x-corp.json", metadataFrom("<EntityDescriptor><KeyDescriptor>"), findings.Error, "cannot be read"},
		"entity":           {"x-corp.json", metadataFrom(`<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>`), findings.Error, "cannot be read"},
		"outside-entity":   {"x-corp.json", metadataFrom(`<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>`), findings.Error, "cannot be read"},
		"deep":             {"x-corp.json", metadataFrom(deep + strings.ReplaceAll(deep, "<", "</")), findings.Error, "cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			all := map[string]string{"l": listOf("corp", "other"), "x-other.json": metadataOf("BBBB"), tt.file: tt.text}
			a := account(t, all, awscli.Options{Account: accountA})
			r := a.Missing[snapshot.SectionSAML]
			if a.SAML != nil || r.Cause != tt.cause || r.Action != "iam:GetSAMLProvider" || !strings.Contains(r.Message, tt.message) {
				t.Errorf("providers %v, missing for %+v", a.SAML, r)
			}
		})
	}
	t.Run("no-list", func(t *testing.T) {
		r := account(t, map[string]string{"x-corp.json": one}, awscli.Options{Account: accountA}).Missing[snapshot.SectionSAML]
		if r.Cause != findings.NotCollected || r.Action != "iam:ListSAMLProviders" {
			t.Errorf("missing for %+v", r)
		}
	})
}

// TestRefusedMetadata wants what cannot be an answer about one provider refused, like any other file.
func TestRefusedMetadata(t *testing.T) {
	var many []string
	for i := range 50_001 {
		many = append(many, fmt.Sprint(i))
	}
	for name, tt := range map[string]struct {
		all  map[string]string
		want string
	}{
		"empty":         {map[string]string{"x-corp": metadataFrom("")}, "a SAML provider without metadata"},
		"null":          {map[string]string{"x-corp": `{"SAMLMetadataDocument":null}`}, "a SAML provider without metadata"},
		"object":        {map[string]string{"x-corp": `{"SAMLMetadataDocument":{}}`}, "not what the AWS CLI prints there"},
		"with-list":     {map[string]string{"x-corp": `{"SAMLProviderList":[],"SAMLMetadataDocument":"<a/>"}`}, "answers of two commands in one file"},
		"too-many":      {map[string]string{"x-corp": metadataOf(many...)}, "more than 50000"},
		"contradiction": {map[string]string{"l": listOf("corp"), "x-corp": metadataOf("AAAA"), "y-corp": metadataOf("BBBB")}, `y-corp: it says something else of the SAML provider "corp" than`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := read(t, tt.all, awscli.Options{Account: accountA})
			if e, ok := errors.AsType[*awscli.FileError](err); !ok || !strings.Contains(e.Error(), tt.want) {
				t.Errorf("error %v", err)
			}
		})
	}
}
