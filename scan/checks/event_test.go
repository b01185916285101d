package checks_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/checks"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// judgedEvent returns the failed checks of group event for one call of a user in an account of its own.
func judgedEvent(t *testing.T, e snapshot.Event) []findings.Finding {
	t.Helper()
	a := &snapshot.Account{Events: &snapshot.Events{All: []snapshot.Event{e}}}
	completeAccount(a)
	in := &input{org: &snapshot.Organization{}, params: checks.DefaultParams(), accounts: []*snapshot.Account{a}}
	completeOrganization(in.org, in.accounts)
	var failed []findings.Finding
	for _, c := range checks.All() {
		if c.Group == "event" {
			failed = append(failed, slices.DeleteFunc(in.run(c), func(f findings.Finding) bool { return f.Status != findings.Fail })...)
		}
	}
	return failed
}

// TestEveryWatchedEventIsAskedFor keeps the list of what is collected and the checks in step: no name is read in vain.
func TestEveryWatchedEventIsAskedFor(t *testing.T) {
	for source, names := range snapshot.WatchedEvents() {
		if !slices.IsSorted(names) {
			t.Errorf("the names of %s are not sorted", source)
		}
		for _, name := range names {
			e := snapshot.Event{ID: "e-1", Name: name, Source: source, Time: fixtureNow.Add(-time.Hour), ActorType: "IAMUser", Status: "Active"}
			if len(judgedEvent(t, e)) == 0 {
				t.Errorf("%s of %s is collected, and no check asks for it", name, source)
			}
		}
	}
}

// TestEventsOfOneActorAreOneLine gives one group to what one actor does again and again, and several to what several do.
func TestEventsOfOneActorAreOneLine(t *testing.T) {
	group := func(id, name, actor string) string {
		found := judgedEvent(t, snapshot.Event{
			ID: id, Name: name, Source: "iam.amazonaws.com", Time: fixtureNow.Add(-time.Hour), ActorType: "IAMUser", Actor: actor, Target: id,
		})
		i := slices.IndexFunc(found, func(f findings.Finding) bool { return strings.HasPrefix(f.Check, "event-user") })
		if i < 0 {
			t.Fatalf("no finding for %s", name)
		}
		return found[i].Group
	}
	first := group("e-1", "CreateUser", "arn:aws:iam::111122223333:user/operator")
	if group("e-2", "CreateUser", "arn:aws:iam::111122223333:user/operator") != first {
		t.Error("two events of one actor are two groups")
	}
	if group("e-3", "DeleteUser", "arn:aws:iam::111122223333:user/operator") == first || group("e-4", "CreateUser", "arn:aws:iam::111122223333:user/deploy") == first {
		t.Error("another event or another actor is the same group")
	}
}
