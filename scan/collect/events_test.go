package collect_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/fixtures"
	"github.com/orgscan/orgscan/scan/collect"
	"github.com/orgscan/orgscan/scan/snapshot"
)

const iamSource, signInSource = "iam.amazonaws.com", "signin.amazonaws.com"

// happened is a day in the member account: what is kept, and what is not.
func happened() []fixtures.Event {
	operator := "arn:aws:iam::" + accountID + ":user/people/operator"
	root := "arn:aws:iam::" + accountID + ":root"
	return []fixtures.Event{
		{
			ID: "e-create-user", Name: "CreateUser", Source: iamSource, Time: now.Add(-2 * time.Hour), Actor: operator, User: "operator",
			SourceIP: "198.51.100.7", Parameters: map[string]string{"userName": "backdoor", "path": "/"},
		},
		{
			ID: "e-key", Name: "UpdateAccessKey", Source: iamSource, Time: now.Add(-time.Hour), Actor: operator, User: "operator",
			Parameters: map[string]string{"userName": "deploy", "status": "Active"},
		},
		{
			ID: "e-refused", Name: "AttachUserPolicy", Source: iamSource, Time: now.Add(-time.Hour), Actor: operator, User: "operator",
			ErrorCode: "AccessDenied", Parameters: map[string]string{"policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"},
		},
		{ID: "e-listing", Name: "ListUsers", Source: iamSource, Time: now.Add(-time.Hour), Actor: operator, User: "operator"},
		{ID: "e-root", Name: "DescribeRegions", Source: "ec2.amazonaws.com", Time: now.Add(-time.Hour), ActorType: "Root", Actor: root},
		{ID: "e-root-create", Name: "CreateUser", Source: iamSource, Time: now.Add(-time.Hour), ActorType: "Root", Actor: root},
		{
			ID: "e-for-root", Name: "Decrypt", Source: "kms.amazonaws.com", Time: now.Add(-time.Hour), ActorType: "Root", Actor: root,
			InvokedBy: "secretsmanager.amazonaws.com",
		},
		{
			ID: "e-service", Name: "RotateKey", Source: "kms.amazonaws.com", Time: now.Add(-time.Hour), ActorType: "Root", Actor: root,
			Type: "AwsServiceEvent",
		},
		{
			ID: "e-sign-in", Name: "ConsoleLogin", Source: signInSource, Time: now.Add(-3 * time.Hour), Region: "eu-central-1",
			Actor: operator, User: "operator", MFAUsed: "No", SignIn: "Success",
		},
		{
			ID: "e-sign-in-failed", Name: "ConsoleLogin", Source: signInSource, Time: now.Add(-3 * time.Hour), User: "operator",
			MFAUsed: "No", SignIn: "Failure",
		},
		{ID: "e-elsewhere", Name: "CreateUser", Source: iamSource, Time: now.Add(-time.Hour), Region: "eu-central-1", Actor: operator},
		{ID: "e-before", Name: "CreateUser", Source: iamSource, Time: now.Add(-25 * time.Hour), Actor: operator},
		{ID: "e-after", Name: "CreateUser", Source: iamSource, Time: now.Add(time.Minute), Actor: operator},
		{ID: "e-stop", Name: "StopLogging", Source: "cloudtrail.amazonaws.com", Time: now.Add(-time.Hour), Actor: operator},
	}
}

func eventIDs(a *snapshot.Account) []string {
	var ids []string
	for _, e := range a.Events.All {
		ids = append(ids, e.ID)
	}
	slices.Sort(ids)
	return ids
}

// only collects one optional section of an account.
func only(t *testing.T, w *world, section snapshot.Section, o collect.Options) *snapshot.Account {
	t.Helper()
	o.Sections = []snapshot.Section{section}
	return w.accountWith(t.Context(), t, o)
}

func TestWhichEventsAreKept(t *testing.T) {
	day := []string{"e-create-user", "e-key", "e-refused", "e-root", "e-root-create", "e-sign-in", "e-sign-in-failed", "e-stop"}
	longer := slices.Sorted(slices.Values(append(slices.Clone(day), "e-before")))
	for name, c := range map[string]struct {
		options collect.Options
		want    []string
	}{
		"a-day":        {collect.Options{}, day},
		"longer":       {collect.Options{EventsWindow: 48 * time.Hour}, longer},
		"other-region": {collect.Options{Regions: []string{"ap-east-1"}}, slices.DeleteFunc(slices.Clone(day), func(s string) bool { return s == "e-sign-in" })},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				got := only(t, newWorld(t, member()), snapshot.SectionEvents, c.options)
				if diff := cmp.Diff(c.want, eventIDs(got)); diff != "" {
					t.Errorf("events (-want +got):\n%s", diff)
				}
				if text := encoded(t, got); bytes.Contains(text, []byte("session-token")) || bytes.Contains(text, []byte("ASIAEXAMPLESECRET")) {
					t.Error("a secret of a record is in the snapshot")
				}
			})
		})
	}
}

// crowded adds so many events that nobody watches to the member's IAM events.
func crowded(reads int) *fixtures.Account {
	a := member()
	for i := range reads {
		a.Events = append(a.Events, fixtures.Event{
			ID: fmt.Sprintf("e-read-%d", i), Name: "GetRole", Source: iamSource, Time: now.Add(-time.Duration(i) * time.Second),
		})
	}
	return a
}

