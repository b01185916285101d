package access_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/access"
	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

const (
	accountID  = "111122223333"
	management = "999988887777"
	roleARN    = "arn:aws:iam::111122223333:role/deploy"
)

// document spells statements without their version: `Allow * *`, or JSON for everything else.
func document(statements ...string) string {
	for i, s := range statements {
		if !strings.HasPrefix(s, "{") {
			f := strings.Fields(s)
			statements[i] = fmt.Sprintf(`{"Effect":%q,"Action":["%s"],"Resource":%q}`, f[0], strings.ReplaceAll(f[1], ",", `","`), f[2])
		}
	}
	return `{"Version":"2012-10-17","Statement":[` + strings.Join(statements, ",") + `]}`
}

func inlines(statements ...string) []snapshot.InlinePolicy {
	return []snapshot.InlinePolicy{{Name: "own", Document: document(statements...)}}
}

func role(statements ...string) *snapshot.Role {
	return &snapshot.Role{ARN: roleARN, Name: "deploy", Path: "/", Inline: inlines(statements...)}
}

func judge(a *snapshot.Account, o *snapshot.Organization, r *snapshot.Role) access.Verdict {
	a.ID, a.Partition = accountID, "aws"
	return access.New(a, o, policy.Parse).RoleAdmin(r)
}

const (
	allowAll   = "Allow * *"
	onlyWithMF = `{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}`
)

// yes, no and maybe are verdicts of a role with the inline policy "own".
var (
	yes   = access.Verdict{Outcome: policy.Allow, By: []string{"inline policy own"}}
	no    = access.Verdict{Outcome: policy.Deny}
	maybe = func(keys ...string) access.Verdict {
		return access.Verdict{Outcome: policy.Depends, By: []string{"inline policy own"}, Conditions: keys}
	}
)

