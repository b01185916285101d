package assume_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/assume"
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/fixtures"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// Everything that keeps a role from being assumed ends in a typed error that says what to try.
func TestFailuresOfTheRole(t *testing.T) {
	ofCode := func(kind fixtures.FaultKind) []fixtures.Fault {
		return []fixtures.Fault{{Account: trusting, Action: assumeAction, Kind: kind}}
	}
	cases := map[string]struct {
		account string
		role    func(*assume.Role)
		faults  []fixtures.Fault
		state   snapshot.AccountState
		want    assume.Error
		hints   []string
		expired bool
	}{
		"no-such-role": {
			account: bare, want: assume.Error{Code: "AccessDenied", Cause: findings.Denied},
			hints: []string{"does the role Audit exist in account 333344445555", "--role-in 333344445555=", "orgscan role --principal arn:aws:sts::111122223333:assumed-role/Sweeper/sweep --external-id EXTERNAL_ID prints"},
		},
		"wrong-external-id": {
			account: trusting, role: func(r *assume.Role) { r.ExternalID = "another" },
			want:  assume.Error{Code: "AccessDenied", Cause: findings.Denied},
			hints: []string{"is the external id the one"},
		},
		"no-external-id": {
			account: trusting, role: func(r *assume.Role) { r.ExternalID = "" },
			want:  assume.Error{Code: "AccessDenied", Cause: findings.Denied},
			hints: []string{"--external-id"},
		},
		"suspended": {
			account: suspended, state: snapshot.StateSuspended,
			want:  assume.Error{Code: "AccessDenied", Cause: findings.Denied},
			hints: []string{"SUSPENDED", "exclude"},
		},
		"explicit-deny": {
			account: trusting, faults: ofCode(fixtures.DenySCP), want: assume.Error{Code: "AccessDenied", Cause: findings.Denied},
			hints: []string{"a service control policy denies sts:AssumeRole on arn:aws:iam::222233334444:role/Audit explicitly"},
		},
		"region-disabled": {
			account: trusting, faults: ofCode(fixtures.RegionDisabled),
			want:  assume.Error{Code: "RegionDisabledException", Cause: findings.Error},
			hints: []string{"AWS_REGION=us-east-1"},
		},
		"expired-source": {
			account: trusting, faults: ofCode(fixtures.ExpiredToken),
			want:  assume.Error{Code: "ExpiredToken", Cause: findings.Error},
			hints: []string{"sign in again"}, expired: true,
		},
		"deactivated-source": {
			account: trusting, faults: ofCode(fixtures.InvalidToken),
			want:  assume.Error{Code: "InvalidClientTokenId", Cause: findings.Error},
			hints: []string{"deactivated"}, expired: true,
		},
		"wrong-clock": {
			account: trusting, faults: ofCode(fixtures.SignatureMismatch),
			want:  assume.Error{Code: "SignatureDoesNotMatch", Cause: findings.Error},
			hints: []string{"clock"}, expired: true,
		},
		"unavailable": {
			account: trusting, faults: ofCode(fixtures.Unavailable),
			want: assume.Error{Code: "ServiceUnavailable", Cause: findings.Error},
		},
		"reset": {
			account: trusting, faults: ofCode(fixtures.Reset),
			want:  assume.Error{Cause: findings.Error},
			hints: []string{"STS endpoint"},
		},
		"hang": {
			account: trusting, faults: ofCode(fixtures.Hang),
			want:  assume.Error{Cause: findings.Timeout},
			hints: []string{"STS endpoint"},
		},
		"throttled-out": {
			account: trusting, faults: ofCode(fixtures.Throttle),
			want:  assume.Error{Code: "Throttling", Cause: findings.Throttled},
			hints: []string{"--concurrency"},
		},
		"role-of-another-account": {
			account: trusting, role: func(r *assume.Role) { r.In = map[string]string{trusting: "arn:aws:iam::333344445555:role/Audit"} },
			want:  assume.Error{Code: "RoleOfAnotherAccount", Cause: findings.Error},
			hints: []string{"--role-in 222233334444=NAME"},
		},
		"hub-missing": {
			account: spoke, role: func(r *assume.Role) { r.HubRole = "arn:aws:iam::666677778888:role/NoHub" },
			want:  assume.Error{Account: hubAccount, Code: "AccessDenied", Cause: findings.Denied},
			hints: []string{"--hub-role", "arn:aws:iam::666677778888:role/NoHub"},
		},
		"hub-not-trusted": {
			account: trusting, role: func(r *assume.Role) { r.HubRole = hubRole },
			want:  assume.Error{Code: "AccessDenied", Cause: findings.Denied},
			hints: []string{"does it trust its caller? orgscan role --principal arn:aws:iam::666677778888:role/hub/OrgScanHub "},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := serve(t, world(), fixtures.WithFaults(c.faults...))
				r := sweeper()
				if c.role != nil {
					c.role(&r)
				}
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
				defer cancel()
				_, err := assume.New(signedIn(server), caller(), r, assume.DefaultLimits()).Session(ctx, c.account)
				var got *assume.Error
				if !errors.As(err, &got) {
					t.Fatalf("error %v, want *assume.Error", err)
				}
				got.State = c.state
				if c.want.Account == "" {
					c.want.Account = c.account
				}
				if got.Account != c.want.Account || got.Code != c.want.Code || got.Cause != c.want.Cause {
					t.Errorf("account %s, code %q, cause %s; want %s, %q, %s", got.Account, got.Code, got.Cause, c.want.Account, c.want.Code, c.want.Cause)
				}
				for _, hint := range c.hints {
					if !strings.Contains(got.Hint(), hint) {
						t.Errorf("hint %q does not say %q", got.Hint(), hint)
					}
				}
				if assume.SourceExpired(err) != c.expired {
					t.Errorf("source expired is %v, want %v", !c.expired, c.expired)
				}
				wantReason(t, got)
				wantNoSecret(t, got.Error(), got.Hint())
			})
		})
	}
}

