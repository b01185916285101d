package org_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/assume"
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/fixtures"
	"github.com/orgscan/orgscan/org"
	"github.com/orgscan/orgscan/scan/snapshot"
)

const (
	identityCenter = snapshot.SectionIdentityCenter

	instanceARN  = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
	adminSet     = "arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-admin"
	readSet      = "arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-read"
	readDocument = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}]}`
)

// centered is the world with an instance of IAM Identity Center far from the Region that the caller is in.
func centered() *fixtures.Organization {
	o := world()
	o.Delegations = append(o.Delegations, fixtures.Delegation{Account: delegated, Service: "sso.amazonaws.com"})
	o.IdentityCenter = &fixtures.IdentityCenter{
		ID: "ssoins-1234567890abcdef", Store: "d-1234567890", Region: "eu-west-3", Created: asOf.AddDate(-2, 0, 0),
		PermissionSets: []fixtures.PermissionSet{
			{
				ID: "ps-read", Name: "Read", Created: asOf.AddDate(-1, 0, 0), Session: "P1DT1H30M5S", Inline: readDocument,
				Attached:        []string{"arn:aws:iam::aws:policy/SecurityAudit", "arn:aws:iam::aws:policy/ReadOnlyAccess"},
				CustomerManaged: []string{"/team/extra"}, Boundary: "/limit", Provisioned: []string{member, delegated},
			},
			{
				ID: "ps-admin", Name: "Admin", Created: asOf.AddDate(-1, 0, 0), Boundary: "arn:aws:iam::aws:policy/PowerUserAccess",
				Attached: []string{"arn:aws:iam::aws:policy/AdministratorAccess"}, Provisioned: []string{management},
			},
		},
		Assignments: []fixtures.Assignment{
			{Account: member, PermissionSet: "ps-read", Group: "g-readers"},
			{Account: member, PermissionSet: "ps-read", User: "u-left"},
			{Account: management, PermissionSet: "ps-admin", User: "u-operator"},
			{Account: management, PermissionSet: "ps-admin", Group: "g-dissolved"},
		},
		Users:  []fixtures.DirectoryEntry{{ID: "u-other", Name: "other"}, {ID: "u-operator", Name: "operator"}},
		Groups: []fixtures.DirectoryEntry{{ID: "g-other", Name: "other"}, {ID: "g-readers", Name: "readers"}},
	}
	return o
}

// wantCenter is what has to be read of it.
func wantCenter() *snapshot.IdentityCenter {
	made := asOf.AddDate(-1, 0, 0)
	return &snapshot.IdentityCenter{
		Instance: &snapshot.IdentityCenterInstance{
			ARN: instanceARN, Owner: management, IdentityStore: "d-1234567890", Region: "eu-west-3", Status: "ACTIVE",
			Created: asOf.AddDate(-2, 0, 0),
		},
		PermissionSets: []snapshot.PermissionSet{
			{
				ARN: adminSet, Name: "Admin", Created: made, SessionSeconds: 3600, Boundary: "arn:aws:iam::aws:policy/PowerUserAccess",
				AWSManaged:  []snapshot.AttachedPolicy{{Name: "AdministratorAccess", ARN: "arn:aws:iam::aws:policy/AdministratorAccess"}},
				Provisioned: []string{management},
			},
			{
				ARN: readSet, Name: "Read", Created: made, SessionSeconds: 24*3600 + 3600 + 30*60 + 5, Inline: readDocument,
				AWSManaged: []snapshot.AttachedPolicy{
					{Name: "ReadOnlyAccess", ARN: "arn:aws:iam::aws:policy/ReadOnlyAccess"},
					{Name: "SecurityAudit", ARN: "arn:aws:iam::aws:policy/SecurityAudit"},
				},
				CustomerManaged:  []snapshot.PolicyReference{{Path: "/team/", Name: "extra"}},
				CustomerBoundary: &snapshot.PolicyReference{Path: "/", Name: "limit"}, Provisioned: []string{delegated, member},
			},
		},
		Assignments: []snapshot.Assignment{
			{Account: management, PermissionSet: adminSet, Holder: "g-dissolved", HolderType: "GROUP"},
			{Account: management, PermissionSet: adminSet, Holder: "u-operator", HolderType: "USER"},
			{Account: member, PermissionSet: readSet, Holder: "g-readers", HolderType: "GROUP"},
			{Account: member, PermissionSet: readSet, Holder: "u-left", HolderType: "USER"},
		},
		Holders: []snapshot.Holder{
			{ID: "g-dissolved", Type: "GROUP", Gone: true},
			{ID: "g-readers", Type: "GROUP", Name: "readers"},
			{ID: "u-left", Type: "USER", Gone: true},
			{ID: "u-operator", Type: "USER", Name: "operator"},
		},
	}
}

// keyed opens sessions with the long-term keys that the world has for some accounts.
type keyed struct{ server *fixtures.AWS }

func (k keyed) Session(_ context.Context, account string) (*assume.Session, error) {
	limits := assume.DefaultLimits()
	limits.Rate, limits.Burst = 10000, 10000
	return &assume.Session{Config: assume.Limited(from(k.server, account), limits, nil)}, nil
}

// completed loads the organization and reads its instance of IAM Identity Center.
func completed(t *testing.T, server *fixtures.AWS) *snapshot.Organization {
	t.Helper()
	o := load(t.Context(), t, server)
	org.Complete(t.Context(), keyed{server}, o, []snapshot.Section{identityCenter}, nil)
	return o
}

func TestIdentityCenter(t *testing.T) {
	for name, opts := range map[string][]fixtures.Option{
		"plain": nil, "page-size-1": {fixtures.WithPageSize(1)}, "empty-pages": {fixtures.WithPageSize(1), fixtures.WithEmptyPages()},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				got := completed(t, serve(t, centered(), opts...))
				if diff := cmp.Diff(wantCenter(), got.IdentityCenter); diff != "" {
					t.Errorf("missing %v (-want +got):\n%s", got.Missing, diff)
				}
			})
		})
	}
}

// Whatever is denied or throttled for ever costs the section, and is named.
func TestIdentityCenterWithoutAnAction(t *testing.T) {
	for _, action := range org.ExtraActions([]snapshot.Section{identityCenter}) {
		for kind, cause := range map[fixtures.FaultKind]findings.Cause{fixtures.Deny: findings.Denied, fixtures.Throttle: findings.Throttled} {
			t.Run(strings.ReplaceAll(action, ":", "-")+"/"+string(cause), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					server := serve(t, centered(), fixtures.WithFaults(fixtures.Fault{Action: action, From: 1, Kind: kind}))
					got := completed(t, server)
					reason, missing := got.Lacks(identityCenter)
					if !missing || got.IdentityCenter != nil || reason.Action != action || reason.Cause != cause || reason.Code == "" {
						t.Errorf("%+v missing for %+v, want nothing for lack of %s", got.IdentityCenter, reason, action)
					}
				})
			})
		}
	}
}

// The management account is asked when the delegated administrator does not answer; that there is none only it can say.
func TestWhoAnswersForIdentityCenter(t *testing.T) {
	deny := func(account string) fixtures.Option {
		return fixtures.WithFaults(fixtures.Fault{Account: account, Action: "sso:ListAccountAssignments", From: 1, Kind: fixtures.Deny})
	}
	synctest.Test(t, func(t *testing.T) {
		server := serve(t, centered(), deny(delegated))
		if diff := cmp.Diff(wantCenter(), completed(t, server).IdentityCenter); diff != "" {
			t.Errorf("with the delegated administrator refused (-want +got):\n%s", diff)
		}
		server = serve(t, centered(), deny(management))
		if diff := cmp.Diff(wantCenter(), completed(t, server).IdentityCenter); diff != "" {
			t.Errorf("with the management account refused (-want +got):\n%s", diff)
		}
		if calls := server.Calls(management)["sso:ListInstances"]; calls != 0 {
			t.Errorf("the management account was asked %d times although the delegated administrator answers", calls)
		}
	})
}

func TestWithoutIdentityCenter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := centered()
		o.IdentityCenter = nil
		o.Account(management).SSOInstances = nil
		o.Account(delegated).SSOInstances = []fixtures.SSOInstance{{ID: "ssoins-ffffffffffffffff", Store: "d-ffffffffff", Region: "us-east-1"}}
		got := completed(t, serve(t, o))
		if diff := cmp.Diff(&snapshot.IdentityCenter{}, got.IdentityCenter); diff != "" {
			t.Errorf("missing %v (-want +got):\n%s", got.Missing, diff)
		}
		refused := fixtures.Fault{Account: management, Action: "sso:ListInstances", From: 1, Kind: fixtures.Deny}
		got = completed(t, serve(t, o, fixtures.WithFaults(refused)))
		if reason, missing := got.Lacks(identityCenter); !missing || reason.Cause != findings.Denied {
			t.Errorf("the management account did not answer, but the section is there: %+v", got.IdentityCenter)
		}
	})
}

// An instance that is being made has nothing to read yet.
func TestIdentityCenterInTheMaking(t *testing.T) {
	o := centered()
	o.IdentityCenter.Status = "CREATE_IN_PROGRESS"
	server := serve(t, o)
	got := completed(t, server)
	if got.IdentityCenter == nil || got.IdentityCenter.Instance.Status != "CREATE_IN_PROGRESS" || len(got.IdentityCenter.PermissionSets) != 0 {
		t.Errorf("got %+v, missing %v", got.IdentityCenter, got.Missing)
	}
}

func TestIdentityCenterIsAskedSparingly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		server := serve(t, centered())
		completed(t, server)
		total := 0
		for action, n := range server.Calls(delegated) {
			if strings.HasPrefix(action, "sso:") || strings.HasPrefix(action, "identitystore:") {
				total += n
			}
		}
		// Instances, sets; six a set; an account and set each; the groups; each user.
		if want := 1 + 1 + 2*6 + 3 + 1 + 2; total != want {
			t.Errorf("%d calls, want %d: %v", total, want, server.Calls(delegated))
		}
		if took := time.Since(start); took > time.Second {
			t.Errorf("it took %v", took)
		}
	})
}

// Answers that cannot be right cost the section; what old ones leave out is filled in.
func TestAnswersAboutIdentityCenter(t *testing.T) {
	const instance = `{"Instances":[{"InstanceArn":"` + instanceARN + `","OwnerAccountId":"` + management + `","IdentityStoreId":"d-1234567890"}]}`
	cases := map[string]struct {
		operation, body string
		region, message string
	}{
		"no-region-and-no-status": {"ListInstances", instance, "us-east-1", ""},
		"no-identity-store":       {"ListInstances", `{"Instances":[{"OwnerAccountId":"` + management + `","InstanceArn":"x"}]}`, "", "an instance without ARN or identity store"},
		"no-permission-set":       {"DescribePermissionSet", `{}`, "", "the answer holds no permission set"},
		"no-duration":             {"DescribePermissionSet", `{"PermissionSet":{"Name":"Admin","SessionDuration":"soon"}}`, "", "the session duration is not one"},
		"duration-of-nothing":     {"DescribePermissionSet", `{"PermissionSet":{"Name":"Admin","SessionDuration":"PT"}}`, "", "the session duration is not one"},
		"token-for-ever":          {"ListPermissionSets", `{"NextToken":"again"}`, "", "the same page token came twice"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			o := centered()
			if c.region != "" {
				o.IdentityCenter.Region, o.IdentityCenter.PermissionSets = c.region, nil
			}
			server := serve(t, o)
			got := load(t.Context(), t, server)
			org.Complete(t.Context(), rewritten{keyed{server}, rewriting{server.RoundTripper(), map[string]string{c.operation: c.body}}}, got,
				[]snapshot.Section{identityCenter}, nil)
			reason, missing := got.Lacks(identityCenter)
			if missing != (c.message != "") || reason.Message != c.message {
				t.Fatalf("missing %v for %+v, want %q", missing, reason, c.message)
			}
			if i := got.IdentityCenter; c.region != "" && (i.Instance.Region != c.region || i.Instance.Status != "ACTIVE") {
				t.Errorf("instance %+v", i.Instance)
			}
		})
	}
}

// rewritten opens the sessions of another with some answers replaced.
type rewritten struct {
	inner   keyed
	answers rewriting
}

func (r rewritten) Session(_ context.Context, account string) (*assume.Session, error) {
	cfg := from(r.inner.server, account)
	cfg.HTTPClient = &http.Client{Transport: r.answers}
	return &assume.Session{Config: assume.Limited(cfg, assume.DefaultLimits(), nil)}, nil
}
