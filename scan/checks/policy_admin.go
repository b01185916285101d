package checks

import (
	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

const (
	policyActionsPage = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html"
	leastPrivilege    = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html"
	securityHubIAM    = "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html"
	boundariesPage    = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html"
)

// adminStatements returns the statements that allow everything, unless the document also denies everything.
func adminStatements(d *policy.Document) []policy.AdminStatement {
	if deniesAll(d, "") {
		return nil
	}
	return d.AdminStatements()
}

// judgeAdminPolicy reports each statement of the version in force that allows everything.
func judgeAdminPolicy(p *Pass, m *snapshot.ManagedPolicy) {
	d, ok := inForce(p, m)
	if !ok {
		return
	}
	found := adminStatements(d)
	switch {
	case len(found) == 0 && !understood(d):
		unreadable(p, m)
	case len(found) == 0:
		p.OK(m.ARN)
	}
	seen := map[string]bool{}
	for _, s := range found {
		key := statementKey(d, s.Index)
		if seen[key] {
			continue
		}
		seen[key] = true
		limits := grantLimits(p, &d.Statements[s.Index])
		o := p.Fail(m.ARN, "version %s allows every action on every resource%s", m.DefaultVersionID, onlyUnder(limits)).
			Detail(key).Policy(d)
		attachedUse(limitedBy(p, o, limits), m)
	}
}

func onlyUnder(keys []string) string {
	if len(keys) == 0 {
		return ""
	}
	return ", under conditions"
}
