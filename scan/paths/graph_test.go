package paths_test

import "testing"

// TestAcross builds the trusts between two and three accounts. Every case holds a role "start" in alpha and a role "goal" in
// beta that is an administrator.
func TestAcross(t *testing.T) {
	goal := roleARN(beta, "goal")
	tests := map[string]struct {
		build func(o *organization)
		want  string
	}{
		"direct-trust": {func(o *organization) {
			o.role(alpha, "start", trusting(letsIn("Service ec2.amazonaws.com"), may(goal)))
			o.role(beta, "goal", trusting(letsIn("AWS "+roleARN(alpha, "start")), everything))
		}, `proven: role-start@alpha -assume-role-> role-goal@beta (administrator)
			`},
		"root-trust": {func(o *organization) {
			o.role(alpha, "start", trusting(letsIn("Service ec2.amazonaws.com"), may("*")))
			o.role(beta, "goal", trusting(letsIn("AWS "+rootARN(alpha)), everything))
		}, `proven: role-start@alpha -assume-role-> role-goal@beta (administrator)
			proven: administrator@alpha -assume-role-> role-goal@beta (administrator)
			`},
		"no-identity-side": {func(o *organization) {
			o.role(alpha, "start", trusting(letsIn("Service ec2.amazonaws.com")))
			o.role(beta, "goal", trusting(letsIn("AWS "+roleARN(alpha, "start")), everything))
		}, ``},
		"no-trust-side": {func(o *organization) {
			o.role(alpha, "start", trusting(letsIn("Service ec2.amazonaws.com"), may("*")))
			o.role(beta, "goal", trusting(letsIn("Service ec2.amazonaws.com"), everything))
		}, ``},
		"root-trust-nobody-may": {func(o *organization) {
			o.role(alpha, "start", trusting(letsIn("Service ec2.amazonaws.com"), may(roleARN(beta, "other"))))
			o.role(beta, "goal", trusting(letsIn("AWS "+alpha), everything))
		}, `proven: administrator@alpha -assume-role-> role-goal@beta (administrator)
			`},
		"chained-roles": {func(o *organization) {
			o.role(alpha, "start", trusting(letsIn("Service ec2.amazonaws.com"), may(roleARN(gamma, "middle"))))
			o.role(gamma, "middle", trusting(letsIn("AWS "+roleARN(alpha, "start")), may(goal)))
			o.role(beta, "goal", trusting(letsIn("AWS "+roleARN(gamma, "middle")), everything))
		}, `proven: role-start@alpha -assume-role-> role-middle@gamma -assume-role-> role-goal@beta (administrator)
			proven: role-middle@gamma -assume-role-> role-goal@beta (administrator)
			`},
		"external-id": {func(o *organization) {
			o.role(alpha, "start", trusting(letsIn("Service ec2.amazonaws.com"), may(goal)))
			o.role(beta, "goal", trusting(letsIn("AWS "+roleARN(alpha, "start"), "StringEquals sts:ExternalId x"), everything))
		}, `proven: role-start@alpha -assume-role-> role-goal@beta (administrator) if sts:ExternalId
			`},
		"deny-unless-mfa": {func(o *organization) {
			o.user(alpha, "start", may(goal), statement("Deny", "sts:*", "*", "BoolIfExists aws:MultiFactorAuthPresent false"))
			o.role(beta, "goal", trusting(letsIn("AWS arn:aws:iam::"+alpha+":user/start"), everything))
		}, `proven: user-start@alpha -assume-role-> role-goal@beta (administrator) if aws:MultiFactorAuthPresent
			`},
		"principal-org-id": {func(o *organization) {
			o.role(alpha, "start", trusting(letsIn("Service ec2.amazonaws.com"), may("*")))
			o.role(beta, "goal", trusting(letsIn("AWS *", "StringEquals aws:PrincipalOrgID "+orgID), everything))
		}, `proven: role-start@alpha -assume-role-> role-goal@beta (administrator)
			`},
		"another-org-id": {func(o *organization) {
			o.role(alpha, "start", trusting(letsIn("Service ec2.amazonaws.com"), may("*")))
			o.role(beta, "goal", trusting(letsIn("AWS *", "StringEquals aws:PrincipalOrgID o-elsewhere00"), everything))
		}, ``},
		"org-path-of-another-unit": {func(o *organization) {
			o.role(alpha, "start", trusting(letsIn("Service ec2.amazonaws.com"), may("*")))
			o.role(gamma, "start", trusting(letsIn("Service ec2.amazonaws.com"), may("*")))
			o.Account(gamma).Parents = []string{"r-root", "ou-gamma"}
			o.role(beta, "goal", trusting(letsIn("AWS *", "ForAnyValue:StringLike aws:PrincipalOrgPaths "+orgID+"/r-root/ou-gamma/*"), everything))
		}, `proven: role-start@gamma -assume-role-> role-goal@beta (administrator)
			`},
		"principal-arn": {func(o *organization) {
			o.role(alpha, "start", trusting(letsIn("Service ec2.amazonaws.com"), may("*")))
			o.role(alpha, "other", trusting(letsIn("Service ec2.amazonaws.com"), may("*")))
			o.role(beta, "goal", trusting(letsIn("AWS "+rootARN(alpha), "ArnLike aws:PrincipalArn arn:aws:iam::*:role/start"), everything))
		}, `proven: role-start@alpha -assume-role-> role-goal@beta (administrator)
			`},
		"scp-in-the-source": {func(o *organization) {
			o.role(alpha, "start", trusting(letsIn("Service ec2.amazonaws.com"), may(goal)))
			o.role(beta, "goal", trusting(letsIn("AWS "+rootARN(alpha)), everything))
			o.control("SERVICE_CONTROL_POLICY", alpha, document(everything, statement("Deny", "sts:AssumeRole", "*")))
		}, ``},
		"scp-in-the-target-does-not-hold": {func(o *organization) {
			o.role(alpha, "start", trusting(letsIn("Service ec2.amazonaws.com"), may(goal)))
			o.role(beta, "goal", trusting(letsIn("AWS "+rootARN(alpha)), everything))
			o.control("SERVICE_CONTROL_POLICY", beta, document(everything, statement("Deny", "sts:AssumeRole", "*")))
		}, `proven: role-start@alpha -assume-role-> role-goal@beta (administrator)
			proven: administrator@alpha -assume-role-> role-goal@beta (administrator)
			`},
		"rcp-in-the-target": {func(o *organization) {
			o.role(alpha, "start", trusting(letsIn("Service ec2.amazonaws.com"), may(goal)))
			o.role(beta, "goal", trusting(letsIn("AWS "+rootARN(alpha)), everything))
			o.control("RESOURCE_CONTROL_POLICY", beta,
				document(`{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole","Resource":"*"}`))
		}, ``},
		"scp-protects-the-role-of-the-hub": {func(o *organization) {
			o.role(alpha, "start", trusting(letsIn("Service ec2.amazonaws.com"), may(goal)))
			o.role(beta, "goal", trusting(letsIn("AWS "+roleARN(alpha, "start")), everything))
			o.control("SERVICE_CONTROL_POLICY", alpha, document(everything, statement("Deny", "iam:UpdateAssumeRolePolicy", "arn:aws:iam::*:role/start")))
		}, `proven: role-start@alpha -assume-role-> role-goal@beta (administrator)
			`},
		"boundary": {func(o *organization) {
			o.accounts[alpha].Policies = []snapshotPolicy{boundary(alpha, statement("Allow", "s3:*", "*"))}
			r := trusting(letsIn("Service ec2.amazonaws.com"), may(goal))
			r.Boundary = boundary(alpha).ARN
			o.role(alpha, "start", r)
			o.role(beta, "goal", trusting(letsIn("AWS "+roleARN(alpha, "start")), everything))
		}, ``},
		"administrators-act-as-a-role-that-is-named": {func(o *organization) {
			o.role(alpha, "start", trusting(letsIn("Service ec2.amazonaws.com"), everything))
			o.role(beta, "goal", trusting(letsIn("AWS "+roleARN(alpha, "start")), everything))
		}, `proven: administrator@alpha -administer-> role-start@alpha -assume-role-> role-goal@beta (administrator)
			`},
		"control-policy-protects-the-role-that-is-named": {func(o *organization) {
			o.role(alpha, "start", trusting(letsIn("Service ec2.amazonaws.com"), may("*")))
			o.role(alpha, "boss", trusting(letsIn("Service ec2.amazonaws.com"), everything))
			o.role(beta, "goal", trusting(letsIn("AWS "+roleARN(alpha, "start")), everything))
			o.control("SERVICE_CONTROL_POLICY", alpha, document(everything, statement("Deny", "iam:*", roleARN(alpha, "start"))))
		}, `proven: role-start@alpha -assume-role-> role-goal@beta (administrator)
			`},
		"role-that-is-gone": {func(o *organization) {
			o.role(beta, "goal", trusting(letsIn("AWS "+roleARN(alpha, "gone")), everything))
		}, ``},
		"deny-on-one-role-leaves-the-others": {func(o *organization) {
			o.role(alpha, "start", trusting(letsIn("Service ec2.amazonaws.com"), may("*"), statement("Deny", "sts:AssumeRole", goal)))
			o.role(beta, "goal", trusting(letsIn("AWS "+roleARN(alpha, "start")), everything))
			o.role(beta, "second", trusting(letsIn("AWS "+roleARN(alpha, "start")), everything))
		}, `proven: role-start@alpha -assume-role-> role-second@beta (administrator)
			`},
		"proven-goes-before-shorter": {func(o *organization) {
			o.role(alpha, "start", trusting(letsIn("Service ec2.amazonaws.com"), may("*")))
			o.role(gamma, "middle", trusting(letsIn("AWS "+roleARN(alpha, "start")), may(goal)))
			o.role(beta, "goal", trusting(letsIn("AWS "+roleARN(gamma, "middle"))+","+letsIn("AWS "+roleARN(alpha, "start"), "StringEquals sts:ExternalId x"), everything))
		}, `proven: role-start@alpha -assume-role-> role-middle@gamma -assume-role-> role-goal@beta (administrator)
			proven: role-middle@gamma -assume-role-> role-goal@beta (administrator)
			`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			o := newOrganization(home, alpha, beta, gamma)
			test.build(o)
			expect(t, lines(o.graph().Across()), test.want)
		})
	}
}

