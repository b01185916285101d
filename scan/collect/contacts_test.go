package collect_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/fixtures"
	"github.com/orgscan/orgscan/scan/collect"
	"github.com/orgscan/orgscan/scan/snapshot"
)

func TestContacts(t *testing.T) {
	for name, c := range map[string]struct {
		contacts fixtures.Contacts
		want     snapshot.Contacts
		calls    int
	}{
		"all":         {fixtures.Contacts{Security: "s@example.com", Billing: "b@example.com"}, snapshot.Contacts{Security: "s@example.com", Billing: "b@example.com"}, 2},
		"no-billing":  {fixtures.Contacts{Security: "s@example.com"}, snapshot.Contacts{Security: "s@example.com"}, 2},
		"no-security": {fixtures.Contacts{Billing: "b@example.com"}, snapshot.Contacts{}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := member()
				m.Contacts = &c.contacts
				w := newWorld(t, m, fixtures.WithReportPolls(0))
				got := w.accountWith(t.Context(), t, collect.Options{Sections: []snapshot.Section{snapshot.SectionContacts}})
				if diff := cmp.Diff(&c.want, got.Contacts); diff != "" {
					t.Errorf("contacts (-want +got):\n%s", diff)
				}
				if n := w.aws.Calls(accountID)["account:GetAlternateContact"]; n != c.calls {
					t.Errorf("%d calls for alternate contacts, want %d", n, c.calls)
				}
			})
		})
	}
}

// TestContactsKeepNoPersonalData looks for everything that AWS tells beside the addresses.
func TestContactsKeepNoPersonalData(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		text := string(encoded(t, reference(t, member())))
		for _, personal := range []string{"Hauptweg", "Berlin", "10115", "000-000", "5550100", "On call", "security desk"} {
			if strings.Contains(text, personal) {
				t.Errorf("the snapshot holds %q", personal)
			}
		}
	})
}

func TestFillers(t *testing.T) {
	for text, want := range map[string]bool{
		"N/A": true, "test": true, "---": true, "xxxx": true, "0": true, "00000": true, "+1 000-000-0000": true,
		"+49 1234567": true, "(555) 555-5555": true, "01234567890": true, "?": true, "ÄÄÄ": true,
		"Å": false, "Testing Grounds Ltd": false, "12345": false, "10115": false, "+49 30 5550123": false, "DE": false,
		"5": false, "SW1A 1AA": false, "東京都": false, "99": false, "Street 0": false,
	} {
		if got := collect.Filler(text); got != want {
			t.Errorf("filler %q: %v, want %v", text, got, want)
		}
	}
}

// TestAnswersOfAccountManagementThatCannotBeRight has answers that came and do not hold what was asked for.
func TestAnswersOfAccountManagementThatCannotBeRight(t *testing.T) {
	for name, c := range map[string]struct{ path, body, action string }{
		"no-contact":     {"/getAlternateContact", `{}`, "account:GetAlternateContact"},
		"no-address":     {"/getAlternateContact", `{"AlternateContact":{"Name":"On call"}}`, "account:GetAlternateContact"},
		"no-information": {"/getContactInformation", `{}`, "account:GetContactInformation"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, member(), fixtures.WithReportPolls(0))
				w.transport = answering{w.aws.RoundTripper(), c.path, c.body}
				got := w.accountWith(t.Context(), t, collect.Options{Sections: []snapshot.Section{snapshot.SectionContacts}})
				matches(t, "contacts", snapshot.Reason{Cause: findings.Error, Action: c.action}, got.Missing[snapshot.SectionContacts])
				if got.Contacts != nil {
					t.Errorf("contacts %+v", got.Contacts)
				}
			})
		})
	}
}

// answering answers one path with a body of its own.
type answering struct {
	inner      http.RoundTripper
	path, body string
}

func (a answering) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Path != a.path {
		return a.inner.RoundTrip(r)
	}
	return &http.Response{
		StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{"Content-Type": {"application/json"}},
		ContentLength: int64(len(a.body)), Body: io.NopCloser(bytes.NewReader([]byte(a.body))), Request: r,
	}, nil
}

func TestOutboundFederationThatIsOffIsAnAnswer(t *testing.T) {
	for name, off := range map[string]*fixtures.OutboundFederation{
		"never-on": nil, "on-once": {Issuer: "https://issuer.example.com", Off: true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := member()
				m.OutboundFederation, m.DelegationRequests = off, nil
				got := newWorld(t, m, fixtures.WithReportPolls(0)).account(t)
				want := &snapshot.AccountFederation{}
				if off != nil {
					want.Issuer = off.Issuer
				}
				if diff := cmp.Diff(want, got.AccountFederation); diff != "" {
					t.Errorf("federation (-want +got):\n%s missing %v", diff, got.Missing)
				}
			})
		})
	}
}
