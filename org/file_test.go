package org_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/org"
	"github.com/orgscan/orgscan/scan/snapshot"
)

func TestReadAccountsFile(t *testing.T) {
	cases := map[string]struct {
		text string
		want []org.Row
	}{
		"all-columns": {
			"id,name,ou,owner,environment,tier\n011122223333,\"Payments, EU\",Root/Prod,team-payments,production,1\n",
			[]org.Row{{2, "011122223333", "Payments, EU", "Root/Prod", "team-payments", "production", "1"}},
		},
		"id-alone":         {"id\n111122223333\n", []org.Row{{Line: 2, ID: "111122223333"}}},
		"any-order":        {"owner,id\nops,111122223333\n", []org.Row{{Line: 2, ID: "111122223333", Owner: "ops"}}},
		"mark-and-crlf":    {"\ufeffid,name\r\n111122223333,a\r\n", []org.Row{{Line: 2, ID: "111122223333", Name: "a"}}},
		"case-and-spaces":  {" ID , Name \n 111122223333 , a \n", []org.Row{{Line: 2, ID: "111122223333", Name: "a"}}},
		"no-last-line-end": {"id\n111122223333", []org.Row{{Line: 2, ID: "111122223333"}}},
		"line-ends-inside": {
			"id,name\n111122223333,\"a\nb\"\n\n222233334444,c\n",
			[]org.Row{{Line: 2, ID: "111122223333", Name: "a\nb"}, {Line: 5, ID: "222233334444", Name: "c"}},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := org.ReadAccountsFile(strings.NewReader(c.text))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("rows (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAccountsFilesThatAreRefused(t *testing.T) {
	cases := map[string]struct{ text, want string }{
		"empty":            {"", "id,name,ou,owner,environment,tier"},
		"mark-alone":       {"\ufeff", "empty"},
		"header-alone":     {"id,name\n", "no accounts"},
		"no-id":            {"name\na\n", "line 1: no column id"},
		"unknown-column":   {"id,colour\n111122223333,red\n", `line 1: unknown column "colour"`},
		"no-header":        {"111122223333,a\n", `line 1: unknown column "111122223333"`},
		"column-twice":     {"id,id\n111122223333,111122223333\n", `line 1: column "id" twice`},
		"lost-zero":        {"id\n11122223333\n", "line 2: account id"},
		"as-number":        {"id\n1.11122E+11\n", "format the column as text"},
		"too-many-fields":  {"id\n111122223333,a\n", "line 2"},
		"same-id":          {"id\n111122223333\n222233334444\n111122223333\n", "account 111122223333 is on line 2 and on line 4"},
		"open-quote":       {"id,name\n111122223333,\"a\n", "line 2"},
		"arabic-digits":    {"id\n١١١١٢٢٢٢٣٣٣٣\n", "line 2"},
		"line-end-as-text": {"id\n\"111122223333\n222233334444\"\n", "line 2"},
		"latin-1":          {"id,name\n111122223333,a\n222233334444,caf\xe9\n", "line 3: text that is not UTF-8: save the file as CSV UTF-8"},
		"latin-1-lines":    {"id,name\n111122223333,\"a\n\"\n\n222233334444,caf\xe9\n", "line 5: text that is not UTF-8"},
		"latin-1-header":   {"id,r\xe9gion\n", "line 1: text that is not UTF-8"},
		"latin-1-too-long": {"id\n111122223333,caf\xe9\n", "line 2: text that is not UTF-8"},
		"utf-16":           {"\xff\xfei\x00d\x00\n\x00", "line 1: text that is not UTF-8"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			rows, err := org.ReadAccountsFile(strings.NewReader(c.text))
			if err == nil || !strings.Contains(err.Error(), c.want) || rows != nil {
				t.Errorf("rows %v, error %v; want an error that says %q", rows, err, c.want)
			}
		})
	}
}

// FuzzReadAccountsFile: no input panics, and what is accepted has distinct twelve-digit ids on rising lines.
func FuzzReadAccountsFile(f *testing.F) {
	f.Add([]byte("id,name\n111122223333,a\n"))
	f.Add([]byte("\ufeffowner,id\r\n\"a\"\"b\",111122223333\r\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		rows, err := org.ReadAccountsFile(bytes.NewReader(data))
		if err != nil {
			if rows != nil {
				t.Fatal("rows with an error")
			}
			return
		}
		seen, line := map[string]bool{}, 1
		for _, row := range rows {
			if len(row.ID) != 12 || strings.Trim(row.ID, "0123456789") != "" || seen[row.ID] || row.Line <= line {
				t.Fatalf("row %+v after line %d", row, line)
			}
			seen[row.ID], line = true, row.Line
		}
	})
}

func TestEnrich(t *testing.T) {
	o := load(t.Context(), t, serve(t, world()))
	before := len(o.Accounts)
	org.Enrich(o, []org.Row{
		{ID: member, Name: "other name", OU: "Root/Elsewhere", Owner: "team-payments", Environment: "production", Tier: "1"},
		{ID: "121212121212", Name: "outside", OU: "Root/Partner", Owner: "ops"},
	})
	if o.Population != "organization and file" || len(o.Accounts) != before+1 {
		t.Errorf("population %q of %d, want one more than %d", o.Population, len(o.Accounts), before)
	}
	known := o.Account(member)
	got := []string{known.Name, known.OU, known.Owner, known.Environment, known.Tier}
	if diff := cmp.Diff([]string{"payments", "Root/Workloads/Prod/Payments", "team-payments", "production", "1"}, got); diff != "" {
		t.Errorf("known account (-want +got):\n%s", diff)
	}
	added := snapshot.OrgAccount{ID: "121212121212", Name: "outside", OU: "Root/Partner", Owner: "ops"}
	if diff := cmp.Diff(&added, o.Account("121212121212")); diff != "" {
		t.Errorf("added account (-want +got):\n%s", diff)
	}
	for i := 1; i < len(o.Accounts); i++ {
		if o.Accounts[i-1].ID >= o.Accounts[i].ID {
			t.Errorf("%s stands before %s", o.Accounts[i-1].ID, o.Accounts[i].ID)
		}
	}
}

func TestEnrichWithoutRowsChangesNothing(t *testing.T) {
	o := load(t.Context(), t, serve(t, world()))
	org.Enrich(o, nil)
	if diff := cmp.Diff(load(t.Context(), t, serve(t, world())), o); diff != "" {
		t.Errorf("changed:\n%s", diff)
	}
}

// Every population comes in the form that snapshot.Organization.Sort documents, so that it can be saved and two names stay
// two.
func TestPopulationsAreCanonical(t *testing.T) {
	rows := []org.Row{{ID: member, Name: "caf\xe9"}, {ID: management, Name: "caf\xe8"}}
	enriched := load(t.Context(), t, serve(t, world()))
	enriched.Account(member).Name, enriched.Account(management).Name = "", ""
	org.Enrich(enriched, rows)
	local := asOf.In(time.FixedZone("", 3600))
	for name, o := range map[string]*snapshot.Organization{
		"file": org.FromFile(options().Caller, local, rows), "enriched": enriched, "self": org.Self(options().Caller, local),
	} {
		t.Run(name, func(t *testing.T) {
			var saved bytes.Buffer
			if err := snapshot.EncodeOrganization(&saved, o); err != nil {
				t.Fatal(err)
			}
			again, err := snapshot.DecodeOrganization(&saved)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(o, again); diff != "" || o.AsOf != asOf {
				t.Errorf("as of %v; saving changes (-before +after):\n%s", o.AsOf, diff)
			}
			if name != "self" && (o.Account(member).Name != "caf\uFFFDe9" || o.Account(management).Name != "caf\uFFFDe8") {
				t.Errorf("names %q and %q", o.Account(member).Name, o.Account(management).Name)
			}
		})
	}
}

func TestPopulationsWithoutOrganizations(t *testing.T) {
	caller := options().Caller
	cases := map[string]struct {
		got        *snapshot.Organization
		population string
		want       []snapshot.OrgAccount
	}{
		"file": {
			org.FromFile(caller, asOf, []org.Row{{ID: member, Name: "b"}, {ID: management, Name: "a", Tier: "1"}}),
			"file",
			[]snapshot.OrgAccount{{ID: management, Name: "a", Tier: "1"}, {ID: member, Name: "b"}},
		},
		"self": {org.Self(caller, asOf), "self", []snapshot.OrgAccount{{ID: management}}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if c.got.Population != c.population || c.got.CallerAccount != management || !c.got.AsOf.Equal(asOf) || c.got.Partition != "aws" {
				t.Errorf("organization %+v", c.got)
			}
			if diff := cmp.Diff(c.want, c.got.Accounts); diff != "" {
				t.Errorf("accounts (-want +got):\n%s", diff)
			}
			for _, section := range sectionOf {
				if reason, ok := c.got.Lacks(section); !ok || reason.Cause != findings.NotCollected {
					t.Errorf("%s: %+v, want not-collected", section, reason)
				}
			}
			if err := org.Select(c.got, org.Filter{}); err != nil {
				t.Error(err)
			}
		})
	}
}
