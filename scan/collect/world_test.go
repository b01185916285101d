package collect_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	gocmp "github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/assume"
	"github.com/orgscan/orgscan/fixtures"
	"github.com/orgscan/orgscan/scan/collect"
	"github.com/orgscan/orgscan/scan/snapshot"
)

const (
	managementID = "111122223333"
	accountID    = "222233334444"

	keyID, secret, token = "ASIATESTSESSION00001", "secret", "token"

	// timeout is the account's deadline in most tests: virtual time.
	timeout = 15 * time.Minute
)

var (
	now = time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)
	old = now.AddDate(-2, 0, 0)
)

// everything is the sections that the tests collect: ssh-keys too.
func everything() []snapshot.Section { return append(snapshot.Default(), snapshot.OptIn()...) }

// world is a simulated organization with one session in its member account, which may do exactly what is declared.
type world struct {
	aws    *fixtures.AWS
	limits assume.Limits
	calls  assume.Calls
	// transport stands between the client and the simulated AWS when it is not nil.
	transport http.RoundTripper
}

func newWorld(t testing.TB, member *fixtures.Account, opts ...fixtures.Option) *world {
	t.Helper()
	simulated, err := fixtures.New(organization(member), opts...)
	if err != nil {
		t.Fatal(err)
	}
	return &world{aws: simulated, limits: assume.DefaultLimits()}
}

func organization(member *fixtures.Account) *fixtures.Organization {
	return &fixtures.Organization{
		ID: "o-exampleorg", ManagementID: managementID, RootID: "r-root", Now: now,
		IdentityCenter: &fixtures.IdentityCenter{ID: "ssoins-0000000000000000", Store: "d-0000000000", Region: "eu-west-1", Created: old},
		Accounts: []*fixtures.Account{
			{ID: managementID, Name: "management", Parent: "r-root", Trails: []fixtures.Trail{{Region: "us-east-1", Name: "organization", Organization: true}}}, member,
		},
		Credentials: []fixtures.Credential{{
			AccessKeyID: keyID, Secret: secret, Token: token, Account: member.ID,
			ARN:      "arn:aws:sts::" + member.ID + ":assumed-role/OrgScanAudit/orgscan",
			Policies: []string{allowing(collect.Actions(everything()))},
		}},
	}
}

// allowing is a policy that allows the actions and nothing else.
func allowing(actions []string) string {
	document, err := json.Marshal(map[string]any{
		"Version":   "2012-10-17",
		"Statement": []any{map[string]any{"Effect": "Allow", "Action": actions, "Resource": "*"}},
	})
	if err != nil {
		panic(err)
	}
	return string(document)
}

func (w *world) config() aws.Config {
	transport := w.transport
	if transport == nil {
		transport = w.aws.RoundTripper()
	}
	return assume.Limited(aws.Config{
		Region:       "us-east-1",
		BaseEndpoint: aws.String("http://aws.example"),
		Credentials:  credentials.NewStaticCredentialsProvider(keyID, secret, token),
		HTTPClient:   &http.Client{Transport: transport},
	}, w.limits, &w.calls)
}

// account collects all sections, the SSH keys of empty users among them, until the deadline.
func (w *world) account(t testing.TB) *snapshot.Account {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), timeout)
	defer cancel()
	return w.accountWith(ctx, t, collect.Options{SSHKeys: collect.SSHKeysOfEmptyUsers, Sections: optional()})
}

// optional are the sections that Options.Sections takes.
func optional() []snapshot.Section {
	return slices.DeleteFunc(snapshot.OptIn(), func(s snapshot.Section) bool { return s == snapshot.SectionSSHKeys })
}

func (w *world) accountWith(ctx context.Context, t testing.TB, o collect.Options) *snapshot.Account {
	t.Helper()
	o.AsOf, o.AuditRole, o.LastAccessed = now, "OrgScanAudit", cmp.Or(o.LastAccessed, "users,roles")
	a, err := collect.Account(ctx, w.config(), accountID, o)
	if err != nil {
		t.Fatal(err)
	}
	if lines := w.aws.Unexpected(); len(lines) > 0 {
		t.Fatalf("the simulated AWS did not understand: %q", lines)
	}
	return a
}