// wantReason checks that the snapshot's reason says the same as the error, also when it comes through Reason.
func wantReason(t *testing.T, e *assume.Error) {
	t.Helper()
	want := snapshot.Reason{Cause: e.Cause, Action: assumeAction, Code: e.Code, Message: e.Message}
	if diff := cmp.Diff(want, assume.Reason("iam:ListUsers", e)); diff != "" {
		t.Errorf("reason (-want +got):\n%s", diff)
	}
	if e.Message == "" || strings.ContainsAny(e.Message, "0123456789:") && !strings.Contains(e.Message, "HTTP") && !strings.Contains(e.Message, "denied:") {
		t.Errorf("message %q is not a fixed phrase", e.Message)
	}
}

func wantNoSecret(t *testing.T, texts ...string) {
	t.Helper()
	for _, text := range texts {
		for _, s := range []string{secret, token, externalID, "ASIATESTTESTTESTTEST"} {
			if strings.Contains(text, s) {
				t.Errorf("%q holds %q", text, s)
			}
		}
	}
}

func TestValidationErrorHint(t *testing.T) {
	server := serve(t, world())
	user := caller()
	user.ARN = "arn:aws:iam::" + management + ":user/ci"
	r := sweeper()
	r.Duration = 6 * time.Hour
	_, err := assume.New(signedIn(server), user, r, assume.DefaultLimits()).Session(t.Context(), trusting)
	var got *assume.Error
	if !errors.As(err, &got) || got.Code != "ValidationError" || !strings.Contains(got.Hint(), "maximum session duration") {
		t.Errorf("error %v, want a ValidationError that speaks of the duration", err)
	}
}

func TestRootCallersAreNotSentToAWS(t *testing.T) {
	server := serve(t, world())
	root := assume.Caller{Account: management, ARN: "arn:aws:iam::" + management + ":root", Partition: "aws"}
	assumer := assume.New(as(server, "AKIAROOTROOTROOTROOT", ""), root, sweeper(), assume.DefaultLimits())
	_, err := assumer.Session(t.Context(), trusting)
	var got *assume.Error
	if !errors.As(err, &got) || got.Cause != findings.Denied || !strings.Contains(got.Hint(), "root users cannot assume roles") {
		t.Errorf("error %v, want one that says that root users cannot assume roles", err)
	}
	if calls := server.Calls(trusting)[assumeAction]; calls != 0 {
		t.Errorf("%d AssumeRole calls, want none", calls)
	}
	if _, err := assumer.Session(t.Context(), management); err != nil {
		t.Errorf("root's own account: %v", err)
	}
}

// When AWS says which kind of policy decided, the hint says what to change there.
func TestHintsFollowAWSWords(t *testing.T) {
	const said = "User: arn:aws:sts::111122223333:assumed-role/Sweeper/sweep is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::222233334444:role/Audit"
	cases := map[string]struct{ suffix, want string }{
		"caller-lacks-permission": {
			" because no identity-based policy allows the sts:AssumeRole action",
			`{"Effect":"Allow","Action":["sts:AssumeRole"],"Resource":["arn:aws:iam::222233334444:role/Audit"]}`,
		},
		"boundary":    {" because no permissions boundary allows the sts:AssumeRole action", "a permissions boundary does not allow sts:AssumeRole"},
		"rcp":         {" with an explicit deny in a resource control policy", "a resource control policy denies sts:AssumeRole"},
		"no-suffix":   {"", "does the role Audit exist"},
		"unknown-one": {" with an explicit deny in a future policy", "does the role Audit exist"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := &wire{answer: func(int, *http.Request) (*http.Response, error) {
				return refused(http.StatusForbidden, "AccessDenied", said+c.suffix)
			}}
			_, err := assume.New(config(w), caller(), sweeper(), assume.DefaultLimits()).Session(t.Context(), trusting)
			var got *assume.Error
			if !errors.As(err, &got) || !strings.Contains(got.Hint(), c.want) {
				t.Errorf("error %v, want the hint %q", err, c.want)
			}
		})
	}
}

// AWS's other answers have one explanation each.
func TestHintsOfCodes(t *testing.T) {
	for code, want := range map[string]string{
		"PackedPolicyTooLarge":    "--no-session-policy",
		"MalformedPolicyDocument": "--no-session-policy",
		"ValidationError":         "maximum session duration",
		"RegionDisabledException": "AWS_REGION=us-east-1",
	} {
		w := &wire{answer: func(int, *http.Request) (*http.Response, error) { return refused(http.StatusBadRequest, code, "x") }}
		_, err := assume.New(config(w), caller(), sweeper(), assume.DefaultLimits()).Session(t.Context(), trusting)
		var got *assume.Error
		if !errors.As(err, &got) || got.Code != code || !strings.Contains(got.Hint(), want) {
			t.Errorf("%s: error %v, want the hint %q", code, err, want)
		}
	}
}

func TestAnswerWithoutCredentials(t *testing.T) {
	w := &wire{answer: func(int, *http.Request) (*http.Response, error) {
		return reply(http.StatusOK, `<AssumeRoleResponse><AssumeRoleResult></AssumeRoleResult></AssumeRoleResponse>`)
	}}
	session, err := assume.New(config(w), caller(), sweeper(), assume.DefaultLimits()).Session(t.Context(), trusting)
	if session != nil || err == nil {
		t.Errorf("session %v, error %v; want an error alone", session, err)
	}
}
