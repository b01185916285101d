package checks

import (
	"slices"

	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "org-scp-missing-mfa-guard", Group: "org", Severity: findings.Info,
		Title: "no policy asks for MFA before sensitive actions",
		Why:   "A stolen access key works without a second factor unless a policy asks for one.",
		Fix: "Where people use IAM users, attach a service control policy that denies sensitive actions under " +
			"BoolIfExists aws:MultiFactorAuthPresent false. Bool alone lets access keys pass, whose requests lack " +
			"the key.",
		Blind: "Identity policies that ask for MFA, and whether anybody needs it: a policy cannot enrol a device. " +
			"Only what a request's principal, account and the guard's own keys tell: a Deny under any other " +
			"condition counts as none.",
		References: []string{scpExamplesPage, "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html"},
		Since:      "0.1.0",
	},
	CausedBy: []string{"org-account-without-scp"},
	OrgNeeds: controlNeeds,
	Judge:    func(p *OrgPass) { judgeByNode(p, judgeMFAGuard, mfaGuardReport(p)) },
})

const mfaKey = "aws:MultiFactorAuthPresent"

// mfaActions are actions of which one at least should ask for MFA.
var mfaActions = []string{
	"iam:CreateAccessKey", "iam:CreateUser", "iam:AttachUserPolicy", "iam:AttachRolePolicy", "iam:PutUserPolicy",
	"iam:UpdateAssumeRolePolicy", "iam:DeactivateMFADevice", "kms:ScheduleKeyDeletion", "s3:DeleteBucket",
	"ec2:TerminateInstances", "ec2:StopInstances", "rds:DeleteDBInstance",
}

// judgeMFAGuard asks whether a user's access key, whose requests lack the key about MFA, is denied a sensitive action.
func judgeMFAGuard(in inheritance) guardVerdict {
	g := guardrail{principals: []string{"user/qq"}, key: mfaKey, known: circumstances{"aws:multifactorauthpresent": nil}}
	v := guardVerdict{}
	if !slices.ContainsFunc(mfaActions, func(action string) bool { return g.denies(in, action, &v) }) {
		v.lack = "MFA"
	}
	return v
}

func mfaGuardReport(p *OrgPass) func(node) *Outcome {
	return func(n node) *Outcome {
		return p.Fail(p.placeOf(n), p.nodeARN(n.id), "nothing asks for MFA before a sensitive action in %s", boundBy(p, n))
	}
}
