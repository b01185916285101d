package collect_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/fixtures"
	"github.com/orgscan/orgscan/org"
	"github.com/orgscan/orgscan/scan/collect"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// dependents says, by hand, which sections are lost with an action.
var dependents = map[string][]snapshot.Section{
	"iam:GenerateCredentialReport": {snapshot.SectionCredentialReport, snapshot.SectionSSHKeys},
	"iam:GetCredentialReport":      {snapshot.SectionCredentialReport, snapshot.SectionSSHKeys},
	"iam:GetAccountAuthorizationDetails": {
		snapshot.SectionLastAccessed, snapshot.SectionManagedDocuments, snapshot.SectionPrincipals, snapshot.SectionSSHKeys,
	},
	"iam:GetPolicy":                      {snapshot.SectionManagedDocuments},
	"iam:GetPolicyVersion":               {snapshot.SectionManagedDocuments},
	"iam:GetAccountSummary":              {snapshot.SectionSummary},
	"iam:GetAccountPasswordPolicy":       {snapshot.SectionPasswordPolicy},
	"iam:ListAccountAliases":             {snapshot.SectionAliases},
	"iam:ListVirtualMFADevices":          {snapshot.SectionVirtualMFA},
	"iam:ListServerCertificates":         {snapshot.SectionLoadBalancers, snapshot.SectionServerCertificates},
	"iam:ListSAMLProviders":              {snapshot.SectionSAML},
	"iam:GetSAMLProvider":                {snapshot.SectionSAML},
	"iam:ListOpenIDConnectProviders":     {snapshot.SectionOIDC},
	"iam:ListServiceSpecificCredentials": {snapshot.SectionServiceCredentials, snapshot.SectionSSHKeys},
	"iam:ListSSHPublicKeys":              nil,
	"account:GetAlternateContact":        {snapshot.SectionContacts},
	"account:GetContactInformation":      {snapshot.SectionContacts},
	"iam:ListDelegationRequests":         {snapshot.SectionAccountFederation},

	"iam:GetOutboundWebIdentityFederationInfo": {snapshot.SectionAccountFederation},

	"iam:GenerateServiceLastAccessedDetails": nil,
	"iam:GetServiceLastAccessedDetails":      nil,

	"ec2:DescribeInstances":                             {snapshot.SectionInstances},
	"elasticloadbalancing:DescribeListenerCertificates": {snapshot.SectionLoadBalancers},
	"elasticloadbalancing:DescribeListeners":            {snapshot.SectionLoadBalancers},
	"elasticloadbalancing:DescribeLoadBalancers":        {snapshot.SectionLoadBalancers},

	"cloudtrail:LookupEvents": {snapshot.SectionEvents},
	"account:ListRegions": {
		snapshot.SectionAccessAnalyzer, snapshot.SectionArchiveRules, snapshot.SectionAnalyzerFindings, snapshot.SectionEvents,
		snapshot.SectionInstances, snapshot.SectionLoadBalancers, snapshot.SectionTrails, snapshot.SectionRecorders,
		snapshot.SectionDetectors, snapshot.SectionRegions, snapshot.SectionRolesAnywhere,
	},
	"cloudtrail:DescribeTrails":                  {snapshot.SectionTrails},
	"cloudtrail:GetTrailStatus":                  {snapshot.SectionTrails},
	"cloudtrail:GetEventSelectors":               {snapshot.SectionTrails},
	"config:DescribeConfigurationRecorders":      {snapshot.SectionRecorders},
	"config:DescribeConfigurationRecorderStatus": {snapshot.SectionRecorders},
	"guardduty:ListDetectors":                    {snapshot.SectionDetectors},
	"guardduty:GetDetector":                      {snapshot.SectionDetectors},
	"rolesanywhere:ListTrustAnchors":             {snapshot.SectionRolesAnywhere},
	"rolesanywhere:ListProfiles":                 {snapshot.SectionRolesAnywhere},
	"rolesanywhere:ListCrls":                     {snapshot.SectionRolesAnywhere},
	"access-analyzer:ListAnalyzers": {
		snapshot.SectionAccessAnalyzer, snapshot.SectionArchiveRules, snapshot.SectionAnalyzerFindings,
	},
	"sso:ListInstances":                {snapshot.SectionSSOInstances},
	"access-analyzer:ListArchiveRules": {snapshot.SectionArchiveRules},
	"access-analyzer:ListFindings":     {snapshot.SectionAnalyzerFindings},
}

