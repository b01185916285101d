package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "access-analyzer-archive-rule-broad", Group: "analyzer", Severity: findings.Medium,
		Title: "archive rule hides findings whoever has the access",
		Why:   "What an archive rule matches is never seen: a rule that names neither a principal nor a resource hides every stranger.",
		Fix:   "Delete the archive rule, or name in it the principals or the resources that are meant.",
		Blind: "Rules that name many principals or resources one by one. What a rule has archived already. When the organization is not " +
			"known, only the account's own analyzers are read.",
		References:   []string{archiveRulesPage},
		Since:        "0.1.0",
		OffByDefault: true,
	},
	Needs:     []snapshot.Section{snapshot.SectionArchiveRules},
	OrgNeeds:  []snapshot.Section{snapshot.SectionOrganizationRules},
	NoSubject: "no analyzer of the account has archive rules",
	Eval: func(p *Pass) {
		for _, list := range []*snapshot.ArchiveRules{p.Account.ArchiveRules, p.Org.ArchiveRules} {
			if list == nil {
				continue
			}
			for _, rule := range list.Rules {
				if accountOfARN(rule.Analyzer) == p.Account.ID {
					judgeArchiveRule(p, rule)
				}
			}
		}
	},
})
