package assume_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/orgscan/orgscan/assume"
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/fixtures"
	"github.com/orgscan/orgscan/scan/snapshot"
)

const assumeAction = "sts:AssumeRole"

// whoIn returns the ARN that a session acts as.
func whoIn(t *testing.T, s *assume.Session) string {
	t.Helper()
	out, err := sts.NewFromConfig(s.Config).GetCallerIdentity(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return aws.ToString(out.Arn)
}

func TestSessions(t *testing.T) {
	policy, err := assume.SessionPolicy([]string{"iam:GetAccountSummary"})
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string]struct {
		account string
		role    func(*assume.Role)
		want    string
		arn     string
	}{
		"role": {trusting, nil, "arn:aws:sts::222233334444:assumed-role/Audit/orgscan", "arn:aws:iam::222233334444:role/Audit"},
		"path": {
			trusting, func(r *assume.Role) { r.Name = "/audit/Other" },
			"arn:aws:sts::222233334444:assumed-role/Other/orgscan", "arn:aws:iam::222233334444:role/audit/Other",
		},
		"session-name": {
			trusting, func(r *assume.Role) { r.SessionName = "nightly" },
			"arn:aws:sts::222233334444:assumed-role/Audit/nightly", "arn:aws:iam::222233334444:role/Audit",
		},
		"session-policy": {
			trusting, func(r *assume.Role) { r.SessionPolicy = policy },
			"arn:aws:sts::222233334444:assumed-role/Audit/orgscan", "arn:aws:iam::222233334444:role/Audit",
		},
		"own-account": {management, nil, caller().ARN, ""},
		"override-by-name": {
			trusting, func(r *assume.Role) { r.Name, r.In = "None", map[string]string{trusting: "audit/Other"} },
			"arn:aws:sts::222233334444:assumed-role/Other/orgscan", "arn:aws:iam::222233334444:role/audit/Other",
		},
		"override-by-arn": {
			trusting, func(r *assume.Role) { r.In = map[string]string{trusting: "arn:aws:iam::222233334444:role/audit/Other"} },
			"arn:aws:sts::222233334444:assumed-role/Other/orgscan", "arn:aws:iam::222233334444:role/audit/Other",
		},
		"long-session-is-cut-for-a-chained-caller": {
			trusting, func(r *assume.Role) { r.Duration = 4 * time.Hour },
			"arn:aws:sts::222233334444:assumed-role/Audit/orgscan", "arn:aws:iam::222233334444:role/Audit",
		},
		"hub": {
			spoke, func(r *assume.Role) { r.HubRole = hubRole },
			"arn:aws:sts::777788889999:assumed-role/Audit/orgscan", "arn:aws:iam::777788889999:role/Audit",
		},
		"hub-with-session-policy": {
			spoke, func(r *assume.Role) { r.HubRole, r.SessionPolicy = hubRole, policy },
			"arn:aws:sts::777788889999:assumed-role/Audit/orgscan", "arn:aws:iam::777788889999:role/Audit",
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			server := serve(t, world())
			r := sweeper()
			if c.role != nil {
				c.role(&r)
			}
			session, err := assume.New(signedIn(server), caller(), r, assume.DefaultLimits()).Session(t.Context(), c.account)
			if err != nil {
				t.Fatal(err)
			}
			if got := whoIn(t, session); got != c.want || session.Role != c.arn {
				t.Errorf("acting as %s with role %q, want %s with %q", got, session.Role, c.want, c.arn)
			}
			want := map[string]int{"sts:GetCallerIdentity": 1}
			if c.arn != "" {
				want[assumeAction] = 1
			}
			if diff := cmp.Diff(want, session.Calls.Count()); diff != "" {
				t.Errorf("calls (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSessionPolicyBoundsAnAdministrator(t *testing.T) {
	server := serve(t, world())
	r := sweeper()
	var err error
	if r.SessionPolicy, err = assume.SessionPolicy([]string{"iam:GetAccountSummary"}); err != nil {
		t.Fatal(err)
	}
	session, err := assume.New(signedIn(server), caller(), r, assume.DefaultLimits()).Session(t.Context(), trusting)
	if err != nil {
		t.Fatal(err)
	}
	client := iam.NewFromConfig(session.Config)
	if _, err := client.GetAccountSummary(t.Context(), nil); err != nil {
		t.Errorf("the allowed action: %v", err)
	}
	_, err = client.ListAccountAliases(t.Context(), nil)
	want := snapshot.Reason{
		Cause: findings.Denied, Action: "iam:ListAccountAliases", Code: "AccessDenied",
		Message: "access denied: not allowed by a session policy",
	}
	if diff := cmp.Diff(want, assume.Reason("iam:ListAccountAliases", err)); diff != "" {
		t.Errorf("another action (-want +got):\n%s", diff)
	}
}

func TestPartitionOfTheCaller(t *testing.T) {
	for _, partition := range []string{"aws-cn", "aws-us-gov"} {
		c := caller()
		c.Partition = partition
		_, err := assume.New(config(nil), c, sweeper(), assume.Limits{}).Session(cancelled(t), trusting)
		var got *assume.Error
		if want := "arn:" + partition + ":iam::222233334444:role/Audit"; !errors.As(err, &got) || got.RoleARN != want {
			t.Errorf("role %v, want %s", err, want)
		} else if got.Cause != findings.Cancelled {
			t.Errorf("cause %s, want cancelled", got.Cause)
		}
	}
}

func cancelled(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return ctx
}

// Sessions end for real in the simulation: a sweep of three hours works only when they are renewed before.
func TestSessionsRenewThemselves(t *testing.T) {
	for name, r := range map[string]assume.Role{
		"direct": sweeper(),
		"hub":    {Name: "Audit", ExternalID: externalID, HubRole: hubRole},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := serve(t, world())
				ctx, cancel := context.WithTimeout(t.Context(), 4*time.Hour)
				defer cancel()
				target := trusting
				if r.HubRole != "" {
					target = spoke
				}
				session, err := assume.New(signedIn(server), caller(), r, assume.DefaultLimits()).Session(ctx, target)
				if err != nil {
					t.Fatal(err)
				}
				client := iam.NewFromConfig(session.Config)
				for range 180 {
					if _, err := client.GetAccountSummary(ctx, nil); err != nil {
						t.Fatal(err)
					}
					time.Sleep(time.Minute)
				}
				if n := session.Calls.Count()[assumeAction]; n < 3 || n > 5 {
					t.Errorf("%d sessions in three hours, want about one an hour", n)
				}
			})
		})
	}
}