// reference is the account when nothing goes wrong. Its managed documents come one by one.
func reference(t *testing.T, member *fixtures.Account) *snapshot.Account {
	t.Helper()
	a := newWorld(t, member, fixtures.WithoutManagedDetails(), fixtures.WithReportPolls(0)).account(t)
	if len(a.Missing) > 0 {
		t.Fatalf("missing without any fault: %v", a.Missing)
	}
	return a
}

// same fails the test unless both snapshots have the same bytes.
func same(t *testing.T, want, got *snapshot.Account) {
	t.Helper()
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Fatalf("snapshot (-want +got):\n%s", diff)
	}
	if !bytes.Equal(encoded(t, want), encoded(t, got)) {
		t.Fatal("equal snapshots have different bytes")
	}
}

func encoded(t *testing.T, a *snapshot.Account) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := snapshot.EncodeAccount(&b, a); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// without returns a copy in which the sections that got misses are missing for got's reasons.
func without(t *testing.T, full, got *snapshot.Account) *snapshot.Account {
	t.Helper()
	less, err := snapshot.DecodeAccount(bytes.NewReader(encoded(t, full)))
	if err != nil {
		t.Fatal(err)
	}
	for section, reason := range got.Missing {
		less.Miss(section, reason)
	}
	return less
}

func missing(a *snapshot.Account) []snapshot.Section {
	var sections []snapshot.Section
	for s := range a.Missing {
		sections = append(sections, s)
	}
	slices.Sort(sections)
	return sections
}

const trustEC2 = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}`

const readS3 = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"arn:aws:s3:::data+logs/*"}]}`

