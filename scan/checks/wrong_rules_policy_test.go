package checks_test

import (
	"testing"

	"github.com/orgscan/orgscan/findings"
)

// wrongPolicyRules are wrong answers about what policies say that published rules and other tools give, and right ones
// that must stay: cases of the fixtures, with the worst outcome that is right.
var wrongPolicyRules = []struct {
	check, name string
	want        findings.Status
	wrong       string
}{
	{"policy-admin-inline", "each-kind", findings.Fail, "forgets the inline policies of groups"},
	{"policy-admin-inline", "narrow", findings.Pass, "takes a whole service for everything"},
	{"policy-notaction-allow", "prowler-not-action", findings.Fail, "looks at Action only"},
	{"policy-notaction-allow", "prowler-random-not-action", findings.Fail, "takes an exception that names nothing for a limit"},
	{"policy-notaction-allow", "prowler-not-resource-star", findings.Pass, "reports a statement that leaves no resource"},
	{"policy-notaction-allow", "prowler-not-resource-bogus", findings.Fail, "does not know NotResource"},
	{"policy-notaction-allow", "prowler-not-action-and-statement", findings.Fail, "gives up when another statement is narrow"},
	{"policy-notaction-allow", "deny", findings.Pass, "takes Deny with NotAction for a grant"},
	{"policy-passrole-wildcard", "spellings", findings.Fail, "knows one spelling of the action"},
	{"policy-passrole-wildcard", "prowler-one-role", findings.Pass, "reports a role that is named"},
	{"policy-passrole-wildcard", "prowler-passed-to-service", findings.Pass, "ignores the condition on the service"},
	{"policy-passrole-wildcard", "prowler-deny-other-action", findings.Fail, "subtracts what another action's Deny says"},
	{"policy-passrole-wildcard", "prowler-conditional-deny", findings.Fail, "takes a Deny under conditions for an absolute one"},
	{"policy-passrole-wildcard", "prowler-deny-one-role", findings.Fail, "takes a Deny on one role for one on all"},
	{"policy-passrole-wildcard", "prowler-not-action-without-put", findings.Fail, "does not know NotAction"},
	{"policy-passrole-wildcard", "prowler-not-action-without-iam", findings.Pass, "reports what NotAction excepts"},
	{"policy-assumerole-wildcard", "prowler-one-role", findings.Pass, "reports a role that is named"},
	{"policy-assumerole-wildcard", "prowler-role-prefix", findings.Fail, "knows no wildcard but the lone star"},
	{"policy-assumerole-wildcard", "prowler-list-with-wildcard", findings.Fail, "looks at the first resource"},
	{"policy-assumerole-wildcard", "prowler-allow-and-deny", findings.Pass, "reports what the same document denies"},
	{"policy-assumerole-wildcard", "steampipe-case", findings.Fail, "compares the action's case"},
	{"policy-kms-decrypt-all", "steampipe-whole-service", findings.Fail, "passes kms:*"},
	{"policy-kms-decrypt-all", "steampipe-wildcards", findings.Fail, "passes kms:re*"},
	{"policy-kms-decrypt-all", "steampipe-not-action", findings.Fail, "passes NotAction"},
	{"policy-kms-decrypt-all", "prowler-two-services", findings.Fail, "looks at the first action"},
	{"policy-kms-decrypt-all", "prowler-not-action-two-services", findings.Fail, "does not know NotAction"},
	{"policy-kms-decrypt-all", "prowler-not-action-kms", findings.Pass, "reports what NotAction excepts"},
	{"policy-kms-decrypt-all", "prowler-alias-only", findings.Pass, "reports named keys"},
	{"policy-kms-decrypt-all", "prowler-allow-and-deny", findings.Pass, "reports what the same document denies"},
	{"policy-kms-decrypt-all", "prowler-resource-list", findings.Fail, "wants the resources to be exactly a star"},
	{"policy-kms-decrypt-all", "prowler-deny-other-action", findings.Fail, "passes for a Deny on another action"},
	{"policy-kms-decrypt-all", "prowler-everything-by-arn", findings.Fail, "knows no resource but the star"},
	{"policy-kms-decrypt-all", "one-statement-each", findings.Pass, "mixes actions and resources of different statements"},
	{"policy-kms-decrypt-all", "percent-encoded", findings.Unknown, "passes what it cannot read"},
	{"policy-data-exfiltration", "cloudsplaining-any-condition", findings.Fail, "takes every condition for a limit"},
	{"policy-data-exfiltration", "cloudsplaining-narrow-deny", findings.Fail, "subtracts a Deny without looking at its resources"},
	{"policy-data-exfiltration", "prowler-region-deny", findings.Fail, "takes a Deny by region for an absolute one"},
	{"policy-resource-exposure", "cloudsplaining-arn-star", findings.Fail, "knows no resource but the lone star"},
	{"policy-cloudshell-full-access", "steampipe-one-partition", findings.Fail, "knows the policy in one partition"},
	{"policy-sensitive-without-condition", "prowler-self-service", findings.Pass, "reports users who look after their own keys"},
	{"policy-condition-ineffective", "custodian-bool-if-exists", findings.Fail, "takes BoolIfExists for a demand"},
	{"policy-aws-managed-broad", "document-not-known", findings.Fail, "passes what it has not read"},
}

func TestWrongPolicyRules(t *testing.T) {
	for _, w := range wrongPolicyRules {
		t.Run(w.check+"/"+w.name, func(t *testing.T) {
			if got := worstOutcome(t, w.check, w.name); got != w.want {
				t.Errorf("%s, want %s; the wrong rule %s", got, w.want, w.wrong)
			}
		})
	}
}