// TestManagement follows ways into the management account, which no control policy holds for and whose own ways out are by
// design.
func TestManagement(t *testing.T) {
	o := newOrganization(home, alpha)
	o.role(alpha, "start", trusting(letsIn("Service ec2.amazonaws.com"), may("*")))
	o.role(home, "goal", trusting(letsIn("AWS "+roleARN(alpha, "start")), everything))
	o.control("RESOURCE_CONTROL_POLICY", "r-root", document(`{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole","Resource":"*"}`))
	o.role(home, "operator", trusting(letsIn("Service ec2.amazonaws.com"), may("*")))
	o.role(alpha, "OrganizationAccountAccessRole", trusting(letsIn("AWS "+rootARN(home)), everything))
	g := o.graph()
	expect(t, lines(g.ToManagement()), `
		proven: role-start@alpha -assume-role-> role-goal@home (administrator)
		`)
	expect(t, lines(g.Across()), "")
}

// TestManagementIsExemptFromServiceControlPolicies lets a role of the management account pass a policy that stops members.
func TestManagementIsExemptFromServiceControlPolicies(t *testing.T) {
	o := newOrganization(home)
	o.user(home, "start", may("*"))
	o.role(home, "goal", trusting(letsIn("AWS "+rootARN(home)), everything))
	o.control("SERVICE_CONTROL_POLICY", "r-root", document(everything, statement("Deny", "sts:*", "*")))
	expect(t, lines(o.graph().Escalations()), `
		proven: user-start@home -assume-role-> role-goal@home (administrator)
		`)
}