// member is an account with something in every section, more than one page of most at a page size of 1.
func member() *fixtures.Account {
	readOnly := "arn:aws:iam::aws:policy/ReadOnlyAccess"
	boundary := "arn:aws:iam::" + accountID + ":policy/bounds/edge"
	return &fixtures.Account{
		ID: accountID, Name: "workload", Parent: "r-root",
		SSOInstances: []fixtures.SSOInstance{
			{ID: "ssoins-2222222222222222", Store: "d-2222222222", Region: "us-west-2", Created: old},
			{ID: "ssoins-1111111111111111", Store: "d-1111111111", Region: "eu-central-1", Created: old},
		},
		Root:   fixtures.Root{MFA: "virtual"},
		Events: happened(),
		Instances: []fixtures.Instance{
			{ID: "i-0a1", Name: "web", Profile: "web"},
			{ID: "i-0a2"},
			{ID: "i-0a3", State: "stopped"},
			{ID: "i-0b1", Region: "eu-central-1"},
			{ID: "i-0c1", Region: "ap-east-1"},
		},
		LoadBalancers: balancers(),
		Users: []*fixtures.User{
			{
				Name: "operator", Path: "/people/", Created: old, Console: &fixtures.Console{Changed: old, LastUsed: now}, MFA: "virtual",
				Groups: []string{"operators", "readers"}, Boundary: boundary, Tags: map[string]string{"team": "platform", "cost": ""},
			},
			{Name: "deploy", Created: old, Access: fixtures.Access{"s3": old}, Keys: []fixtures.Key{{Created: old, LastUsed: now}}, Inline: map[string]string{"push": readS3, "pull": readS3}},
			{Name: "mailer", Created: old, SSHKeys: []fixtures.SSHKey{{ID: "APKAEXAMPLE000000001", Uploaded: old}, {ID: "APKAEXAMPLE000000002", Inactive: true, Uploaded: old}}},
			{Name: "git", Created: old, Keys: []fixtures.Key{{Created: old, Inactive: true}}, SSHKeys: []fixtures.SSHKey{{ID: "APKAEXAMPLE000000003", Uploaded: old}}},
			{Name: "model-caller", Created: old},
			{Name: "idle", Created: old, Attached: []string{readOnly}},
		},
		Groups: []*fixtures.Group{
			{Name: "operators", Created: old, Attached: []string{"arn:aws:iam::aws:policy/PowerUserAccess"}},
			{Name: "readers", Path: "/people/", Created: old, Attached: []string{readOnly}, Inline: map[string]string{"read": readS3}},
		},
		Roles: []*fixtures.Role{
			{
				Name: "AWSServiceRoleForSupport", Path: "/aws-service-role/support.amazonaws.com/", Created: old, Trust: trustEC2,
				Access: fixtures.Access{"support": now},
			},
			{Name: "web", Path: "/app/", Created: old, Access: fixtures.Access{"s3": now.Add(-time.Hour), "sqs": {}}, Trust: trustEC2, LastUsed: now, LastUsedRegion: "eu-west-1", InstanceProfiles: []string{"web", "web-2"}},
			{Name: "batch", Created: old, Trust: trustEC2, Inline: map[string]string{"read": readS3}, Attached: []string{readOnly, boundary}, Boundary: boundary},
		},
		Policies: []*fixtures.Policy{
			{Name: "edge", Path: "/bounds/", Created: old, Versions: []string{readS3, trustEC2, readS3}, Default: "v2"},
			{Name: "unused", Created: old, Versions: []string{readS3}},
		},
		Aliases:        []string{"workload"},
		PasswordPolicy: &fixtures.PasswordPolicy{MinLength: 14, Uppercase: true, Symbols: true, MaxAge: 90, Reuse: 24, HardExpiry: true},
		ServerCertificates: []fixtures.ServerCertificate{
			{Name: "api", Path: "/", Uploaded: old, Expires: now}, {Name: "www", Path: "/", Uploaded: old, Expires: now},
		},
		SAML: []fixtures.SAMLProvider{{Name: "corporate", Created: old, ValidUntil: now}, {Name: "legacy", Created: old, Certificates: []time.Time{now, old}}, {Name: "AWSSSO_0123456789abcdef_DO_NOT_DELETE", Created: old}},
		OIDC: []fixtures.OIDCProvider{{Issuer: "token.actions.githubusercontent.com"}, {Issuer: "gitlab.example.com"}},
		Analyzers: []fixtures.Analyzer{
			{
				Region: "us-east-1", Name: "own", Type: "ACCOUNT", Findings: []fixtures.AnalyzerFinding{
					{ID: "f-1", Type: "ExternalAccess", Resource: "arn:aws:s3:::open", ResourceType: "AWS::S3::Bucket", Public: true},
					{ID: "f-2", Type: "ExternalAccess", ResourceType: "AWS::KMS::Key"},
					{ID: "f-3", Type: "ExternalAccess", Status: "ARCHIVED", ResourceType: "AWS::KMS::Key"},
				},
				Rules: []fixtures.ArchiveRule{
					{Name: "partner", Filter: map[string]map[string]any{
						"principal.AWS": {"eq": []string{"999900001111"}, "neq": []string{"999900002222"}, "contains": []string{"role"}}, "error": {"exists": false},
					}},
					{Name: "everything"},
				},
			},
			{Region: "us-east-1", Name: "all", Type: "ORGANIZATION", Findings: []fixtures.AnalyzerFinding{{ID: "f-4", Type: "ExternalAccess", ResourceType: "AWS::S3::Bucket", Owner: managementID}}},
			{Region: "eu-central-1", Name: "idle", Type: "ACCOUNT_UNUSED_ACCESS", Findings: []fixtures.AnalyzerFinding{{ID: "f-5", Type: "UnusedIAMRole", ResourceType: "AWS::IAM::Role"}}},
			{Region: "eu-central-1", Name: "off", Type: "ACCOUNT", Status: "DISABLED"},
		},
		Trails: []fixtures.Trail{
			{Region: "us-east-1", Name: "basic", Events: "WriteOnly"},
			{Region: "eu-central-1", Name: "advanced", Stopped: true, Advanced: map[string][]string{"eventCategory": {"Management"}, "readOnly": {"true"}}},
			{Region: "us-east-1", Name: "some", Advanced: map[string][]string{"eventCategory": {"Management"}, "eventSource": {"iam.amazonaws.com"}}},
			{Region: "us-east-1", Name: "data", Events: "None"},
			{Region: "us-east-1", Name: "single", Single: true},
		},
		Recorders: []fixtures.Recorder{
			{Region: "us-east-1"}, {Region: "us-east-1", Internal: true}, {Region: "eu-central-1", Stopped: true, Excluded: []string{"AWS::IAM::User"}},
		},
		Detectors: []fixtures.Detector{{Region: "us-east-1", ID: "00abc"}, {Region: "eu-central-1", ID: "00abd", Disabled: true}},
		TrustAnchors: []fixtures.TrustAnchor{
			{Region: "us-east-1", Name: "bundle", DistributionPoints: true},
			{Region: "eu-central-1", Name: "authority", Authority: "arn:aws:acm-pca:eu-central-1:" + accountID + ":certificate-authority/1", Disabled: true},
		},
		RolesAnywhereProfiles: []fixtures.RolesAnywhereProfile{
			{Region: "us-east-1", Name: "narrow", SessionPolicy: readS3, ManagedPolicies: []string{readOnly}, Roles: []string{"arn:aws:iam::" + accountID + ":role/batch"}},
			{Region: "us-east-1", Name: "off", Disabled: true},
		},
		RevocationLists: []fixtures.RevocationList{{Region: "us-east-1", Name: "revoked", Anchor: "bundle"}, {Region: "us-east-1", Name: "old", Anchor: "bundle", Disabled: true}},
		ServiceCredentials: []fixtures.ServiceCredential{
			{User: "model-caller", Service: "bedrock.amazonaws.com", ID: "ACCAEXAMPLE000000001", Created: old},
			{User: "mailer", Service: "codecommit.amazonaws.com", ID: "ACCAEXAMPLE000000002", Inactive: true, Created: old, Expires: now},
		},
		Contacts: &fixtures.Contacts{
			Security: "security@example.com", Billing: "billing@example.com",
			Primary: map[string]string{"City": "", "PhoneNumber": "+1 000-000-0000", "FullName": "Test"},
		},
		OutboundFederation: &fixtures.OutboundFederation{Issuer: "https://0f1e2d3c.tokens.sts.global.api.aws"},
		DelegationRequests: []fixtures.DelegationRequest{
			{ID: "dr-0123456789abcdef-2", State: "PENDING_APPROVAL", Requestor: "777700007777", RequestorName: "Example Monitoring", Created: old, Expires: now},
			{ID: "dr-0123456789abcdef-1", State: "REJECTED", Requestor: "777700007777", Created: old},
		},
	}
}

