package checks

import (
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "user-inline-policy",
		Group:    "policy",
		Title:    "user has an inline policy",
		Severity: findings.Medium,
		Why:      "An inline policy is in no list of policies and has no versions: it is where extra rights of one user go unnoticed.",
		Fix:      "Move what is needed to a managed policy on a group and delete the inline policy.",
		Blind:    "What the policy allows: policy-admin-inline does. The sending policy that Amazon SES gives its SMTP users is left out.",
		References: []string{
			managedVersusInline, securityHubIAM, "https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html",
		},
		Since: "0.1.0",
	},
	Needs:     []snapshot.Section{snapshot.SectionPrincipals},
	NoSubject: "no IAM users",
	Eval: func(p *Pass) {
		for _, u := range p.Account.Users {
			if len(u.Inline) == 0 {
				p.OK(u.ARN)
			}
			for _, i := range u.Inline {
				if d := p.Document(i.Document); i.Name == "AmazonSesSendingAccess" && onlySendsMail(d) {
					p.NotApplicable(u.ARN, "the sending policy of an Amazon SES SMTP user")
				} else {
					p.Fail(u.ARN, "has the inline policy %s", i.Name).Detail(i.Name).Policy(d)
				}
			}
		}
	},
})

// onlySendsMail tells the policy that the SES console writes from one that borrows its name: the name alone must not hide
// anything. Security Hub leaves out users that SES made; the user's name is the customer's choice, so it says nothing.
func onlySendsMail(d *policy.Document) bool {
	for _, s := range d.Statements {
		if s.Effect == "Deny" {
			continue
		}
		if len(s.Actions) != 1 || !strings.EqualFold(s.Actions[0], "ses:SendRawEmail") {
			return false
		}
	}
	return len(d.Statements) > 0
}
