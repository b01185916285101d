package scan_test

import (
	"fmt"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/fixtures"
	"github.com/orgscan/orgscan/scan"
)

// TestPlantedPaths adds roles and users to a flawless organization of twelve accounts, takes a password policy away, and
// finds exactly the paths that lead over them and the account that differs, the same live and saved.
func TestPlantedPaths(t *testing.T) {
	const home = "100200300400"
	o, _ := fixtures.Generate(fixtures.Spec{Accounts: 12, Plants: []string{}})
	first, second, hub := o.Accounts[1], o.Accounts[2], o.Accounts[3]
	role := func(a *fixtures.Account, name, trusted, policy string) {
		a.Roles = append(a.Roles, &fixtures.Role{
			Name: name, Path: "/", Created: o.Now.AddDate(0, 0, -9), LastUsed: o.Now, Inline: map[string]string{"Planted": policy},
			Trust: `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":` + trusted + `,"Action":"sts:AssumeRole"}]}`,
		})
	}
	allow := func(action string) string {
		return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"` + action + `","Resource":"*"}]}`
	}
	arn := func(a *fixtures.Account, name string) string { return fmt.Sprintf("arn:aws:iam::%s:%s", a.ID, name) }
	aws := func(arn string) string { return `{"AWS":"` + arn + `"}` }
	service := `{"Service":"codebuild.amazonaws.com"}`

	role(first, "planted-start", service, allow("sts:AssumeRole"))
	role(second, "planted-goal", aws(arn(first, "role/planted-start")), allow("*"))
	role(second, "planted-step", aws(arn(first, "role/planted-start")), allow("sts:AssumeRole"))
	role(o.Accounts[0], "planted-crown", aws(arn(second, "role/planted-step")), allow("*"))
	role(hub, "planted-pipeline", service, allow("sts:AssumeRole"))
	for _, a := range o.Accounts[4:11] {
		role(a, "planted-deploy", aws(arn(hub, "root")), allow("*"))
	}
	role(o.Accounts[11], "planted-deploy", aws("*"), allow("*"))
	for _, a := range []*fixtures.Account{first, second} {
		a.Users = append(a.Users, &fixtures.User{Name: "planted-shared", Path: "/", Created: o.Now, Keys: []fixtures.Key{{Created: o.Now}}})
	}
	o.Accounts[4].PasswordPolicy = nil

	fail := func(a *fixtures.Account, severity, check, resource, detail string) line {
		return line{Account: a.ID, Status: "FAIL", Severity: severity, Check: check, Resource: arn(a, resource), Detail: detail}
	}
	everybody := o.Accounts[11]
	want := []line{
		fail(first, "high", "chain-cross-account-to-admin", "role/planted-start", ""),
		fail(hub, "high", "chain-cross-account-to-admin", "role/planted-pipeline", ""),
		fail(hub, "high", "chain-cross-account-to-admin", "root", "administrators"),
		fail(everybody, "critical", "chain-external-to-admin", "role/planted-deploy", "*"),
		fail(first, "critical", "mgmt-reachable-from-member", "role/planted-start", ""),
		fail(second, "critical", "mgmt-reachable-from-member", "role/planted-step", ""),
		fail(o.Accounts[4], "low", "xacct-outlier-account", "root", "password-policy"),
		fail(everybody, "medium", "xacct-role-name-collision-admin", "role/planted-deploy", ""),
		fail(first, "medium", "xacct-shared-user", "user/planted-shared", ""),
		fail(second, "medium", "xacct-shared-user", "user/planted-shared", ""),
		{Account: home, Status: "FAIL", Severity: "info", Check: "chain-tier-inversion", Resource: "arn:aws:iam::" + home + ":root", Detail: "inventory"},
	}
	w := &world{simulated: simulate(t, o), selection: scan.Selection{Check: []string{
		"chain-*", "mgmt-reachable-from-member", "xacct-*",
	}}}
	d := w.virtual(t)
	got := reported(t, d)
	slices.SortFunc(want, compareLines)
	slices.SortFunc(got, compareLines)
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("lines (-planted +reported):\n%s", diff)
	}
	sameRun(t, d, replay(t, w, d))
}
