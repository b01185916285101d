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
		transfers    = "arn:aws:organizations::" + home + ":transfer/o-generated01/billing/outbound/"
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
	everywhere := func(check string) []line {
		o, _ := fixtures.Generate(fixtures.Spec{Accounts: 8, Plants: []string{}})
		var lines []line
		for _, a := range o.Accounts {
			lines = append(lines, line{Account: a.ID, Status: "FAIL", Severity: "medium", Check: check, Resource: "arn:aws:iam::" + a.ID + ":root"})
		}
		return lines
	}
	severely := func(lines []line) []line {
		for i := range lines {
			lines[i].Severity = "high"
		}
		return lines
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
				at("low", "org-rcp-missing", root, ""), at("high", "org-root-management-disabled", organization, ""),
				at("low", "org-root-sessions-disabled", organization, "")),
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
		"bills-go-elsewhere": {
			func(o *fixtures.Organization) {
				o.BillingTransfers = []fixtures.BillingTransfer{
					{ID: "rt-offered1", Status: "REQUESTED", Manager: "777700007777", Start: o.Now},
					{ID: "rt-declined", Status: "DECLINED", Manager: "777700007777", Start: o.Now},
					{ID: "rt-reseller", Status: "ACCEPTED", Manager: "777700007777", Start: o.Now},
				}
			},
			[]line{
				at("low", "org-billing-transfer-external", transfers+"rt-offered1", ""),
				at("medium", "org-billing-transfer-external", transfers+"rt-reseller", ""),
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
		"no-analyzers": {
			func(o *fixtures.Organization) { o.Accounts[0].Analyzers = nil },
			append(everywhere("access-analyzer-external-missing"), at("low", "access-analyzer-unused-missing", organization, "")),
		},
		"analyzers-in-the-delegated-administrator": {
			func(o *fixtures.Organization) {
				o.Accounts[1].Analyzers, o.Accounts[0].Analyzers = o.Accounts[0].Analyzers, nil
				o.Delegations = append(o.Delegations, fixtures.Delegation{Account: o.Accounts[1].ID, Service: "access-analyzer.amazonaws.com"})
				o.TrustedAccess = append(o.TrustedAccess, "access-analyzer.amazonaws.com")
			},
			nil,
		},
		"analyzers-of-an-account-that-is-no-administrator": {
			func(o *fixtures.Organization) {
				o.Accounts[1].Analyzers, o.Accounts[0].Analyzers = o.Accounts[0].Analyzers, nil
			},
			append(slices.DeleteFunc(everywhere("access-analyzer-external-missing"), func(l line) bool { return l.Account == "618033988749" }),
				at("low", "access-analyzer-unused-missing", organization, "")),
		},
		"no-trail": {
			func(o *fixtures.Organization) { o.Accounts[0].Trails = nil }, severely(everywhere("monitor-cloudtrail-missing")),
		},
		"organization-trail-stopped": {
			func(o *fixtures.Organization) { o.Accounts[0].Trails[0].Stopped = true },
			[]line{at("high", "monitor-cloudtrail-missing", "arn:aws:iam::"+home+":root", "")},
		},
		"organization-trail-without-reading": {
			func(o *fixtures.Organization) { o.Accounts[0].Trails[0].Events = "WriteOnly" },
			[]line{at("high", "monitor-cloudtrail-missing", "arn:aws:iam::"+home+":root", "")},
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
				at("low", "role-admin", "arn:aws:iam::"+home+":role/aws-reserved/sso.amazonaws.com/eu-west-1/"+adminRole, ""),
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
			want, got := slices.Concat(organizationLines(o), attestations(o, nil), test.want), reported(t, w.virtual(t))
			slices.SortFunc(want, compareLines)
			slices.SortFunc(got, compareLines)
			if diff := gocmp.Diff(want, got); diff != "" {
				t.Errorf("lines (-planted +reported):\n%s", diff)
			}
		})
	}
}
