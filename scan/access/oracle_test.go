package access_test

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/orgscan/orgscan/scan/access"
	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// sharedFolder is where labelled data made by others may lie, seen from the root of the repository.
const sharedFolder = "../shared"

// oracle returns the path of a file of the labelled data. Without them the test is skipped; where CI says that it has the
// folder, it must also have the file.
func oracle(t *testing.T, name string) string {
	t.Helper()
	root := repository(t)
	path := filepath.Join(root, sharedFolder, "oracle", name)
	_, err := os.Stat(path)
	if err == nil {
		return path
	}
	if _, shared := os.Stat(filepath.Join(root, sharedFolder)); shared == nil && os.Getenv("ORGSCAN_CI") != "" {
		t.Fatalf("CI must not skip this: %v", err)
	}
	t.Skipf("no labelled data: %v", err)
	return ""
}

// repository walks up to the folder of go.mod.
func repository(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("no go.mod above the test")
		}
		dir = filepath.Dir(dir)
	}
}

// cliAnswer is what `aws iam get-account-authorization-details` prints, as far as it matters here.
type cliAnswer struct {
	UserDetailList []struct {
		Arn, UserName           string
		GroupList               []string
		UserPolicyList          []cliInline
		AttachedManagedPolicies []cliAttached
		PermissionsBoundary     cliBoundary
	}
	GroupDetailList []struct {
		Arn, GroupName          string
		GroupPolicyList         []cliInline
		AttachedManagedPolicies []cliAttached
	}
	RoleDetailList []struct {
		Arn, RoleName, Path      string
		AssumeRolePolicyDocument json.RawMessage
		InstanceProfileList      []struct{ Arn, InstanceProfileName string }
		RolePolicyList           []cliInline
		AttachedManagedPolicies  []cliAttached
		PermissionsBoundary      cliBoundary
	}
	Policies []struct {
		Arn, PolicyName   string
		PolicyVersionList []struct {
			Document         json.RawMessage
			IsDefaultVersion bool
		}
	}
}

type (
	cliInline struct {
		PolicyName     string
		PolicyDocument json.RawMessage
	}
	cliAttached struct{ PolicyName, PolicyArn string }
	cliBoundary struct{ PermissionsBoundaryArn string }
)

func inline(list []cliInline) (out []snapshot.InlinePolicy) {
	for _, p := range list {
		out = append(out, snapshot.InlinePolicy{Name: p.PolicyName, Document: string(p.PolicyDocument)})
	}
	return out
}

func attached(list []cliAttached) (out []snapshot.AttachedPolicy) {
	for _, p := range list {
		out = append(out, snapshot.AttachedPolicy{Name: p.PolicyName, ARN: p.PolicyArn})
	}
	return out
}

// fromCLI reads the answer for one account; the file is named after it.
func fromCLI(t *testing.T, path string) *snapshot.Account {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var in cliAnswer
	if err := json.Unmarshal(data, &in); err != nil {
		t.Fatal(err)
	}
	a := &snapshot.Account{ID: strings.TrimSuffix(filepath.Base(path), ".json"), Partition: "aws"}
	for _, u := range in.UserDetailList {
		a.Users = append(a.Users, snapshot.User{
			ARN: u.Arn, Name: u.UserName, Groups: u.GroupList, Inline: inline(u.UserPolicyList),
			Attached: attached(u.AttachedManagedPolicies), Boundary: u.PermissionsBoundary.PermissionsBoundaryArn,
		})
	}
	for _, g := range in.GroupDetailList {
		a.Groups = append(a.Groups, snapshot.Group{
			ARN: g.Arn, Name: g.GroupName, Inline: inline(g.GroupPolicyList), Attached: attached(g.AttachedManagedPolicies),
		})
	}
	for _, r := range in.RoleDetailList {
		role := snapshot.Role{
			ARN: r.Arn, Name: r.RoleName, Path: r.Path, Trust: string(r.AssumeRolePolicyDocument), Inline: inline(r.RolePolicyList),
			Attached: attached(r.AttachedManagedPolicies), Boundary: r.PermissionsBoundary.PermissionsBoundaryArn,
		}
		for _, p := range r.InstanceProfileList {
			role.InstanceProfiles = append(role.InstanceProfiles, snapshot.InstanceProfile{ARN: p.Arn, Name: p.InstanceProfileName})
		}
		a.Roles = append(a.Roles, role)
	}
	for _, p := range in.Policies {
		m := snapshot.ManagedPolicy{ARN: p.Arn, Name: p.PolicyName}
		for _, v := range p.PolicyVersionList {
			m.Versions = append(m.Versions, snapshot.PolicyVersion{Default: v.IsDefaultVersion, Document: string(v.Document)})
		}
		a.Policies = append(a.Policies, m)
	}
	return a
}

// verdicts are the outcomes by the principals' names.
func verdicts(a *snapshot.Account) map[string]access.Verdict {
	analysis := access.New(a, &snapshot.Organization{}, policy.Parse)
	out := map[string]access.Verdict{}
	for i := range a.Users {
		out["user/"+a.Users[i].Name] = analysis.UserAdmin(&a.Users[i])
	}
	for i := range a.Groups {
		out["group/"+a.Groups[i].Name] = analysis.GroupAdmin(&a.Groups[i])
	}
	for i := range a.Roles {
		out["role/"+a.Roles[i].Name] = analysis.RoleAdmin(&a.Roles[i])
	}
	return out
}

// TestEffectivePermissionsOracle holds Admin against principals whose names say whether they are administrators.
func TestEffectivePermissionsOracle(t *testing.T) {
	judged := 0
	for name, v := range verdicts(fromCLI(t, oracle(t, "effective-permissions/111111111111.json"))) {
		is, not := strings.Contains(name, "-isAdmin-"), strings.Contains(name, "-notAdmin-")
		if is || not {
			judged++
		}
		if is && v.Outcome != policy.Allow || not && v.Outcome != policy.Deny {
			t.Errorf("%s: %+v", name, v)
		}
	}
	if judged != 39 {
		t.Errorf("%d labelled principals, want 39", judged)
	}
}

// TestVulnerableOracle wants the planned targets to be administrators for certain, and those not to be who only have a way
// there, or none.
func TestVulnerableOracle(t *testing.T) {
	labels := labelled(t, oracle(t, "iam-vulnerable/expected.csv"))
	targets := 0
	for name, v := range verdicts(fromCLI(t, oracle(t, "iam-vulnerable/111111111111.json"))) {
		label, ok := labels[name]
		if !ok {
			continue
		}
		target := label == "admin-or-target"
		if target {
			targets++
		}
		if v.Certain() != target {
			t.Errorf("%s is labelled %s: %+v", name, label, v)
		}
	}
	if targets == 0 {
		t.Error("no target is labelled")
	}
}

// labelled reads each principal's label: the second column.
func labelled(t *testing.T, path string) map[string]string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, row := range rows[1:] {
		out[row[0]] = row[1]
	}
	return out
}
