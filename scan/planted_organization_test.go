package scan_test

import (
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/fixtures"
)

// TestPlantedOrganization breaks an organization of eight accounts in one way a time, where more than one account is
// concerned, and finds exactly what follows.
func TestPlantedOrganization(t *testing.T) {
	const (
		home         = "100200300400"
		organization = "arn:aws:organizations::" + home + ":organization/o-generated01"
		root         = "arn:aws:organizations::" + home + ":root/o-generated01/r-gen1"
		scp          = "SERVICE_CONTROL_POLICY"
	)
	at := func(severity, check, resource, detail string) line {
		return line{Account: home, Status: "FAIL", Severity: severity, Check: check, Resource: resource, Detail: detail}
	}
	unrestrained := []line{
		at("high", "org-account-without-scp", root, ""),
		at("high", "org-scp-disabled", root, ""),
		at("medium", "org-scp-missing-audit-role-guard", root, ""),
		at("medium", "org-scp-missing-deny-leave", root, ""),
		at("low", "org-scp-missing-federation-guard", root, ""),
		at("low", "org-scp-missing-iam-user-guard", root, ""),
		at("info", "org-scp-missing-mfa-guard", root, ""),
		at("medium", "org-scp-missing-region-guard", root, ""),
		at("low", "org-scp-missing-root-guard", root, ""),
		at("medium", "org-scp-missing-security-guard", root, ""),
	}
	// Without all features AWS refuses to tell about root access.
	refused := func(severity, check string) line {
		return line{
			Account: home, Status: "UNKNOWN", Severity: severity, Check: check, Resource: "arn:aws:iam::" + home + ":root",
			Cause: "error", Action: "iam:ListOrganizationsFeatures", Code: "OrganizationNotInAllFeaturesModeException",
		}
	}
	const (
		set       = "arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-"
		costRole  = "arn:aws:iam::" + home + ":role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_CostReader_00112233445566ff"
		adminRole = "AWSReservedSSO_Admin_0123456789abcdef"
	)
	unexplained := func(severity, check, resource string) line {
		return line{
			Account: home, Status: "UNKNOWN", Severity: severity, Check: check, Resource: resource, Cause: "error", Action: "sso:ListInstances",
		}
	}
	tests := map[string]struct {
		spoil func(*fixtures.Organization)
		want  []line
	}{
		"flawless": {func(*fixtures.Organization) {}, nil},
		"service-control-policies-off": {
			func(o *fixtures.Organization) { delete(o.PolicyTypes, scp) }, unrestrained,
		},
		"consolidated-billing-only": {
			func(o *fixtures.Organization) { o.FeatureSet, o.PolicyTypes = "CONSOLIDATED_BILLING", nil },
			append(slices.Clone(unrestrained), at("high", "org-all-features-disabled", organization, ""),
				at("low", "org-rcp-missing", root, ""), refused("high", "org-root-management-disabled"),
				refused("low", "org-root-sessions-disabled"), refused("high", "root-credentials-in-member-account")),
		},
		"resource-control-policies-off": {
			func(o *fixtures.Organization) { o.PolicyTypes = map[string]string{scp: "ENABLED"} },
			[]line{at("low", "org-rcp-missing", root, "")},
		},
		"root-access-off": {
			func(o *fixtures.Organization) { o.RootAccess, o.RootAccessOff = nil, true },
			[]line{
				at("high", "org-root-management-disabled", organization, ""), at("low", "org-root-sessions-disabled", organization, ""),
			},
		},
		"delegation-policy-names-a-stranger": {
			func(o *fixtures.Organization) {
				o.ResourcePolicy = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"999900009999"},` +
					`"Action":"organizations:UpdatePolicy","Resource":"*"}]}`
			},
			[]line{at("high", "org-delegation-policy-broad", organization, "999900009999")},
		},
		"delegation-without-trusted-access": {
			func(o *fixtures.Organization) {
				o.Delegations = append(o.Delegations, fixtures.Delegation{Account: home, Service: "config.amazonaws.com"})
			},
			[]line{at("medium", "org-delegated-admin-stale", "arn:aws:iam::"+home+":root", "config.amazonaws.com")},
		},
		"no-identity-center": {
			func(o *fixtures.Organization) {
				o.IdentityCenter = nil
				o.Accounts[0].Roles = slices.DeleteFunc(o.Accounts[0].Roles, func(r *fixtures.Role) bool { return strings.HasPrefix(r.Name, "AWSReservedSSO_") })
			},
			[]line{at("low", "sso-not-enabled", organization, "")},
		},
		"no-identity-center-that-explains-a-role": {
			func(o *fixtures.Organization) { o.IdentityCenter = nil },
			[]line{unexplained("low", "sso-not-enabled", organization), unexplained("medium", "sso-permission-set-drift", costRole)},
		},
		"identity-center-failed": {
			func(o *fixtures.Organization) { o.IdentityCenter.Status = "CREATE_FAILED" },
			[]line{at("low", "sso-not-enabled", organization, ""), at("medium", "sso-permission-set-drift", costRole, "")},
		},
		"administrators-by-identity-center": {
			func(o *fixtures.Organization) {
				c, a := o.IdentityCenter, o.Accounts[0]
				administrators := "arn:aws:iam::aws:policy/AdministratorAccess"
				role := *a.Roles[slices.IndexFunc(a.Roles, func(r *fixtures.Role) bool { return strings.HasPrefix(r.Name, "AWSReservedSSO_") })]
				role.Name, role.ID, role.Inline, role.Attached = adminRole, "", nil, []string{administrators}
				a.Roles = append(a.Roles, &role)
				c.PermissionSets = append(c.PermissionSets,
					fixtures.PermissionSet{ID: "ps-Admin", Name: "Admin", Session: "PT8H", Attached: []string{administrators}, Provisioned: []string{home}},
					fixtures.PermissionSet{ID: "ps-Old", Name: "Old", Session: "PT12H"})
				c.Assignments = append(c.Assignments, fixtures.Assignment{Account: home, PermissionSet: "ps-Admin", User: "u-0002"},
					fixtures.Assignment{Account: home, PermissionSet: "ps-Admin", User: "u-9999"},
					fixtures.Assignment{Account: home, PermissionSet: "ps-Admin", Group: "g-9999"})
			},
			[]line{
				at("medium", "role-admin", "arn:aws:iam::"+home+":role/aws-reserved/sso.amazonaws.com/eu-west-1/"+adminRole, ""),
				at("medium", "sso-admin-permission-set", set+"Admin", ""),
				at("medium", "sso-admin-assigned-to-user", set+"Admin", "u-0002"),
				at("medium", "sso-admin-assigned-to-user", set+"Admin", "u-9999"),
				at("medium", "sso-orphan-assignment", set+"Admin", "u-9999"),
				at("medium", "sso-orphan-assignment", set+"Admin", "g-9999"),
				at("low", "sso-session-too-long", set+"Admin", ""),
				at("low", "sso-session-too-long", set+"Old", ""),
				at("low", "sso-permission-set-unused", set+"Old", ""),
			},
		},
		"allow-list": {
			func(o *fixtures.Organization) {
				o.Policies = append(o.Policies, fixtures.OrgPolicy{
					ID: "p-list", Name: "OnlyIAM", Type: scp, Targets: []string{o.Accounts[1].ID},
					Document: `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["iam:*","sts:*"],"Resource":"*"}}`,
				})
			},
			[]line{{
				Account: "618033988749", Status: "FAIL", Severity: "info", Check: "org-scp-allow-list-gap",
				Resource: "arn:aws:iam::618033988749:root",
			}},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			o, _ := fixtures.Generate(fixtures.Spec{Accounts: 8, Plants: []string{}})
			test.spoil(o)
			w := &world{simulated: simulate(t, o), selection: everyPlanted()}
			want, got := append(organizationLines(o), test.want...), reported(t, w.virtual(t))
			slices.SortFunc(want, compareLines)
			slices.SortFunc(got, compareLines)
			if diff := gocmp.Diff(want, got); diff != "" {
				t.Errorf("lines (-planted +reported):\n%s", diff)
			}
		})
	}
}