func TestDependentsNameEveryAction(t *testing.T) {
	if diff := cmp.Diff(collect.Actions(everything()), slices.Sorted(maps.Keys(dependents))); diff != "" {
		t.Fatalf("actions (-declared +known to the tests):\n%s", diff)
	}
}

func TestCallsAreExactlyTheDeclaredActions(t *testing.T) {
	for name, c := range map[string]struct {
		sections []snapshot.Section
		ssh      string
	}{
		"default":     {snapshot.Default(), ""},
		"empty-users": {everything(), collect.SSHKeysOfEmptyUsers},
		"all":         {everything(), collect.SSHKeysOfAll},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, member(), fixtures.WithoutManagedDetails())
				w.accountWith(t.Context(), t, collect.Options{SSHKeys: c.ssh, Sections: c.sections})
				calls := w.aws.Calls(accountID)
				delete(calls, "sts:GetCallerIdentity")
				if diff := cmp.Diff(collect.Actions(c.sections), slices.Sorted(maps.Keys(calls))); diff != "" {
					t.Fatalf("actions (-declared +called):\n%s", diff)
				}
			})
		})
	}
}

func TestSimulatedAuditRoleAllowsWhatIsDeclared(t *testing.T) {
	declared := slices.Sorted(slices.Values(slices.Concat(collect.Actions(everything()), org.ExtraActions(snapshot.OptInOfOrganization()))))
	allowed := slices.Sorted(slices.Values(slices.Concat(fixtures.AuditActions(), fixtures.DelegatedActions())))
	if diff := cmp.Diff(slices.Compact(declared), slices.Compact(allowed)); diff != "" {
		t.Fatalf("actions (-declared +allowed):\n%s", diff)
	}
}

func TestDeniedAction(t *testing.T) {
	for action, sections := range dependents {
		t.Run(kebab(action), func(t *testing.T) {
			want := snapshot.Reason{Cause: findings.Denied, Action: action, Code: "AccessDenied"}
			loses(t, action, sections, want, fixtures.Fault{Action: action, Kind: fixtures.Deny})
		})
	}
}

func TestActionThrottledForEver(t *testing.T) {
	for action, sections := range dependents {
		t.Run(kebab(action), func(t *testing.T) {
			want := snapshot.Reason{Cause: findings.Throttled, Action: action, Code: "Throttling"}
			loses(t, action, sections, want, fixtures.Fault{Action: action, Kind: fixtures.Throttle})
		})
	}
}

func TestActionThatHangs(t *testing.T) {
	for action, sections := range dependents {
		t.Run(kebab(action), func(t *testing.T) {
			want := snapshot.Reason{Cause: findings.Timeout, Action: action}
			loses(t, action, sections, want, fixtures.Fault{Action: action, Kind: fixtures.Hang})
		})
	}
}

func TestActionThatNeverAnswersWell(t *testing.T) {
	for _, c := range []struct {
		name string
		kind fixtures.FaultKind
		code string
	}{
		{"reset", fixtures.Reset, ""},
		{"truncated", fixtures.Truncate, ""},
		{"web-page", fixtures.WrongType, ""},
		{"internal-error", fixtures.InternalError, "ServiceFailure"},
		{"bad-gateway", fixtures.BadGateway, "HTTP 502"},
	} {
		for action, sections := range dependents {
			t.Run(c.name+"/"+kebab(action), func(t *testing.T) {
				want := snapshot.Reason{Cause: findings.Error, Action: action, Code: c.code}
				loses(t, action, sections, want, fixtures.Fault{Action: action, Kind: c.kind})
			})
		}
	}
}

// loses collects with one fault and expects exactly the sections to be missing for the reason, whose message is free, and
// all else to have the bytes it has without the fault.
func loses(t *testing.T, action string, sections []snapshot.Section, reason snapshot.Reason, fault fixtures.Fault) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		full := reference(t, member())
		got := newWorld(t, member(), fixtures.WithoutManagedDetails(), fixtures.WithReportPolls(0), fixtures.WithFaults(fault)).account(t)
		if diff := cmp.Diff(sections, missing(got)); diff != "" {
			t.Fatalf("missing sections (-want +got):\n%s", diff)
		}
		for s, r := range got.Missing {
			matches(t, string(s), reason, r)
		}
		want := without(t, full, got)
		switch action {
		case "iam:ListSSHPublicKeys":
			for i := range want.SSHKeys {
				matches(t, got.SSHKeys[i].User, reason, *got.SSHKeys[i].Missing)
				want.SSHKeys[i] = snapshot.UserSSHKeys{User: want.SSHKeys[i].User, Missing: got.SSHKeys[i].Missing}
			}
		case "iam:GenerateServiceLastAccessedDetails", "iam:GetServiceLastAccessedDetails":
			for i, p := range got.LastAccessed.Principals {
				matches(t, p.ARN, reason, *p.Missing)
				want.LastAccessed.Principals[i] = snapshot.PrincipalAccess{ARN: want.LastAccessed.Principals[i].ARN, Missing: p.Missing}
			}
		}
		same(t, want, got)
	})
}