// TestEscalations stays within an account.
func TestEscalations(t *testing.T) {
	start, goal := "arn:aws:iam::"+alpha+":user/start", roleARN(alpha, "goal")
	tests := map[string]struct {
		build func(o *organization)
		want  string
	}{
		"named-without-identity-side": {func(o *organization) {
			o.user(alpha, "start").role(alpha, "goal", trusting(letsIn("AWS "+start), everything))
		}, "proven: user-start@alpha -assume-role-> role-goal@alpha (administrator)\n"},
		"named-but-denied": {func(o *organization) {
			o.user(alpha, "start", statement("Deny", "sts:*", goal)).role(alpha, "goal", trusting(letsIn("AWS "+start), everything))
		}, ""},
		"root-needs-identity-side": {func(o *organization) {
			o.user(alpha, "start").user(alpha, "other", may(goal)).role(alpha, "goal", trusting(letsIn("AWS "+rootARN(alpha)), everything))
		}, "proven: user-other@alpha -assume-role-> role-goal@alpha (administrator)\n"},
		"everybody-needs-none-within-the-account": {func(o *organization) {
			o.user(alpha, "start").role(alpha, "goal", trusting(letsIn("AWS *", "StringEquals aws:PrincipalOrgID "+orgID), everything))
		}, "proven: user-start@alpha -assume-role-> role-goal@alpha (administrator)\n"},
		"administrators-are-no-start": {func(o *organization) {
			o.user(alpha, "start", everything).role(alpha, "goal", trusting(letsIn("AWS "+start), everything))
		}, ""},
		"conditional-administrator-at-the-end": {func(o *organization) {
			o.user(alpha, "start").role(alpha, "goal",
				trusting(letsIn("AWS "+start), statement("Allow", "*", "*", "Bool aws:MultiFactorAuthPresent true")))
		}, "proven: user-start@alpha -assume-role-> role-goal@alpha (administrator) if aws:MultiFactorAuthPresent\n"},
		"policy-that-was-not-read": {func(o *organization) {
			o.user(alpha, "start").role(alpha, "goal", trusting(letsIn("AWS "+start)))
			o.accounts[alpha].Roles[0].Attached = []snapshotAttached{{Name: "lost", ARN: "arn:aws:iam::aws:policy/lost"}}
		}, "possible: user-start@alpha -assume-role-> role-goal@alpha (administrator)\n"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			o := newOrganization(home, alpha)
			test.build(o)
			expect(t, lines(o.graph().Escalations()), test.want)
		})
	}
}

