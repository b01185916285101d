package assume_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
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
		"path": {trusting, func(r *assume.Role) { r.Name = "/audit/Other" },
			"arn:aws:sts::222233334444:assumed-role/Other/orgscan", "arn:aws:iam::222233334444:role/audit/Other"},
		"session-name": {trusting, func(r *assume.Role) { r.SessionName = "nightly" },
			"arn:aws:sts::222233334444:assumed-role/Audit/nightly", "arn:aws:iam::222233334444:role/Audit"},
		"session-policy": {trusting, func(r *assume.Role) { r.SessionPolicy = policy },
			"arn:aws:sts::222233334444:assumed-role/Audit/orgscan", "arn:aws:iam::222233334444:role/Audit"},
		"own-account": {management, nil, caller().ARN, ""},
		"override-by-name": {trusting, func(r *assume.Role) { r.Name, r.In = "None", map[string]string{trusting: "audit/Other"} },
			"arn:aws:sts::222233334444:assumed-role/Other/orgscan", "arn:aws:iam::222233334444:role/audit/Other"},
		"override-by-arn": {trusting, func(r *assume.Role) { r.In = map[string]string{trusting: "arn:aws:iam::222233334444:role/audit/Other"} },
			"arn:aws:sts::222233334444:assumed-role/Other/orgscan", "arn:aws:iam::222233334444:role/audit/Other"},
		"long-session-is-cut-for-a-chained-caller": {trusting, func(r *assume.Role) { r.Duration = 4 * time.Hour },
			"arn:aws:sts::222233334444:assumed-role/Audit/orgscan", "arn:aws:iam::222233334444:role/Audit"},
		"hub": {spoke, func(r *assume.Role) { r.HubRole = hubRole },
			"arn:aws:sts::777788889999:assumed-role/Audit/orgscan", "arn:aws:iam::777788889999:role/Audit"},
		"hub-with-session-policy": {spoke, func(r *assume.Role) { r.HubRole, r.SessionPolicy = hubRole, policy },
			"arn:aws:sts::777788889999:assumed-role/Audit/orgscan", "arn:aws:iam::777788889999:role/Audit"},
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
			hints: []string{"does the role Audit exist in account 333344445555", "--role-in 333344445555=", `"aws:PrincipalArn"`, "role/Sweeper"},
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
			want:  assume.Error{Code: "RoleOfAnotherAccount", Cause: findings.Denied},
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
			hints: []string{"does it trust arn:aws:iam::666677778888:role/hub/OrgScanHub"},
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

func TestWhoami(t *testing.T) {
	server := serve(t, world())
	got, err := assume.Whoami(t.Context(), signedIn(server))
	if err != nil {
		t.Fatal(err)
	}
	if got.Account != management || got.ARN != caller().ARN || got.Partition != "aws" || got.UserID == "" || got.Root() {
		t.Errorf("caller %+v, want %+v", got, caller())
	}
	root, err := assume.Whoami(t.Context(), as(server, "AKIAROOTROOTROOTROOT", ""))
	if err != nil || !root.Root() {
		t.Errorf("caller %+v (%v), want the root user", root, err)
	}
}

func TestWhoamiFailures(t *testing.T) {
	server := serve(t, world())
	none := signedIn(server)
	none.Credentials = nil
	failing := func(err error) aws.Config {
		c := signedIn(server)
		c.Credentials = aws.NewCredentialsCache(aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{}, err
		}))
		return c
	}
	wrong := signedIn(server)
	wrong.Credentials = credentials.NewStaticCredentialsProvider("AKIANOBODYNOBODY0000", secret, "")
	cases := map[string]struct {
		config aws.Config
		kind   assume.CredentialsKind
		hint   string
	}{
		"no-provider":    {none, assume.NoCredentials, "AWS_PROFILE"},
		"nothing-found":  {failing(errors.New("no EC2 IMDS role found")), assume.NoCredentials, "AWS_PROFILE"},
		"expired-login":  {failing(errors.New("the SSO session has expired or is invalid")), assume.ExpiredCredentials, "aws sso login"},
		"expired-key":    {as(server, "AKIAEXPIREDEXPIRED00", ""), assume.ExpiredCredentials, "sign in again"},
		"unknown-key":    {wrong, assume.InvalidCredentials, "deactivated"},
		"unsigned-token": {as(server, "ASIATESTTESTTESTTEST", "another"), assume.InvalidCredentials, "aws sts get-caller-identity"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := assume.Whoami(t.Context(), c.config)
			var got *assume.CredentialsError
			if !errors.As(err, &got) || got.Kind != c.kind || !strings.Contains(got.Hint(), c.hint) {
				t.Fatalf("error %#v, want kind %d with the hint %q", err, c.kind, c.hint)
			}
			wantNoSecret(t, got.Error(), got.Hint())
			if reason := assume.Reason("sts:GetCallerIdentity", err); reason.Cause != findings.Error || reason.Message == "" {
				t.Errorf("reason %+v, want an error", reason)
			}
		})
	}
	_, err := assume.Whoami(cancelled(t), signedIn(server))
	if reason := assume.Reason("sts:GetCallerIdentity", err); reason.Cause != findings.Cancelled {
		t.Errorf("reason %+v of %v, want cancelled", reason, err)
	}
}