func matches(t *testing.T, what string, want, got snapshot.Reason) {
	t.Helper()
	if got.Message == "" {
		t.Errorf("%s: a reason without message", what)
	}
	got.Message = ""
	want.Code = spelled(want.Action, want.Code)
	if want != got {
		t.Errorf("%s: reason %+v, want %+v", what, got, want)
	}
}

// spelled returns an error code of IAM as the action's service spells it.
func spelled(action, code string) string {
	service, _, _ := strings.Cut(action, ":")
	if service == "iam" || service == "sts" {
		return code
	}
	own := map[string]string{
		"AccessDenied": "AccessDeniedException", "Throttling": "ThrottlingException", "ServiceFailure": "InternalFailure",
	}
	if service == "ec2" {
		own["AccessDenied"], own["Throttling"] = "UnauthorizedOperation", "RequestLimitExceeded"
	}
	if service == "elasticloadbalancing" {
		own = map[string]string{"ServiceFailure": own["ServiceFailure"]}
	}
	if service == "account" && code == "Throttling" {
		return "TooManyRequestsException"
	}
	if own[code] == "" {
		return code
	}
	return own[code]
}

func TestPageSizeLeavesNoTrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		full := reference(t, member())
		for _, size := range []int{1, 2, 7, 1000} {
			opts := []fixtures.Option{fixtures.WithoutManagedDetails(), fixtures.WithReportPolls(0), fixtures.WithPageSize(size)}
			same(t, full, newWorld(t, member(), opts...).account(t))
			same(t, full, newWorld(t, member(), append(opts, fixtures.WithEmptyPages())...).account(t))
		}
	})
}

func TestConcurrencyLeavesNoTrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var first *snapshot.Account
		for _, inFlight := range []int{0, 1, 2, 40} {
			w := newWorld(t, member(), fixtures.WithPageSize(1), fixtures.WithReportPolls(3))
			got := w.accountWith(t.Context(), t, collect.Options{SSHKeys: collect.SSHKeysOfAll, InFlight: inFlight})
			if first == nil {
				first = got
			}
			same(t, first, got)
		}
	})
}

func TestThrottlesThatEndLeaveNoTrace(t *testing.T) {
	for _, kind := range []fixtures.FaultKind{fixtures.Throttle, fixtures.Throttle429} {
		for _, times := range []int{2, 30} {
			for action := range dependents {
				t.Run(fmt.Sprintf("%d-%d-%s", kind, times, kebab(action)), func(t *testing.T) {
					recovers(t, fixtures.Fault{Action: action, To: times, Kind: kind})
				})
			}
		}
	}
}

func TestFailuresThatEndLeaveNoTrace(t *testing.T) {
	kinds := []fixtures.FaultKind{
		fixtures.Reset, fixtures.Truncate, fixtures.WrongType, fixtures.InternalError, fixtures.BadGateway,
		fixtures.Unavailable, fixtures.GatewayTimeout, fixtures.Hang,
	}
	for _, kind := range kinds {
		for action := range dependents {
			t.Run(fmt.Sprintf("%d-%s", kind, kebab(action)), func(t *testing.T) {
				recovers(t, fixtures.Fault{Action: action, To: 4, Kind: kind})
			})
		}
	}
}

func recovers(t *testing.T, fault fixtures.Fault) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		full := reference(t, member())
		w := newWorld(t, member(), fixtures.WithoutManagedDetails(), fixtures.WithReportPolls(0), fixtures.WithFaults(fault))
		same(t, full, w.account(t))
		if unused := w.aws.UnusedFaults(); len(unused) > 0 {
			t.Fatalf("nothing failed: %v", unused)
		}
	})
}

func kebab(action string) string { return strings.ReplaceAll(strings.ToLower(action), ":", "-") }