// A renewal that is refused is the role's failure, not the failure of the call that needed it.
func TestRefusedRenewalNamesAssumeRole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := serve(t, world(), fixtures.WithFaults(fixtures.Fault{Account: trusting, Action: assumeAction, From: 2, Kind: fixtures.ExpiredToken}))
		session, err := assume.New(signedIn(server), caller(), sweeper(), assume.DefaultLimits()).Session(t.Context(), trusting)
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(59 * time.Minute)
		_, err = iam.NewFromConfig(session.Config).GetAccountSummary(t.Context(), nil)
		reason := assume.Reason(summaryAction, err)
		want := snapshot.Reason{Cause: findings.Error, Action: assumeAction, Code: "ExpiredToken"}
		if diff := cmp.Diff(want, reason, cmpopts.IgnoreFields(snapshot.Reason{}, "Message")); diff != "" {
			t.Errorf("reason (-want +got):\n%s", diff)
		}
		if !assume.SourceExpired(err) {
			t.Errorf("%v does not read as expired source credentials", err)
		}
		if n := session.Calls.Count()[assumeAction]; n != 2 {
			t.Errorf("%d AssumeRole calls, want the first and one renewal", n)
		}
	})
}

// A renewal has its own tries; the call that waits for it does not multiply them.
func TestFailedRenewalIsNotRepeatedByTheCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := serve(t, world(), fixtures.WithFaults(fixtures.Fault{Account: trusting, Action: assumeAction, From: 2, Kind: fixtures.Unavailable}))
		session, err := assume.New(signedIn(server), caller(), sweeper(), assume.DefaultLimits()).Session(t.Context(), trusting)
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(59 * time.Minute)
		_, err = iam.NewFromConfig(session.Config).GetAccountSummary(t.Context(), nil)
		if reason := assume.Reason(summaryAction, err); reason.Action != assumeAction || reason.Code != "ServiceUnavailable" {
			t.Errorf("reason %+v, want the renewal's", reason)
		}
		wantCount(t, session.Calls, assumeAction, 6)
	})
}