// TestBusyServiceIsReadByName reads a service by the names of its events when its own lookup would take more calls.
func TestBusyServiceIsReadByName(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		want := only(t, newWorld(t, member()), snapshot.SectionEvents, collect.Options{})
		names := len(snapshot.WatchedEvents()[iamSource])
		for reads, calls := range map[int]int{0: 1, 50 * (names - 1): names, 50 * names: 2 * names} {
			w := newWorld(t, crowded(reads))
			same(t, want, only(t, w, snapshot.SectionEvents, collect.Options{}))
			others := len([]string{
				"sign-ins", "root", "sign-ins of eu-central-1", "organizations", "sso", "cloudtrail",
				"AssumeRoot", "GetFederationToken", "CreateProfile", "CreateTrustAnchor", "DeleteDetector", "StopConfigurationRecorder", "DeleteAnalyzer",
			})
			if got := w.aws.Calls(accountID)["cloudtrail:LookupEvents"]; got != calls+others {
				t.Errorf("%d reads: %d calls, want %d", reads, got, calls+others)
			}
		}
	})
}

// TestTooManyEvents loses the section rather than reading half of a window.
func TestTooManyEvents(t *testing.T) {
	a := member()
	for i := range 5000 {
		a.Events = append(a.Events, fixtures.Event{
			ID: fmt.Sprintf("e-%d", i), Name: "GetObject", Source: "s3.amazonaws.com", ActorType: "Root", Time: now.Add(-time.Duration(i) * time.Second),
		})
	}
	synctest.Test(t, func(t *testing.T) {
		got := only(t, newWorld(t, a), snapshot.SectionEvents, collect.Options{})
		r, lacks := got.Lacks(snapshot.SectionEvents)
		if !lacks || got.Events != nil || !strings.Contains(r.Message, "--events-window") {
			t.Errorf("missing for %+v, events %v", r, got.Events)
		}
		matches(t, "events", snapshot.Reason{Cause: findings.Error, Action: "cloudtrail:LookupEvents"}, r)
	})
}

func TestEventThatCannotBeRead(t *testing.T) {
	a := member()
	a.Events = append(a.Events, fixtures.Event{ID: "e-broken", Name: "CreateUser", Source: iamSource, Time: now.Add(-time.Hour), Unreadable: true})
	synctest.Test(t, func(t *testing.T) {
		got := only(t, newWorld(t, a), snapshot.SectionEvents, collect.Options{})
		r, _ := got.Lacks(snapshot.SectionEvents)
		matches(t, "events", snapshot.Reason{Cause: findings.Error, Action: "cloudtrail:LookupEvents"}, r)
	})
}

// TestEventsKeepTheServicesLimit sends two requests a second in a Region, whatever the account's own rate.
func TestEventsKeepTheServicesLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, crowded(50*45))
		before := time.Now()
		only(t, w, snapshot.SectionEvents, collect.Options{})
		calls := w.aws.Calls(accountID)["cloudtrail:LookupEvents"]
		if took, least := time.Since(before), time.Duration(calls-3)*time.Second/2; took < least {
			t.Errorf("%d calls took %v, want at least %v", calls, took, least)
		}
	})
}

// TestHostileRecords has records with members of unexpected types, which only callers of calls that fail can make.
func TestHostileRecords(t *testing.T) {
	long := strings.Repeat("x", 5000)
	for name, c := range map[string]struct {
		record string
		target string
		broken bool
	}{
		"text-for-object":   {`{"requestParameters": "none", "userIdentity": "root", "responseElements": 7}`, "", false},
		"nulls":             {`{"requestParameters": null, "userIdentity": null, "responseElements": null, "additionalEventData": null}`, "", false},
		"object-for-text":   {`{"requestParameters": {"userName": {"a": 1}, "policyArn": "arn:x"}}`, "arn:x", false},
		"very-long":         {`{"requestParameters": {"userName": "` + long + `"}}`, long[:2048], false},
		"cut":               {`{"requestParameters": {`, "", true},
		"not-an-object":     {`[]`, "", true},
		"code-of-odd-type":  {`{"errorCode": 7}`, "", true},
		"twice-the-members": {`{"requestParameters": {"userName": "a", "userName": "b"}}`, "b", false},
	} {
		t.Run(name, func(t *testing.T) {
			e, err := collect.KeptEvent("CreateUser", iamSource, c.record)
			if c.broken != (err != nil) {
				t.Fatalf("error %v", err)
			}
			if err == nil && e.Target != c.target {
				t.Errorf("target %q, want %q", e.Target, c.target)
			}
		})
	}
}

func FuzzEventRecord(f *testing.F) {
	f.Add("CreateUser", `{"userIdentity": {"type": "Root"}, "requestParameters": {"userName": "a"}}`)
	f.Add("ConsoleLogin", `{"responseElements": {"ConsoleLogin": "Failure"}, "additionalEventData": {"MFAUsed": "No"}}`)
	f.Add("", "{")
	f.Fuzz(func(t *testing.T, name, record string) {
		e, err := collect.KeptEvent(name, iamSource, record)
		if err == nil && e != nil && (len(e.Target) > 2048 || len(e.Actor) > 2048 || e.Name != name) {
			t.Errorf("%+v", e)
		}
	})
}

// TestHomeRegionFollowsThePartition reads global events where the partition keeps them.
func TestHomeRegionFollowsThePartition(t *testing.T) {
	for partition, home := range map[string]string{"aws": "us-east-1", "aws-us-gov": "us-gov-west-1", "aws-cn": "cn-north-1", "aws-new": "us-east-1"} {
		synctest.Test(t, func(t *testing.T) {
			m := member()
			m.Regions = []fixtures.Region{{Name: home, Status: "ENABLED_BY_DEFAULT"}}
			got := only(t, newWorld(t, m), snapshot.SectionEvents, collect.Options{Partition: partition})
			if got.Events.Home != home || !slices.Contains(got.Events.Regions, home) {
				t.Errorf("%s: home %s, regions %v", partition, got.Events.Home, got.Events.Regions)
			}
		})
	}
}