// balancers serve the member's certificates and one of AWS Certificate Manager.
func balancers() []fixtures.LoadBalancer {
	www, api := "arn:aws:iam::"+accountID+":server-certificate/www", "arn:aws:iam::"+accountID+":server-certificate/api"
	other := "arn:aws:acm:us-east-1:" + accountID + ":certificate/12345678"
	return []fixtures.LoadBalancer{
		{Name: "shop", Listeners: []fixtures.Listener{{Protocol: "HTTP"}, {Certificates: []string{other, www, api}}, {Certificates: []string{www}}}},
		{Name: "mail", Kind: "network", Region: "eu-central-1", Listeners: []fixtures.Listener{{Protocol: "TLS", Certificates: []string{api}}}},
		{Name: "firewall", Kind: "gateway"},
		{Name: "old", Kind: "classic", Listeners: []fixtures.Listener{{Protocol: "HTTP"}, {Certificates: []string{www}}}},
	}
}

// crowd is an account of the given size, with the managed policies that AWS's quota of ten for a role allows to attach.
func crowd(users, roles, groups, policies int) *fixtures.Account {
	a := &fixtures.Account{ID: accountID, Name: "crowd", Parent: "r-root"}
	arn := func(i int) string {
		return fmt.Sprintf("arn:aws:iam::%s:policy/policy-%d", accountID, i%max(policies, 1))
	}
	for i := range policies {
		a.Policies = append(a.Policies, &fixtures.Policy{Name: fmt.Sprintf("policy-%d", i), Created: old, Versions: []string{readS3, readS3}})
	}
	for i := range groups {
		a.Groups = append(a.Groups, &fixtures.Group{Name: fmt.Sprintf("group-%d", i), Created: old, Attached: []string{arn(i)}})
	}
	for i := range users {
		u := &fixtures.User{Name: fmt.Sprintf("user-%d", i), Created: old, Keys: []fixtures.Key{{Created: old}}}
		if groups > 0 {
			u.Groups = []string{fmt.Sprintf("group-%d", i%groups)}
		}
		a.Users = append(a.Users, u)
	}
	for i := range roles {
		a.Roles = append(a.Roles, &fixtures.Role{
			Name: fmt.Sprintf("role-%d", i), Created: old, Trust: trustEC2,
			Inline: map[string]string{"read": readS3}, Attached: []string{arn(i), "arn:aws:iam::aws:policy/ReadOnlyAccess"},
		})
	}
	return a
}
