package snapshot_test

import (
	"maps"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// meta are the fields of an account that no section owns.
var meta = []string{"Schema", "ID", "Partition", "AsOf", "AuditRole", "Missing"}

func sections() []snapshot.Section { return append(snapshot.Default(), snapshot.OptIn()...) }

// emptied returns the fields of a that are zero.
func emptied(a *snapshot.Account) []string {
	var out []string
	v := reflect.ValueOf(a).Elem()
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			out = append(out, v.Type().Field(i).Name)
		}
	}
	return out
}

func TestEachFieldBelongsToOneSection(t *testing.T) {
	owner := map[string]snapshot.Section{}
	for _, s := range sections() {
		a := filled[snapshot.Account](t)
		a.Clear(s)
		if len(emptied(a)) == 0 {
			t.Errorf("section %s has no field", s)
		}
		for _, field := range emptied(a) {
			if other, taken := owner[field]; taken {
				t.Errorf("field %s belongs to both %s and %s", field, other, s)
			}
			owner[field] = s
		}
	}
	for field := range reflect.TypeFor[snapshot.Account]().Fields() {
		if _, owned := owner[field.Name]; owned == slices.Contains(meta, field.Name) {
			t.Errorf("field %s must belong to a section or be meta, one of both", field.Name)
		}
	}
}

func TestClearOfAnotherSection(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic for a section that accounts do not have")
		}
	}()
	(&snapshot.Account{}).Clear(snapshot.SectionOUs)
}

func TestSectionsAreDistinctAndComplete(t *testing.T) {
	all := sections()
	if distinct := slices.Compact(slices.Sorted(slices.Values(all))); len(distinct) != len(all) {
		t.Errorf("sections %v are not distinct", all)
	}
	for _, s := range []snapshot.Section{snapshot.SectionAccounts, snapshot.SectionTags} {
		if snapshot.HasCleaner(s) {
			t.Errorf("%s is the organization's", s)
		}
	}
}

func TestMiss(t *testing.T) {
	reason := snapshot.Reason{Cause: findings.Denied, Action: "iam:GetAccountSummary", Code: "AccessDenied"}
	for _, s := range sections() {
		t.Run(string(s), func(t *testing.T) {
			a := filled[snapshot.Account](t)
			if _, missing := a.Lacks(s); missing {
				t.Error("missing before Miss")
			}
			a.Missing = nil
			a.Miss(s, reason)
			if got, missing := a.Lacks(s); !missing || got != reason {
				t.Errorf("Lacks gives %v, %v", got, missing)
			}
			cleared := filled[snapshot.Account](t)
			cleared.Clear(s)
			cleared.Missing = a.Missing
			if diff := cmp.Diff(cleared, a); diff != "" {
				t.Errorf("Miss changed another section (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMissAgainTakesTheLaterReason(t *testing.T) {
	a := &snapshot.Account{}
	a.Miss(snapshot.SectionSummary, snapshot.Reason{Cause: findings.Throttled})
	a.Miss(snapshot.SectionSummary, snapshot.Reason{Cause: findings.Denied})
	if got, _ := a.Lacks(snapshot.SectionSummary); got.Cause != findings.Denied {
		t.Errorf("cause %q", got.Cause)
	}
}

func TestOptInSectionNotAskedFor(t *testing.T) {
	a := &snapshot.Account{}
	for _, s := range snapshot.OptIn() {
		if r, missing := a.Lacks(s); !missing || r.Cause != findings.NotCollected {
			t.Errorf("%s: got %v, %v, want not collected", s, r, missing)
		}
		if _, missing := filled[snapshot.Account](t).Lacks(s); missing {
			t.Errorf("%s is missing although it was asked for", s)
		}
	}
	if _, missing := a.Lacks(snapshot.SectionSummary); missing {
		t.Error("a section that was found empty is missing")
	}
}

func TestUnreachable(t *testing.T) {
	reason := snapshot.Reason{Cause: findings.Denied, Action: "sts:AssumeRole", Code: "AccessDenied"}
	a := snapshot.Unreachable("000011112222", "aws-cn", reason)
	for _, s := range sections() {
		if got, missing := a.Lacks(s); !missing || got != reason {
			t.Errorf("section %s: %v, %v", s, got, missing)
		}
	}
	if len(a.Missing) != len(sections()) {
		t.Errorf("missing are %v", slices.Collect(maps.Keys(a.Missing)))
	}
	if a.Schema != snapshot.AccountSchema || a.RootARN() != "arn:aws-cn:iam::000011112222:root" {
		t.Errorf("schema %q, root %s", a.Schema, a.RootARN())
	}
}

func TestOrganizationLacks(t *testing.T) {
	reason := snapshot.Reason{Cause: findings.Denied, Action: "organizations:ListPolicies"}
	o := &snapshot.Organization{Missing: map[snapshot.Section]snapshot.Reason{snapshot.SectionPolicies: reason}}
	if got, missing := o.Lacks(snapshot.SectionPolicies); !missing || got != reason {
		t.Errorf("got %v, %v", got, missing)
	}
	if _, missing := o.Lacks(snapshot.SectionOUs); missing {
		t.Error("a section that is there is missing")
	}
}

func TestOptInSectionOfOrganization(t *testing.T) {
	denied := snapshot.Reason{Cause: findings.Denied, Action: "organizations:ListOutboundResponsibilityTransfers"}
	for _, s := range snapshot.OptInOfOrganization() {
		if r, missing := (&snapshot.Organization{ID: "o-1"}).Lacks(s); !missing || r.Cause != findings.NotCollected {
			t.Errorf("%s: got %v, %v, want not collected", s, r, missing)
		}
		o := filled[snapshot.Organization](t)
		o.Missing = nil
		if _, missing := o.Lacks(s); missing {
			t.Errorf("%s is missing although it was asked for", s)
		}
		o.Miss(s, denied)
		if r, missing := o.Lacks(s); !missing || r != denied {
			t.Errorf("%s: got %v, %v, want %v", s, r, missing, denied)
		}
		o.Missing = nil
		if _, missing := o.Lacks(s); !missing {
			t.Errorf("%s keeps data although it is missing", s)
		}
	}
}
