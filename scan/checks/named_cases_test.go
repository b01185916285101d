package checks_test

import (
	"slices"
	"testing"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/checks"
)

// namedCases are wrong answers that published rules and other tools give, each with the right one: a mistake that is known
// must not be made again. They are cases of the check's fixture.
var namedCases = []struct {
	check, name string
	want        findings.Status
}{
	{"root-access-key-present", "cloudquery-root-sentinel", findings.Fail},
	{"root-access-key-present", "prowler-no-root-credentials", findings.Pass},
	{"root-access-key-present", "prowler-key-without-password", findings.Fail},
	{"root-access-key-old", "prowler-90-days", findings.Pass},
	{"root-access-key-old", "prowler-91-days", findings.Fail},
	{"root-signing-cert-present", "cloudanix-server-certificate-is-none", findings.Pass},
	{"root-mfa-missing", "prowler-not-supported", findings.Manual},
	{"root-mfa-missing", "prowler-key-alone", findings.Fail},
	{"root-mfa-missing", "steampipe-no-root-credentials", findings.Pass},
	{"root-mfa-missing", "scoutsuite-govcloud", findings.NotApplicable},
	{"root-mfa-not-hardware", "custodian-hardware-mfa-indent", findings.Pass},
	{"root-mfa-not-hardware", "custodian-no-device-is-another-checks", findings.NotApplicable},
	{"root-mfa-not-hardware", "cloudquery-hardware-inverted", findings.Pass},
	{"root-mfa-not-hardware", "prowler-user-named-root", findings.Pass},
	{"root-mfa-not-hardware", "prowler-no-summary", findings.Unknown},
	{"root-mfa-not-hardware", "prowler-devices-denied", findings.Unknown},
	{"root-recently-used", "cloudquery-key-use-ignored", findings.Fail},
	{"root-recently-used", "steampipe-no-threshold", findings.Pass},
	{"root-recently-used", "steampipe-root-key-use-inverted", findings.Pass},
	{"root-recently-used", "steampipe-root-key-used-yesterday", findings.Fail},
	{"root-recently-used", "prowler-first-instead-of-newest", findings.Fail},
	{"root-recently-used", "prowler-not-applicable-date", findings.Pass},
	{"root-password-old", "cloudanix-age-not-observable", findings.Manual},
	{"root-credentials-in-member-account", "prowler-feature-is-no-deletion", findings.Fail},
	{"password-policy-missing", "cloudquery-no-password-policy", findings.Fail},
	{"password-policy-missing", "scoutsuite-no-console-users", findings.Fail},
	{"password-policy-missing", "prowler-denied", findings.Unknown},
	{"password-policy-min-length", "article-min-length-8", findings.Fail},
	{"password-policy-min-length", "cloudquery-no-password-policy", findings.Fail},
	{"password-policy-min-length", "scoutsuite-no-console-users", findings.Fail},
	{"password-policy-uppercase", "cloudquery-no-password-policy", findings.Fail},
	{"password-policy-lowercase", "cloudquery-no-password-policy", findings.Fail},
	{"password-policy-symbol", "cloudquery-no-password-policy", findings.Fail},
	{"password-policy-number", "cloudquery-no-password-policy", findings.Fail},
	{"password-policy-reuse", "cloudquery-reuse-inverted", findings.Fail},
	{"password-policy-reuse", "cloudquery-no-password-policy", findings.Fail},
	{"password-policy-reuse", "prowler-reuse-exactly", findings.Pass},
	{"password-policy-reuse", "prowler-denied", findings.Unknown},
	{"password-policy-max-age", "cloudquery-max-age-inverted-strict", findings.Pass},
	{"password-policy-max-age", "cloudquery-max-age-inverted-lax", findings.Fail},
	{"password-policy-max-age", "cloudquery-no-password-policy", findings.Fail},
	{"coverage-account-failed", "prowler-everything-denied", findings.Unknown},
	{"coverage-credential-report-stale", "steampipe-four-hours", findings.Pass},
	{"trust-public", "prowler-bare-star", findings.Fail},
	{"trust-public", "single-statement-object", findings.Fail},
	{"trust-public", "pitfall-action-wildcard", findings.Fail},
	{"trust-public", "prowler-service-linked", findings.NotApplicable},
	{"trust-external-unknown", "prowler-foreign-account", findings.Fail},
	{"trust-external-unknown", "prowler-own-account", findings.Pass},
	{"trust-external-unknown", "prowler-deleted-principal", findings.NotApplicable},
	{"trust-external-unknown", "prowler-external-id", findings.Fail},
	{"trust-external-unknown", "prowler-hybrid", findings.Fail},
	{"trust-external-unknown", "pitfall-partition", findings.Fail},
	{"trust-account-root", "prowler-own-account", findings.Fail},
	{"trust-account-root", "pitfall-root-or-named", findings.Fail},
	{"trust-cross-account-readonly", "prowler-members", findings.Pass},
	{"trust-cross-account-readonly", "prowler-organization-condition", findings.Pass},
	{"trust-cross-account-readonly", "prowler-view-only", findings.Fail},
	{"trust-service-confused-deputy", "prowler-no-condition", findings.Fail},
	{"trust-service-confused-deputy", "prowler-two-services", findings.Fail},
	{"trust-service-confused-deputy", "prowler-ec2-and-lambda", findings.NotApplicable},
	{"trust-service-confused-deputy", "prowler-source-is-star", findings.Fail},
	{"trust-service-confused-deputy", "prowler-own-resource", findings.Fail},
	{"trust-service-confused-deputy", "prowler-principal-account", findings.Fail},
	{"trust-service-confused-deputy", "prowler-source-account-list", findings.Pass},
	{"trust-service-confused-deputy", "prowler-assume-star", findings.Fail},
	{"trust-service-confused-deputy", "prowler-one-exempt", findings.Fail},
	{"trust-service-confused-deputy", "prowler-tag-session", findings.Fail},
	{"trust-service-confused-deputy", "prowler-if-exists", findings.Pass},
	{"trust-service-confused-deputy", "prowler-hybrid", findings.Fail},
	{"trust-service-confused-deputy", "prowler-service-linked", findings.NotApplicable},
	{"trust-cross-account-privileged", "same-name-twice", findings.Fail},
}