func TestAdminByOwnPolicies(t *testing.T) {
	tests := map[string]struct {
		statements []string
		want       access.Verdict
	}{
		"nothing":                     {nil, no},
		"everything":                  {[]string{allowAll}, yes},
		"everything-in-other-words":   {[]string{"Allow *:* arn:aws:*"}, yes},
		"all-of-iam":                  {[]string{"Allow IAM:* *"}, yes},
		"power-user":                  {[]string{`{"Effect":"Allow","NotAction":["iam:*","organizations:*"],"Resource":"*"}`}, no},
		"power-user-and-iam":          {[]string{`{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}`, "Allow iam:* *"}, yes},
		"all-but-users":               {[]string{`{"Effect":"Allow","NotAction":["iam:CreateUser","iam:*AccessKey"],"Resource":"*"}`}, yes},
		"all-but-creating":            {[]string{`{"Effect":"Allow","NotAction":["iam:Create*","iam:Update*","iam:Attach*"],"Resource":"*"}`}, no},
		"one-step-from-admin":         {[]string{"Allow iam:AttachRolePolicy *"}, no},
		"roles-of-one-team":           {[]string{"Allow iam:* arn:aws:iam::111122223333:role/team-*"}, no},
		"own-account-only":            {[]string{"Allow iam:* arn:aws:iam::111122223333:*"}, yes},
		"other-account":               {[]string{"Allow * arn:aws:iam::444455556666:*"}, no},
		"read-only":                   {[]string{"Allow iam:Get*,iam:List*,s3:Get* *"}, no},
		"deny-everything":             {[]string{allowAll, "Deny * *"}, no},
		"deny-iam":                    {[]string{allowAll, "Deny iam:* *"}, no},
		"deny-all-but-one":            {[]string{allowAll, `{"Effect":"Deny","NotAction":"ec2:*","Resource":"*"}`}, no},
		"deny-another-service":        {[]string{allowAll, "Deny cloudtrail:StopLogging,s3:* *"}, yes},
		"deny-users":                  {[]string{allowAll, "Deny iam:CreateUser,iam:CreateAccessKey,iam:CreateLoginProfile *"}, yes},
		"deny-roles-leaves-users":     {[]string{allowAll, "Deny iam:*Role*,iam:UpdateAssumeRolePolicy *"}, yes},
		"deny-one-protected-role":     {[]string{allowAll, "Deny iam:* arn:aws:iam::111122223333:role/OrgScanAudit"}, yes},
		"deny-all-roles-but-a-team's": {[]string{allowAll, `{"Effect":"Deny","Action":"iam:*","NotResource":"arn:aws:iam::*:role/team-*"}`}, no},
		"neither-allow-nor-deny": {
			[]string{allowAll, `{"Effect":"Perhaps","Action":"*","Resource":"*"}`},
			access.Verdict{Outcome: policy.Depends, By: []string{"inline policy own"}, Unread: []string{"inline policy own"}},
		},
		"only-neither-allow-nor-deny": {
			[]string{`{"Effect":"Perhaps","Action":"*","Resource":"*"}`},
			access.Verdict{Outcome: policy.Depends, Unread: []string{"inline policy own"}},
		},
		"with-mfa": {[]string{onlyWithMF}, maybe("aws:MultiFactorAuthPresent")},
		"deny-without-mfa": {
			[]string{allowAll, `{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}`},
			maybe("aws:MultiFactorAuthPresent"),
		},
		"deny-without-boundary": {
			[]string{allowAll, `{"Effect":"Deny","Action":["iam:Create*","iam:Put*","iam:Attach*","iam:UpdateAssumeRolePolicy"],"Resource":"*",` +
				`"Condition":{"StringNotEquals":{"iam:PermissionsBoundary":"arn:aws:iam::111122223333:policy/limit"}}}`},
			no,
		},
		"deny-other-callers": {
			[]string{allowAll, `{"Effect":"Deny","Action":"iam:*","Resource":"*","Condition":{"ArnNotEquals":{"aws:PrincipalArn":"` + roleARN + `"}}}`}, yes,
		},
		"deny-this-caller": {
			[]string{allowAll, `{"Effect":"Deny","Action":"iam:*","Resource":"*","Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/dep*"}}}`}, no,
		},
		"deny-elsewhere-leaves-iam": {
			[]string{allowAll, `{"Effect":"Deny","NotAction":["iam:*","sts:*"],"Resource":"*","Condition":{"StringNotEquals":{"aws:RequestedRegion":"eu-west-1"}}}`}, yes,
		},
		"deny-with-unlike-tag": {
			[]string{allowAll, `{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringNotEquals":{"aws:PrincipalTag/team":"ops"}}}`}, no,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, judge(&snapshot.Account{}, &snapshot.Organization{}, role(tt.statements...))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func managedPolicy(name, text string) snapshot.ManagedPolicy {
	return snapshot.ManagedPolicy{
		ARN: "arn:aws:iam::111122223333:policy/" + name, Name: name, Versions: []snapshot.PolicyVersion{{ID: "v1", Default: true, Document: text}},
	}
}

func TestAdminWithinBoundary(t *testing.T) {
	boundary := func(statements ...string) *snapshot.Account {
		return &snapshot.Account{ManagedDocuments: []snapshot.ManagedPolicy{managedPolicy("limit", document(statements...))}}
	}
	unread := maybe()
	unread.Unread = []string{"permissions boundary limit"}
	tests := map[string]struct {
		account *snapshot.Account
		want    access.Verdict
	}{
		"allows-everything": {boundary(allowAll), yes},
		"allows-nothing":    {boundary("Deny * *"), no},
		"empty":             {boundary(), no},
		"without-iam":       {boundary("Allow ec2:*,s3:* *"), no},
		"iam-alone":         {boundary("Allow iam:* *"), yes},
		"under-conditions":  {boundary(onlyWithMF), maybe("aws:MultiFactorAuthPresent")},
		"not-collected":     {&snapshot.Account{}, unread},
		"malformed":         {&snapshot.Account{Policies: []snapshot.ManagedPolicy{managedPolicy("limit", "{")}}, unread},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := role(allowAll)
			r.Boundary = "arn:aws:iam::111122223333:policy/limit"
			if diff := cmp.Diff(tt.want, judge(tt.account, &snapshot.Organization{}, r)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// scp is a service control policy on nodes of the tree.
func scp(text string, targets ...string) snapshot.OrgPolicy {
	p := snapshot.OrgPolicy{ID: "p-" + targets[0] + text, Type: "SERVICE_CONTROL_POLICY", Document: text}
	for _, id := range targets {
		kind := "ORGANIZATIONAL_UNIT"
		if len(id) == 12 {
			kind = "ACCOUNT"
		}
		p.Targets = append(p.Targets, snapshot.PolicyTarget{ID: id, Type: kind})
	}
	return p
}

func organization(policies ...snapshot.OrgPolicy) *snapshot.Organization {
	return &snapshot.Organization{
		ID: "o-example", ManagementID: management, Policies: policies,
		Accounts: []snapshot.OrgAccount{{ID: accountID, Parents: []string{"r-root", "ou-upper", "ou-lower"}}},
	}
}

func TestAdminBelowServiceControlPolicies(t *testing.T) {
	full := scp(document(allowAll), "r-root", "ou-upper", "ou-lower", accountID)
	denyIAM := document("Deny iam:* *")
	unread := maybe()
	unread.Unread = []string{"service control policies"}
	change := func(o *snapshot.Organization, f func(*snapshot.Organization)) *snapshot.Organization {
		f(o)
		return o
	}
	missing := func(o *snapshot.Organization) {
		o.Policies = nil
		o.Missing = map[snapshot.Section]snapshot.Reason{snapshot.SectionPolicies: {Cause: findings.Denied}}
	}
	unplaced := func(o *snapshot.Organization) { o.Accounts[0].Parents = nil }
	tests := map[string]struct {
		org  *snapshot.Organization
		want access.Verdict
	}{
		"none":                       {organization(), yes},
		"full-access":                {organization(full), yes},
		"denied-at-the-root":         {organization(full, scp(denyIAM, "r-root")), no},
		"denied-in-between":          {organization(full, scp(denyIAM, "ou-upper")), no},
		"denied-at-the-account":      {organization(full, scp(denyIAM, accountID)), no},
		"denied-elsewhere":           {organization(full, scp(denyIAM, "ou-other", "444455556666")), yes},
		"one-level-allows-less":      {organization(scp(document(allowAll), "r-root", "ou-lower"), scp(document("Allow s3:* *"), "ou-upper")), no},
		"two-policies-of-a-level":    {organization(scp(document("Allow s3:* *"), "r-root"), scp(document("Allow iam:* *"), "r-root")), yes},
		"levels-do-not-add-up":       {organization(scp(document("Allow s3:* *"), "r-root"), scp(document("Allow iam:* *"), "ou-upper")), no},
		"root-user-alone":            {organization(full, scp(document(`{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:root"}}}`), "r-root")), yes},
		"all-but-the-pipeline":       {organization(full, scp(document(`{"Effect":"Deny","Action":"iam:*","Resource":"*","Condition":{"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/pipeline"}}}`), "r-root")), no},
		"under-conditions":           {organization(full, scp(document(`{"Effect":"Deny","Action":"iam:*","Resource":"*","Condition":{"NotIpAddress":{"aws:SourceIp":"192.0.2.0/24"}}}`), "ou-lower")), maybe("aws:SourceIp")},
		"resource-control-policy":    {organization(full, typed(scp(denyIAM, "r-root"), "RESOURCE_CONTROL_POLICY")), yes},
		"not-read":                   {change(organization(), missing), unread},
		"not-placed":                 {change(organization(full), unplaced), unread},
		"not-placed-without-any":     {change(organization(), unplaced), yes},
		"not-placed-denied-directly": {change(organization(scp(document(allowAll), "r-root"), scp(denyIAM, accountID)), unplaced), no},
		"torn":                       {organization(full, scp(`{"Statement":`, "ou-upper")), unread},
		"management-account":         {change(organization(full, scp(denyIAM, "r-root")), func(o *snapshot.Organization) { o.ManagementID = accountID }), yes},
		"management-account-not-read": {
			change(change(organization(), missing), func(o *snapshot.Organization) { o.ManagementID = accountID }), yes,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, judge(&snapshot.Account{}, tt.org, role(allowAll))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	t.Run("not-read-cannot-make-an-admin", func(t *testing.T) {
		if got := judge(&snapshot.Account{}, change(organization(), missing), role("Allow s3:* *")); got.Outcome != policy.Deny {
			t.Errorf("%+v", got)
		}
	})
	t.Run("service-linked", func(t *testing.T) {
		r := role(allowAll)
		r.Path = "/aws-service-role/example.amazonaws.com/"
		r.ARN = "arn:aws:iam::111122223333:role" + r.Path + "deploy"
		if got := judge(&snapshot.Account{}, organization(full, scp(denyIAM, "r-root")), r); got.Outcome != policy.Allow {
			t.Errorf("%+v", got)
		}
	})
}

func typed(p snapshot.OrgPolicy, kind string) snapshot.OrgPolicy {
	p.Type = kind
	return p
}

func TestAdminThroughGroups(t *testing.T) {
	a := &snapshot.Account{
		ID: accountID, Partition: "aws",
		Groups: []snapshot.Group{
			{ARN: "arn:aws:iam::111122223333:group/ops", Name: "ops", Attached: []snapshot.AttachedPolicy{{Name: "everything", ARN: "arn:aws:iam::111122223333:policy/everything"}}},
			{ARN: "arn:aws:iam::111122223333:group/brake", Name: "brake", Inline: inlines("Deny iam:* *")},
			{ARN: "arn:aws:iam::111122223333:group/part", Name: "part", Inline: inlines("Allow iam:CreateRole *")},
			{ARN: "arn:aws:iam::111122223333:group/torn", Name: "torn", Inline: []snapshot.InlinePolicy{{Name: "own", Document: `{"Statement":`}}},
		},
		Policies: []snapshot.ManagedPolicy{managedPolicy("everything", document(allowAll))},
	}
	analysis := access.New(a, organization(), policy.Parse)
	by := []string{"managed policy everything of group ops"}
	tests := map[string]struct {
		groups []string
		want   access.Verdict
	}{
		"none":          {nil, no},
		"one":           {[]string{"ops"}, access.Verdict{Outcome: policy.Allow, By: by}},
		"denied-by-one": {[]string{"brake", "ops"}, no},
		"not-collected": {[]string{"gone"}, access.Verdict{Outcome: policy.Depends, Unread: []string{"group gone"}}},
		"not-collected-and-a-part": {
			[]string{"gone", "part"}, access.Verdict{Outcome: policy.Depends, Unread: []string{"group gone"}},
		},
		"not-collected-and-denied": {[]string{"gone", "brake"}, no},
		"torn":                     {[]string{"torn"}, access.Verdict{Outcome: policy.Depends, Unread: []string{"inline policy own of group torn"}}},
		"one-of-them-not-collected": {
			[]string{"gone", "ops"}, access.Verdict{Outcome: policy.Depends, By: by, Unread: []string{"group gone"}},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			u := &snapshot.User{ARN: "arn:aws:iam::111122223333:user/" + name, Name: name, Groups: tt.groups}
			if diff := cmp.Diff(tt.want, analysis.UserAdmin(u)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	for i, want := range []policy.Outcome{policy.Allow, policy.Deny} {
		if got := analysis.GroupAdmin(&a.Groups[i]); got.Outcome != want {
			t.Errorf("group %s: %+v", a.Groups[i].Name, got)
		}
	}
}

// TestVerdictsAreKept asks twice and changes the account in between: the second answer is the first one.
func TestVerdictsAreKept(t *testing.T) {
	r := role(allowAll)
	analysis := access.New(&snapshot.Account{ID: accountID, Partition: "aws"}, organization(), policy.Parse)
	first := analysis.RoleAdmin(r)
	r.Inline = nil
	if diff := cmp.Diff(first, analysis.RoleAdmin(r)); diff != "" {
		t.Error(diff)
	}
}

func TestVerdictWords(t *testing.T) {
	tests := map[string]struct {
		verdict                    access.Verdict
		certain, possible, granted bool
	}{
		"yes":    {yes, true, true, true},
		"no":     {no, false, false, false},
		"maybe":  {maybe("aws:SourceIp"), false, true, true},
		"unread": {access.Verdict{Outcome: policy.Depends, Unread: []string{"group gone"}}, false, true, false},
	}
	for name, tt := range tests {
		if tt.verdict.Certain() != tt.certain || tt.verdict.Possible() != tt.possible || tt.verdict.Granted() != tt.granted {
			t.Errorf("%s: certain %v, possible %v, granted %v", name, tt.verdict.Certain(), tt.verdict.Possible(), tt.verdict.Granted())
		}
	}
}

// TestAdminNamesThePoliciesThatMakeIt draws who is an administrator by one policy of two, and who only by both.
func TestAdminNamesThePoliciesThatMakeIt(t *testing.T) {
	const most = `{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}`
	mfa := func(action string) string {
		return `{"Effect":"Allow",` + action + `,"Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}`
	}
	tests := map[string]struct {
		iam, rest string
		want      access.Verdict
	}{
		"one-is-enough":    {"Allow iam:* *", most, access.Verdict{Outcome: policy.Allow, By: []string{"inline policy iam"}}},
		"both-needed":      {"Allow iam:CreateRole,iam:PutRolePolicy *", most, access.Verdict{Outcome: policy.Allow, By: []string{"inline policy iam", "inline policy rest"}}},
		"other-is-enough":  {"Allow iam:CreateRole,iam:PutRolePolicy *", "Allow * *", access.Verdict{Outcome: policy.Allow, By: []string{"inline policy rest"}}},
		"either-is-enough": {"Allow iam:* *", "Allow * *", access.Verdict{Outcome: policy.Allow, By: []string{"inline policy iam", "inline policy rest"}}},
		"no-way-is-left":   {"Allow iam:CreateRole *", most, no},
		"half-a-way": {
			"Allow iam:CreateRole,iam:CreateUser,iam:PutUserPolicy,iam:CreateAccessKey *", most,
			access.Verdict{Outcome: policy.Allow, By: []string{"inline policy iam", "inline policy rest"}},
		},
		"under-a-condition": {
			mfa(`"Action":"iam:*"`), mfa(`"NotAction":"iam:*"`),
			access.Verdict{Outcome: policy.Depends, By: []string{"inline policy iam"}, Conditions: []string{"aws:MultiFactorAuthPresent"}},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := role()
			r.Inline = []snapshot.InlinePolicy{{Name: "iam", Document: document(test.iam)}, {Name: "rest", Document: document(test.rest)}}
			if diff := cmp.Diff(test.want, judge(&snapshot.Account{}, &snapshot.Organization{}, r)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
