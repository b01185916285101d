package assume_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"github.com/orgscan/orgscan/assume"
	"github.com/orgscan/orgscan/fixtures"
)

// The accounts of the world in which roles are assumed.
const (
	management = "111122223333"
	trusting   = "222233334444"
	bare       = "333344445555"
	suspended  = "444455556666"
	guarded    = "555566667777"
	hubAccount = "666677778888"
	spoke      = "777788889999"

	externalID = "external-id-of-the-test"
	secret     = "secret-of-the-caller"
	token      = "token-of-the-caller"
	hubRole    = "arn:aws:iam::" + hubAccount + ":role/hub/OrgScanHub"
)

const anyone = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["*"],"Resource":["*"]}]}`

// caller is the session that the tests start from.
func caller() assume.Caller {
	return assume.Caller{
		Account: management, Partition: "aws", UserID: "AROATESTTESTTESTTEST:sweep",
		ARN: "arn:aws:sts::" + management + ":assumed-role/Sweeper/sweep",
	}
}

// world is an organization with one account for every way in which a role can be entered or not.
func world() *fixtures.Organization {
	trust := assume.TrustPolicy(assume.Trust{Principal: caller().ARN, ExternalID: externalID, OrganizationID: "o-test"})
	viaHub := assume.TrustPolicy(assume.Trust{Principal: hubRole})
	return &fixtures.Organization{
		ID: "o-test", ManagementID: management, RootID: "r-test", Now: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC),
		Credentials: []fixtures.Credential{
			{
				AccessKeyID: "ASIATESTTESTTESTTEST", Secret: secret, Token: token, Account: management, ARN: caller().ARN,
				Policies: []string{anyone},
			},
			{AccessKeyID: "AKIAEXPIREDEXPIRED00", Secret: secret, Account: management, ARN: "arn:aws:iam::" + management + ":user/ci", Expired: true},
			{AccessKeyID: "AKIAROOTROOTROOTROOT", Secret: secret, Account: management, ARN: "arn:aws:iam::" + management + ":root"},
		},
		Accounts: []*fixtures.Account{
			account(management), account(bare),
			account(trusting, role("Audit", "/", trust), role("Other", "/audit/", trust)),
			stated(account(suspended, role("Audit", "/", trust)), "SUSPENDED"),
			denying(account(guarded, role("Audit", "/", trust)), "iam:GetAccountSummary"),
			account(hubAccount, role("OrgScanHub", "/hub/", trust)),
			account(spoke, role("Audit", "/", viaHub)),
		},
	}
}

func account(id string, roles ...*fixtures.Role) *fixtures.Account {
	return &fixtures.Account{ID: id, Name: "account-" + id[:4], Parent: "r-test", State: "ACTIVE", Roles: roles}
}

func stated(a *fixtures.Account, state string) *fixtures.Account {
	a.State = state
	return a
}

func denying(a *fixtures.Account, actions ...string) *fixtures.Account {
	a.Denied = actions
	return a
}

func role(name, path, trust string) *fixtures.Role {
	return &fixtures.Role{Name: name, Path: path, Trust: trust, Inline: map[string]string{"all": anyone}}
}

// serve starts the world in memory with its clock on time.Now, which is virtual inside a bubble.
func serve(t *testing.T, o *fixtures.Organization, opts ...fixtures.Option) *fixtures.AWS {
	t.Helper()
	server, err := fixtures.New(o, append([]fixtures.Option{fixtures.WithClock(time.Now)}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if lines := server.Unexpected(); len(lines) > 0 {
			t.Errorf("requests that the simulation does not understand: %q", lines)
		}
	})
	return server
}

// signedIn is the configuration of the caller.
func signedIn(server *fixtures.AWS) aws.Config {
	return as(server, "ASIATESTTESTTESTTEST", token)
}

// as is the configuration of somebody else.
func as(server *fixtures.AWS, key, token string) aws.Config {
	return aws.Config{
		Region:       "us-east-1",
		BaseEndpoint: aws.String("http://aws.test"),
		HTTPClient:   &http.Client{Transport: server.RoundTripper()},
		Credentials:  credentials.NewStaticCredentialsProvider(key, secret, token),
	}
}

// sweeper is the role that the tests assume unless they try another.
func sweeper() assume.Role { return assume.Role{Name: "Audit", ExternalID: externalID} }
