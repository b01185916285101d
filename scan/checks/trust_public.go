package checks

import (
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

const (
	trustPage        = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"
	conditionKeyPage = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html"
	externalIDPage   = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"
	crossAccountPage = "https://docs.aws.amazon.com/IAM/latest/UserGuide/tutorial_cross-account-with-roles.html"
)

const noRoles = "no role that anybody may assume"

var needsPrincipals = []snapshot.Section{snapshot.SectionPrincipals}

// needsRights are the sections that tell how much a role may do.
var needsRights = []snapshot.Section{snapshot.SectionPrincipals, snapshot.SectionManagedDocuments}

// needsMembers is the section that tells who is in the organization.
var needsMembers = []snapshot.Section{snapshot.SectionAccounts}

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "trust-public",
		Group:      "trust",
		Title:      "anybody with an AWS account can assume the role",
		Severity:   findings.Critical,
		Why:        "Role names are guessed and leaked. Whoever knows the ARN gets the role's rights, without leaving a trace until then.",
		Fix:        "Name the principals that need the role instead of *, or delete the statement.",
		Blind:      "Control policies of the organization that keep strangers away; denials under several conditions at once.",
		References: []string{trustPage, conditionKeyPage},
		Since:      "0.1.0",
	},
	Needs:     needsPrincipals,
	NoSubject: noRoles,
	Eval: func(p *Pass) {
		eachGrant(p, func(t trusting, g *trustGrant) verdict {
			switch {
			case !g.open() || len(g.keepsStrangersOut()) > 0:
				return fine
			case len(g.negated) > 0:
				return aside // trust-notprincipal says so
			}
			o := t.tell(p.Fail(t.ARN, "everybody with an AWS account may assume the role").Detail(g.key))
			if keys := conditionKeys(g.statement); len(keys) > 0 {
				o.Evidence("conditions that keep nobody out", strings.Join(keys, ", "))
			}
			return wrong
		})
	},
})