// TestFromOutside enters the organization.
func TestFromOutside(t *testing.T) {
	const github = "token.actions.githubusercontent.com"
	provider := "Federated arn:aws:iam::" + alpha + ":oidc-provider/" + github
	tests := map[string]struct {
		build func(o *organization)
		want  string
	}{
		"external-account": {func(o *organization) {
			o.role(alpha, "goal", trusting(letsIn("AWS "+rootARN(stranger)), everything))
		}, "proven: external-account-stranger -assume-role-> role-goal@alpha (administrator)\n"},
		"external-role-with-external-id": {func(o *organization) {
			o.role(alpha, "goal", trusting(letsIn("AWS "+roleARN(stranger, "vendor"), "StringEquals sts:ExternalId x"), everything))
		}, "proven: external-account-stranger -assume-role-> role-goal@alpha (administrator) if sts:ExternalId\n"},
		"external-account-in-the-organization-only": {func(o *organization) {
			o.role(alpha, "goal", trusting(letsIn("AWS "+rootARN(stranger), "StringEquals aws:PrincipalOrgID "+orgID), everything))
		}, ""},
		"public": {func(o *organization) {
			o.role(alpha, "goal", trusting(letsIn("AWS *"), everything))
		}, "proven: anybody-with-an-AWS-account -assume-role-> role-goal@alpha (administrator)\n"},
		"everybody-of-one-account": {func(o *organization) {
			o.role(alpha, "goal", trusting(letsIn("AWS *", "StringEquals aws:PrincipalAccount "+stranger), everything))
		}, "proven: external-account-stranger -assume-role-> role-goal@alpha (administrator)\n"},
		"everybody-of-another-organization": {func(o *organization) {
			o.role(alpha, "goal", trusting(letsIn("AWS *", "StringEquals aws:PrincipalOrgID o-elsewhere00"), everything))
		}, "proven: anybody-with-an-AWS-account -assume-role-> role-goal@alpha (administrator)\n"},
		"oidc-with-subject": {func(o *organization) {
			o.role(alpha, "goal", trusting(letsIn(provider, "StringEquals "+github+":sub repo:a/b:ref:refs/heads/main"), everything))
		}, "proven: identity-provider-" + github + " -assume-role-with-web-identity-> role-goal@alpha (administrator) if " + github + ":sub\n"},
		"oidc-with-audience-alone": {func(o *organization) {
			o.role(alpha, "goal", trusting(letsIn(provider, "StringEquals "+github+":aud sts.amazonaws.com"), everything))
		}, "proven: identity-provider-" + github + " -assume-role-with-web-identity-> role-goal@alpha (administrator)\n"},
		"oidc-pivot": {func(o *organization) {
			o.role(alpha, "entry", trusting(letsIn(provider), may(roleARN(beta, "goal"))))
			o.role(beta, "goal", trusting(letsIn("AWS "+roleARN(alpha, "entry")), everything))
		}, "proven: identity-provider-" + github + " -assume-role-with-web-identity-> role-entry@alpha -assume-role-> role-goal@beta (administrator)\n"},
		"saml-directory": {func(o *organization) {
			o.role(alpha, "goal", trusting(letsIn("Federated arn:aws:iam::"+alpha+":saml-provider/directory"), everything))
		}, ""},
		"saml-pivot": {func(o *organization) {
			o.role(alpha, "entry", trusting(letsIn("Federated arn:aws:iam::"+alpha+":saml-provider/directory"), may("*")))
			o.role(alpha, "goal", trusting(letsIn("AWS "+rootARN(alpha)), everything))
		}, "proven: identity-provider-directory -assume-role-with-saml-> role-entry@alpha -assume-role-> role-goal@alpha (administrator)\n"},
		"permission-set": {func(o *organization) {
			o.role(alpha, "aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef",
				trusting(letsIn("Federated arn:aws:iam::"+alpha+":saml-provider/AWSSSO_1_DO_NOT_DELETE"), everything))
		}, ""},
		"service": {func(o *organization) {
			o.role(alpha, "goal", trusting(letsIn("Service ec2.amazonaws.com"), everything))
		}, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			o := newOrganization(home, alpha, beta)
			test.build(o)
			expect(t, lines(o.graph().FromOutside()), test.want)
		})
	}
}
