package snapshot_test

import (
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// ordered are the lists whose order is part of what they say.
var ordered = map[string]bool{"Parents": true}

// shuffle reorders every list that v reaches.
func shuffle(v reflect.Value, r *rand.Rand) {
	switch v.Kind() {
	case reflect.Pointer:
		shuffle(v.Elem(), r)
	case reflect.Slice:
		r.Shuffle(v.Len(), reflect.Swapper(v.Interface()))
		for i := range v.Len() {
			shuffle(v.Index(i), r)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && !ordered[f.Name] {
				shuffle(v.Field(i), r)
			}
		}
	default:
	}
}

// TestSortPutsEveryListInOrder fills every list, also ones that are added later, and shuffles them.
func TestSortPutsEveryListInOrder(t *testing.T) {
	t.Run("account", func(t *testing.T) { sortsAnyOrder(t, (*snapshot.Account).Sort) })
	t.Run("organization", func(t *testing.T) { sortsAnyOrder(t, (*snapshot.Organization).Sort) })
}

func sortsAnyOrder[T any](t *testing.T, sort func(*T)) {
	want := filled[T](t)
	sort(want)
	for seed := range uint64(50) {
		got := filled[T](t)
		shuffle(reflect.ValueOf(got), rand.New(rand.NewPCG(seed, 0)))
		sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("the order before shows after (-want +got):\n%s", diff)
		}
		sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("sorting again changes something (-want +got):\n%s", diff)
		}
	}
}

func TestSortKeys(t *testing.T) {
	a := &snapshot.Account{
		Users: []snapshot.User{
			{ARN: "b", Name: "a", Groups: []string{"y", "x"}, Tags: []snapshot.Tag{{Key: "z"}, {Key: "a", Value: "z"}}},
			{ARN: "a", Name: "b", Inline: []snapshot.InlinePolicy{{Name: "b", Document: "a"}, {Name: "a", Document: "b"}}},
		},
		Roles:   []snapshot.Role{{ARN: "r", Attached: []snapshot.AttachedPolicy{{Name: "a", ARN: "b"}, {Name: "b", ARN: "a"}}}},
		Aliases: []string{},
	}
	a.Sort()
	want := &snapshot.Account{
		Users: []snapshot.User{
			{ARN: "a", Name: "b", Inline: []snapshot.InlinePolicy{{Name: "a", Document: "b"}, {Name: "b", Document: "a"}}},
			{ARN: "b", Name: "a", Groups: []string{"x", "y"}, Tags: []snapshot.Tag{{Key: "a", Value: "z"}, {Key: "z"}}},
		},
		Roles: []snapshot.Role{{ARN: "r", Attached: []snapshot.AttachedPolicy{{Name: "b", ARN: "a"}, {Name: "a", ARN: "b"}}}},
	}
	if diff := cmp.Diff(want, a); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPolicyVersionsAreNewestFirst(t *testing.T) {
	early, late := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
	a := &snapshot.Account{Policies: []snapshot.ManagedPolicy{{Versions: []snapshot.PolicyVersion{
		{ID: "v2", Created: early}, {ID: "v9", Created: late}, {ID: "odd", Created: late}, {ID: "v10", Created: late}, {ID: "v11", Created: early},
	}}}}
	a.Sort()
	var got []string
	for _, v := range a.Policies[0].Versions {
		got = append(got, v.ID)
	}
	if diff := cmp.Diff([]string{"v10", "v9", "odd", "v11", "v2"}, got); diff != "" {
		t.Errorf("versions (-want +got):\n%s", diff)
	}
}

func TestSortMakesTimesUTC(t *testing.T) {
	instant := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	a := &snapshot.Account{AsOf: instant.In(time.FixedZone("", 3600)), Roles: []snapshot.Role{{Created: instant.In(time.FixedZone("", 7200))}}}
	a.Sort()
	if a.AsOf != instant || a.Roles[0].Created != instant || !a.Roles[0].LastUsed.IsZero() {
		t.Errorf("as of %v, created %v, last used %v", a.AsOf, a.Roles[0].Created, a.Roles[0].LastUsed)
	}
}

func TestDefaultDocument(t *testing.T) {
	p := snapshot.ManagedPolicy{Versions: []snapshot.PolicyVersion{{ID: "v2", Document: "new"}, {ID: "v1", Document: "old", Default: true}}}
	if got, ok := p.DefaultDocument(); got != "old" || !ok {
		t.Errorf("got %q, %v", got, ok)
	}
	p.Versions = p.Versions[:1]
	if got, ok := p.DefaultDocument(); got != "" || ok {
		t.Errorf("without a default: %q, %v", got, ok)
	}
}

func TestAWSManaged(t *testing.T) {
	tests := map[string]bool{
		"arn:aws:iam::aws:policy/ReadOnlyAccess":          true,
		"arn:aws-cn:iam::aws:policy/job-function/Billing": true,
		"arn:aws:iam::111122223333:policy/aws:policy":     false,
		"arn:aws:iam::111122223333:policy/aws":            false,
		"aws":                                             false,
		"":                                                false,
	}
	for arn, want := range tests {
		if p := (&snapshot.ManagedPolicy{ARN: arn}); p.AWSManaged() != want {
			t.Errorf("AWSManaged of %q is %v", arn, !want)
		}
	}
}