// An account whose AssumeRole is throttled holds up nobody else's.
func TestAssumeRoleSurvivesThirtyThrottles(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := serve(t, world(), fixtures.WithFaults(fixtures.Fault{Account: trusting, Action: assumeAction, To: 30, Kind: fixtures.Throttle}))
		session, err := assume.New(signedIn(server), caller(), sweeper(), assume.DefaultLimits()).Session(t.Context(), trusting)
		if err != nil {
			t.Fatal(err)
		}
		wantCount(t, session.Calls, assumeAction, 31)
	})
}

func TestSourceCredentialsThatFailInMidRun(t *testing.T) {
	base := signedIn(serve(t, world()))
	base.Credentials = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{}, errors.New("the SSO session has expired or is invalid")
	})
	_, err := assume.New(base, caller(), sweeper(), assume.DefaultLimits()).Session(t.Context(), trusting)
	var got *assume.Error
	if !assume.SourceExpired(err) || !errors.As(err, &got) || !strings.Contains(got.Hint(), "sign in again") {
		t.Errorf("error %v, want one of the source credentials", err)
	}
}

func TestEachSessionHasItsOwnPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := serve(t, world(), fixtures.WithRate(5, 5))
		assumer := assume.New(signedIn(server), caller(), sweeper(), assume.Limits{Rate: 5, Burst: 5, Attempts: 1})
		start := time.Now()
		done := make(chan error)
		for _, id := range []string{trusting, management} {
			go func() { done <- readMany(t.Context(), assumer, id, 55) }()
		}
		for range 2 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		if took := time.Since(start); took < 9*time.Second || took > 12*time.Second {
			t.Errorf("55 calls at 5 a second in each of two accounts took %v, want 10 s", took)
		}
		if n := server.MaxInFlight(trusting); n != 1 {
			t.Errorf("%d calls in flight, want 1", n)
		}
	})
}

func readMany(ctx context.Context, assumer *assume.Assumer, id string, n int) error {
	session, err := assumer.Session(ctx, id)
	if err != nil {
		return err
	}
	client := iam.NewFromConfig(session.Config)
	for range n {
		if _, err := client.GetAccountSummary(ctx, nil); err != nil {
			return err
		}
	}
	return nil
}

func TestSourceIdentityAndTagsAreSentOnRequestOnly(t *testing.T) {
	o := world()
	o.Accounts[2].Roles[0].Trust = assume.TrustPolicy(assume.Trust{Principal: caller().ARN, SourceIdentity: true, Tags: true})
	for name, r := range map[string]assume.Role{
		"plain": {Name: "Audit"},
		"both":  {Name: "Audit", SourceIdentity: "ci-runner", Tags: map[string]string{"tool": "orgscan"}},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := assume.New(signedIn(serve(t, o)), caller(), r, assume.DefaultLimits()).Session(t.Context(), trusting); err != nil {
				t.Error(err)
			}
		})
	}
	r := assume.Role{Name: "Audit", ExternalID: externalID, Tags: map[string]string{"tool": "orgscan"}}
	if _, err := assume.New(signedIn(serve(t, world())), caller(), r, assume.DefaultLimits()).Session(t.Context(), trusting); err == nil {
		t.Error("a trust policy without sts:TagSession let a tagged session in: the tags were not sent")
	}
}
