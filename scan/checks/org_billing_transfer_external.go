package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "org-billing-transfer-external", Group: "org", Severity: findings.Medium,
		Title: "another organization manages the bills",
		Why: "Who receives the bills sees what every account runs and where, and decides what your own people see of the cost that " +
			"shows an intruder's machines first.",
		Fix:        "Withdraw the billing transfer, or decline the invitation, unless a reseller's contract asks for it; then write an exception.",
		Blind:      "Resellers in whose own organization the accounts are.",
		References: []string{"https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/orgs_transfer_billing.html"},
		Since:      "0.1.0",
	},
	OrgNeeds: []snapshot.Section{snapshot.SectionBillingTransfers},
	Judge: func(p *OrgPass) {
		good := true
		for _, t := range p.Org.BillingTransfers.Outbound {
			if endedTransfer(p.Org, t) {
				continue
			}
			good = false
			if t.Status == "REQUESTED" {
				p.Fail(p.Org.ManagementID, t.ARN, "account %s is invited to manage the bills", t.Manager).
					At(findings.Low).Evidence("name", t.Name)
				continue
			}
			p.Fail(p.Org.ManagementID, t.ARN, "account %s manages the bills since %s: the transfer is %s", t.Manager, date(t.Start), t.Status).
				Evidence("name", t.Name)
		}
		if good {
			p.OK()
		}
	},
})

// endedTransfer reports whether a transfer has no effect any more. One that was withdrawn goes on until its end; a status
// that is newer than this code counts as in force.
func endedTransfer(o *snapshot.Organization, t snapshot.BillingTransfer) bool {
	switch t.Status {
	case "DECLINED", "CANCELED", "EXPIRED":
		return true
	case "WITHDRAWN":
		return !t.End.After(o.AsOf)
	}
	return !t.End.IsZero() && !t.End.After(o.AsOf)
}
