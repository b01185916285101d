package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "org-root-sessions-disabled", Group: "org", Severity: findings.Low,
		Title: "central root sessions are off",
		Why: "A locked bucket or queue policy then needs the root user of the member account, and with it " +
			"credentials that could otherwise be deleted.",
		Fix:        "Enable privileged root actions in member accounts.",
		Blind:      "Who may open such sessions.",
		References: []string{rootCentral, "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html"},
		Since:      "0.1.0",
	},
	OrgNeeds: []snapshot.Section{snapshot.SectionRootAccess},
	Judge:    func(p *OrgPass) { judgeRootFeature(p, "RootSessions") },
})
