package checks_test

import (
	"slices"
	"testing"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/checks"
)

// wrongUserRules are wrong answers about users, policies and certificates that published rules and other tools give, as
// cases of the fixtures: for each what was wrong and the worst outcome that is right.
var wrongUserRules = []struct {
	check, name string
	want        findings.Status
	wrong       string
}{
	{"user-mfa-missing-console", "cloudquery-root-and-key-only", findings.NotApplicable, "counts the root row and users without a password"},
	{"user-mfa-missing-any", "steampipe-root-row", findings.Pass, "counts the root row as a user"},
	{"user-mfa-not-hardware", "cloudquery-hardware-inverted", findings.Pass, "reports who has no virtual device"},
	{"user-mfa-not-hardware", "steampipe-name-prefix", findings.Fail, "compares the beginning of ARNs"},
	{"user-access-key-old", "cloudquery-no-active-filter", findings.Pass, "reports keys that are inactive"},
	{"user-access-key-old", "cloudanix-no-threshold", findings.Pass, "names no limit"},
	{"user-access-key-old", "steampipe-second-key-skipped", findings.Fail, "stops at the first key"},
	{"user-access-key-unused", "cloudquery-never-used-null", findings.Fail, "never matches a key that was never used"},
	{"user-access-key-unused", "cloudquery-no-active-filter", findings.NotApplicable, "reports keys that are inactive"},
	{"user-access-key-unused", "custodian-age-vs-use", findings.Pass, "takes an old key for an unused one"},
	{"user-access-key-unused", "steampipe-day-zero", findings.Pass, "reports a key on the day it was made"},
	{"user-access-key-unused", "steampipe-second-key-skipped", findings.Fail, "stops at an inactive first key"},
	{"user-access-key-unused", "prowler-never-used-key-only", findings.Fail, "passes a key that was never used"},
	{"user-access-key-initial-setup", "prowler-day-zero", findings.Pass, "reports a key on the day it was made"},
	{"user-access-key-initial-setup", "steampipe-second-key-ignored", findings.Fail, "looks at the first key only"},
	{"user-access-key-multiple-active", "steampipe-name-prefix", findings.Fail, "adds up the keys of users with similar names"},
	{"user-access-key-inactive-lingering", "cloudanix-inactive-or-unused", findings.Pass, "mixes inactive with unused"},
	{"user-console-unused", "custodian-age-vs-use", findings.Pass, "takes an old password for an unused one"},
	{"user-console-unused", "steampipe-day-zero", findings.Pass, "reports a user on the day it was made"},
	{"user-console-unused", "prowler-never-signed-in", findings.Fail, "passes who never signed in"},
	{"user-inactive", "custodian-age-vs-use", findings.Pass, "takes an old credential for an unused one"},
	{"user-inactive", "steampipe-day-zero", findings.Pass, "reports a user on the day it was made"},
	{"user-inactive", "steampipe-keys-ignored", findings.Pass, "looks at the password only"},
	{"user-signing-cert-old", "cloudanix-no-threshold", findings.Pass, "names no limit"},
	{"user-inline-policy", "coralogix-inline-not-managed", findings.Pass, "says inline and means AWS's managed policies"},
	{"role-inline-policy", "cloudanix-reserved-roles", findings.NotApplicable, "reports roles that AWS makes"},
	{"role-unused", "cloudanix-no-threshold", findings.Pass, "names no limit"},
	{"role-unused", "steampipe-new-role", findings.Pass, "reports a role on the day it was made"},
	{"role-unused", "steampipe-service-linked", findings.NotApplicable, "reports roles that AWS services own"},
	{"policy-admin-attached", "custodian-version-v1", findings.Fail, "reads version v1 instead of the one in force"},
	{"policy-admin-attached", "custodian-wildcards-eaten", findings.Fail, "has lost its asterisks and looks for empty words"},
	{"policy-admin-attached", "custodian-condition-skipped", findings.Fail, "skips statements with conditions"},
	{"policy-admin-attached", "spellings", findings.Fail, "knows \"*\" but not \"*:*\""},
	{"policy-admin-attached", "malformed", findings.Fail, "passes what it cannot read"},
	{"policy-admin-unattached", "custodian-version-v1", findings.Fail, "reads version v1 instead of the one in force"},
	{"policy-admin-inline", "custodian-inline-not-named", findings.Fail, "looks at managed policies only"},
	{"policy-admin-inline", "prowler-allow-and-deny", findings.Pass, "reports what the same document denies"},
	{"policy-service-wildcard", "custodian-version-v1", findings.Pass, "reads version v1 instead of the one in force"},
	{"policy-unattached", "prowler-aws-managed", findings.NotApplicable, "reports every policy of AWS that nobody uses"},
	{"server-cert-old", "cloudanix-no-threshold", findings.Pass, "names no limit"},
}

func TestWrongUserRules(t *testing.T) {
	for _, w := range wrongUserRules {
		t.Run(w.check+"/"+w.name, func(t *testing.T) {
			if got := worstOutcome(t, w.check, w.name); got != w.want {
				t.Errorf("%s, want %s; the wrong rule %s", got, w.want, w.wrong)
			}
		})
	}
}

// worstOutcome runs one check on one case of its fixture, which must exist.
func worstOutcome(t *testing.T, id, name string) findings.Status {
	t.Helper()
	selected, err := checks.Find(id)
	if err != nil {
		t.Fatal(err)
	}
	a := loadArchive(t, id)
	if !slices.Contains(a.cases, name) {
		t.Fatalf("%s has no case %s", a.path, name)
	}
	rank := findings.Statuses()
	worst := findings.NotApplicable
	for _, f := range a.load(t, name).run(selected[0]) {
		if slices.Index(rank, f.Status) < slices.Index(rank, worst) {
			worst = f.Status
		}
	}
	return worst
}