func TestKnownMistakes(t *testing.T) {
	for _, n := range namedCases {
		t.Run(n.check+"/"+n.name, func(t *testing.T) {
			selected, err := checks.Find(n.check)
			if err != nil {
				t.Fatal(err)
			}
			a := loadArchive(t, n.check)
			if !slices.Contains(a.cases, n.name) {
				t.Fatalf("%s has no case %s", a.path, n.name)
			}
			worst := findings.NotApplicable
			for _, f := range a.load(t, n.name).run(selected[0]) {
				if slices.Index(findings.Statuses(), f.Status) < slices.Index(findings.Statuses(), worst) {
					worst = f.Status
				}
			}
			if worst != n.want {
				t.Errorf("%s, want %s", worst, n.want)
			}
		})
	}
}

// TestNoPolicyFoldsUnderItsCause lets reports show one line instead of nine.
func TestNoPolicyFoldsUnderItsCause(t *testing.T) {
	family, err := checks.Find("password-policy-*")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range family {
		in := accountInput()
		found, _ := checks.Evaluate([]*checks.Check{c}, in)
		if len(found) != 1 || found[0].Status != findings.Fail || found[0].Severity != findings.Info {
			t.Errorf("%s: without policy and console user: %s", c.ID, lines(found))
			continue
		}
		folds := slices.Contains(found[0].Evidence, findings.Evidence{Name: "caused_by", Value: "password-policy-missing"})
		if folds != (c.ID != "password-policy-missing") {
			t.Errorf("%s: evidence %v", c.ID, found[0].Evidence)
		}
	}
}
