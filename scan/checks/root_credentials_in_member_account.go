package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "root-credentials-in-member-account", Group: "root", Severity: findings.High,
		Title: "a member account's root user has credentials",
		Why: "They are one more way into the account, past every role and session policy, and each must be guarded, " +
			"rotated and watched for nothing: the organization can do a root user's few tasks centrally.",
		Fix: "Enable central management of root credentials in the organization, then delete password, keys, certificates " +
			"and MFA devices of the member accounts' root users.",
		Blind:      "Root users of accounts outside the organization, and password recovery, which only a policy can forbid.",
		References: []string{rootCentral, rootBestPractices},
		Since:      "0.1.0",
	},
	Needs:    []snapshot.Section{snapshot.SectionCredentialReport, snapshot.SectionSummary},
	OrgNeeds: []snapshot.Section{snapshot.SectionRootAccess},
	Extract:  func(p *Pass) any { return holdingsOf(p) },
	Judge: func(p *OrgPass) {
		for _, e := range p.Extracts {
			if e.Account == p.Org.ManagementID {
				p.NotApplicableIn(e.Account, "the management account keeps its root user's credentials")
				continue
			}
			judgeRootHoldings(p, e.Account, e.Value.(rootHoldings)) //nolint:errcheck // Extract above returns nothing else
		}
		if len(p.Extracts) == 0 {
			p.NotApplicable("no account was read")
		}
	},
})
