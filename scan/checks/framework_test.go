package checks_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/checks"
	"github.com/orgscan/orgscan/scan/frameworks"
)

// planned are checks that controls name and that may not be registered yet. Any other name is a slip, or a check that was
// renamed and would lose its controls.
const planned = `
access-analyzer-archive-rule-broad access-analyzer-external-missing access-analyzer-finding
access-analyzer-unused-missing account-contact-details-missing account-contact-duplicate
account-region-optin-unapproved account-security-contact-missing account-too-few-admins account-too-many-admins
audit-role-missing break-glass-missing break-glass-unprotected break-glass-untested break-glass-used
chain-cross-account-to-admin chain-deployment-hub chain-external-to-admin chain-tier-inversion
cognito-unauth-role-privileged delegation-request-open drift-access-key-created drift-account-changed
drift-admin-granted drift-analyzer-finding-new drift-attachment-changed drift-boundary-removed drift-contact-changed
drift-delegated-admin-changed drift-group-changed drift-login-profile-created drift-mfa-disabled
drift-password-policy-changed drift-permission-set-changed drift-policy-changed drift-policy-deleted
drift-provider-changed drift-role-created drift-role-deleted drift-root-activity drift-scp-changed drift-trust-changed
drift-user-created drift-user-deleted drift-user-recreated ec2-instance-without-role event-console-login-no-mfa
event-mfa-disabled event-password-policy-change event-policy-change event-suspicious-action event-user-lifecycle
exception-expired exception-invalid exception-unused group-admin iam-users-present irsa-subject-wildcard
mgmt-external-trust mgmt-iam-users mgmt-member-trust mgmt-workload-present monitor-cloudtrail-missing
monitor-config-missing monitor-guardduty-missing oidc-audience-missing oidc-forallvalues oidc-mutable-subject
oidc-provider-unapproved oidc-provider-unused oidc-subject-broad oidc-subject-missing oidc-subject-wildcard
org-access-role-default org-account-in-root-ou org-account-outside org-account-suspended org-account-without-scp
org-all-features-disabled org-billing-transfer-external org-delegated-admin-unapproved org-delegation-policy-broad
org-rcp-missing org-root-management-disabled org-scp-allow-list-gap org-scp-disabled org-scp-missing-audit-role-guard
org-scp-missing-deny-leave org-scp-missing-federation-guard org-scp-missing-iam-user-guard org-scp-missing-mfa-guard
org-scp-missing-region-guard org-scp-missing-root-guard org-scp-missing-security-guard outbound-federation-enabled
policy-cloudshell-full-access policy-cloudtrail-full-access policy-condition-ineffective policy-data-exfiltration
policy-kms-decrypt-all policy-passrole-wildcard privesc-new-passrole privesc-path-to-admin privesc-principal-access
privesc-self role-admin role-service-access-unused rolesanywhere-anchor-unapproved rolesanywhere-crl-missing
rolesanywhere-profile-unscoped rolesanywhere-trust-unpinned saml-audience-missing saml-metadata-expiring
saml-provider-unapproved sso-account-instance sso-admin-assigned-to-user sso-admin-permission-set
sso-management-account-assignment sso-not-enabled sso-orphan-assignment sso-permission-set-drift
sso-permission-set-privesc sso-permission-set-unused sso-session-too-long support-role-missing trust-account-root
trust-cross-account-privileged trust-cross-account-readonly trust-deleted-principal trust-external-known-vendor
trust-external-no-externalid trust-external-unknown trust-externalid-weak trust-foreign-org trust-former-member
trust-human-no-mfa trust-notprincipal trust-org-wide trust-public trust-public-conditioned
trust-service-confused-deputy user-admin user-service-access-unused xacct-outlier-account
xacct-role-name-collision-admin xacct-shared-user
`

func TestControlsNameChecks(t *testing.T) {
	known := strings.Fields(planned)
	for _, c := range checks.All() {
		known = append(known, c.ID)
	}
	for _, f := range frameworks.All() {
		for _, id := range f.Checks() {
			if !slices.Contains(known, id) {
				t.Errorf("%s names %s, which is neither a check nor planned", f, id)
			}
		}
	}
}

// TestControlsOfRules wants the published controls, and no others, on every rule.
func TestControlsOfRules(t *testing.T) {
	with := 0
	for _, c := range checks.All() {
		if !slices.Equal(c.Controls, frameworks.ControlsOf(c.ID)) {
			t.Errorf("%s has %v", c.ID, c.Controls)
		}
		if len(c.Controls) > 0 {
			with++
		}
	}
	if with < 30 {
		t.Errorf("only %d checks have controls", with)
	}
}

// TestFrameworksHoldRegisteredChecks wants no check in a framework that could not run, and no control lost for it.
func TestFrameworksHoldRegisteredChecks(t *testing.T) {
	whole := frameworks.All()
	for i, f := range checks.Frameworks() {
		if f.String() != whole[i].String() || len(f.Controls) != len(whole[i].Controls) {
			t.Errorf("%s has %d controls, want %s with %d", f, len(f.Controls), whole[i], len(whole[i].Controls))
		}
		for _, id := range f.Checks() {
			if _, err := checks.Find(id); err != nil {
				t.Errorf("%s: %v", f, err)
			}
		}
	}
}

func TestFindFrameworks(t *testing.T) {
	names := func(all []findings.Framework) string {
		var out []string
		for _, f := range all {
			out = append(out, f.String())
		}
		return strings.Join(out, " ")
	}
	for asked, want := range map[string]string{
		"": "", "fsbp cis": "cis@7.0.0 fsbp@1.0.0", "cis cis@7 cis@1.2.0": "cis@1.2.0 cis@7.0.0",
	} {
		got, err := checks.FindFrameworks(strings.Fields(asked)...)
		if err != nil || names(got) != want {
			t.Errorf("%q gives %s, error %v; want %s", asked, names(got), err, want)
		}
	}
	_, err := checks.FindFrameworks("cis", "nist")
	if unknown, ok := errors.AsType[*frameworks.UnknownFrameworkError](err); !ok || unknown.Name != "nist" {
		t.Errorf("error %v", err)
	}
}
