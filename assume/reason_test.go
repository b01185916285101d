package assume_test

import (
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/aws/smithy-go"
	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/assume"
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// AWS's wording of a denial names the deciding kind of policy at its end, or nothing.
func TestDenialsNameThePolicy(t *testing.T) {
	const said = "User: arn:aws:sts::222233334444:assumed-role/Audit/orgscan is not authorized to perform: iam:ListUsers on resource: arn:aws:iam::222233334444:user/"
	cases := map[string]string{
		"": "access denied",
		" with an explicit deny in a service control policy":                                                                            "access denied by an explicit deny in a service control policy",
		" with an explicit deny in a service control policy: arn:aws:organizations::111122223333:policy/o-a/service_control_policy/p-b": "access denied by an explicit deny in a service control policy",
		" with an explicit deny in a resource control policy":                                                                           "access denied by an explicit deny in a resource control policy",
		" with an explicit deny in an identity-based policy":                                                                            "access denied by an explicit deny in an identity-based policy",
		" with an explicit deny in a permissions boundary":                                                                              "access denied by an explicit deny in a permissions boundary",
		" with an explicit deny in a session policy":                                                                                    "access denied by an explicit deny in a session policy",
		" because no identity-based policy allows the iam:ListUsers action":                                                             "access denied: not allowed by an identity-based policy",
		" because no session policy allows the iam:ListUsers action":                                                                    "access denied: not allowed by a session policy",
		" because no permissions boundary allows the iam:ListUsers action":                                                              "access denied: not allowed by a permissions boundary",
		" because no service control policy allows the iam:ListUsers action":                                                            "access denied: not allowed by a service control policy",
		" with an explicit deny in a made up policy":                                                                                    "access denied",
	}
	for suffix, want := range cases {
		err := &smithy.GenericAPIError{Code: "AccessDenied", Message: said + suffix}
		got := assume.Reason("iam:ListUsers", err)
		if diff := cmp.Diff(snapshot.Reason{Cause: findings.Denied, Action: "iam:ListUsers", Code: "AccessDenied", Message: want}, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", suffix, diff)
		}
	}
}

func TestReasonsAreStable(t *testing.T) {
	first := assume.Reason("iam:ListUsers", &smithy.GenericAPIError{Code: "ServiceFailure", Message: "request 1 at 10:00"})
	second := assume.Reason("iam:ListUsers", &smithy.GenericAPIError{Code: "ServiceFailure", Message: "request 2 at 11:00"})
	if diff := cmp.Diff(first, second); diff != "" {
		t.Errorf("two failures of one kind differ:\n%s", diff)
	}
}

func TestCode(t *testing.T) {
	cases := map[string]struct {
		err  error
		want string
	}{
		"api":      {&smithy.GenericAPIError{Code: "NoSuchEntity"}, "NoSuchEntity"},
		"hostile":  {&smithy.GenericAPIError{Code: "<script>\x1b[31m"}, ""},
		"too-long": {&smithy.GenericAPIError{Code: strings.Repeat("A", 500)}, ""},
		"other":    {errors.New("x"), ""},
		"role":     {&assume.Error{Code: "RegionDisabledException", Err: &smithy.GenericAPIError{Code: "Inner"}}, "RegionDisabledException"},
	}
	for name, c := range cases {
		if got := assume.Code(c.err); got != c.want {
			t.Errorf("%s: code %q, want %q", name, got, c.want)
		}
	}
}

func TestNamesThatDoNotResolveAreNotTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: func(int, *http.Request) (*http.Response, error) {
			return nil, &net.OpError{Op: "dial", Net: "tcp", Err: &net.DNSError{Name: "aws.test", IsNotFound: true}}
		}}
		client, calls := limited(w, assume.DefaultLimits())
		err := summary(t.Context(), client)
		wantCount(t, calls, summaryAction, 1)
		if got := assume.Reason(summaryAction, err); got.Message != "the endpoint's name could not be resolved" {
			t.Errorf("reason %+v", got)
		}
	})
}

func TestReasonOfNoErrorPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	assume.Reason("iam:ListUsers", nil)
}

func TestCallsIsACopy(t *testing.T) {
	var calls assume.Calls
	calls.Count()["iam:ListUsers"] = 7
	if calls.Total() != 0 || len(calls.Count()) != 0 {
		t.Errorf("counts %v, want none", calls.Count())
	}
}
