package checks

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

const (
	scpPage         = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html"
	scpExamplesPage = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples.html"
	scpEvaluation   = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html"
	rcpPage         = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html"
)

const unboundManagement = "control policies do not bind the management account"

// controlNeeds are what it takes to know the policies that bind an account.
var controlNeeds = []snapshot.Section{snapshot.SectionAccounts, snapshot.SectionOUs, snapshot.SectionPolicies}

// Reasons why an account's control policies cannot be judged.
var (
	unplaced       = snapshot.Reason{Cause: findings.Error, Action: "organizations:ListAccounts"}
	unparsedPolicy = snapshot.Reason{Cause: findings.Error, Action: "organizations:DescribePolicy"}
)

// node is the highest place of the tree below which every account lacks the same: the root, an OU or an account.
type node struct {
	id, lack string
	accounts []*snapshot.OrgAccount
}

// judgeGuard reports a guard's absence at the highest node that lacks it.
func judgeGuard(p *OrgPass, g guardrail) {
	judgeByNode(p, g.judge, func(n node) *Outcome {
		return p.Fail(p.placeOf(n), p.nodeARN(n.id), "nothing denies %s%s to %s", g.act, n.lack, boundBy(p, n))
	})
}

// judgeByNode judges every member account in scope by what it inherits, calls report once for each highest node that lacks
// something, and adds the accounts as evidence.
func judgeByNode(p *OrgPass, judge func(inheritance) guardVerdict, report func(node) *Outcome) {
	tree := newControlPolicies(p.Org, serviceControl)
	verdicts := map[string]guardVerdict{}
	lacks := map[*snapshot.OrgAccount]string{}
	for _, a := range p.members(unboundManagement) {
		in, ok := tree.inherited(a)
		if !ok && p.unread(a.ID) {
			continue
		}
		if !ok {
			p.Unknown(a.ID, p.root(a.ID), unplaced, "the account's place in the organization's tree is not known")
			continue
		}
		key := in.key()
		v, known := verdicts[key]
		if !known {
			v = judge(in)
			verdicts[key] = v
		}
		switch {
		case v.lack == "":
			lacks[a] = ""
			p.passedGuard(a.ID, v)
		case !in.readable() && p.unread(a.ID):
		case !in.readable():
			p.Unknown(a.ID, p.root(a.ID), unparsedPolicy, "a control policy that binds the account is not a policy that can be read")
		default:
			lacks[a] = v.lack
		}
	}
	for _, n := range highestNodes(lacks, p.members(unboundManagement)) {
		listAccounts(report(n), n)
	}
}

func (p *OrgPass) passedGuard(account string, v guardVerdict) {
	switch {
	case p.unread(account):
	case len(v.exempt) == 0:
		p.OKIn(account)
	default:
		p.PassedIn(account, "exempt: "+strings.Join(v.exempt, ", "))
	}
}

// unread reports whether the check asked for the account's data and did not get them: then the account is UNKNOWN already.
func (p *OrgPass) unread(account string) bool {
	return p.check.Extract != nil && !slices.ContainsFunc(p.Extracts, func(e Extracted) bool { return e.Account == account })
}

// members returns the member accounts in scope, by id, and says why the rule does not speak of the management account.
func (p *OrgPass) members(why string) []*snapshot.OrgAccount {
	var out []*snapshot.OrgAccount
	for i := range p.Org.Accounts {
		if a := &p.Org.Accounts[i]; a.Skip == "" && a.ID != p.Org.ManagementID {
			out = append(out, a)
		}
	}
	slices.SortFunc(out, func(a, b *snapshot.OrgAccount) int { return cmp.Compare(a.ID, b.ID) })
	if len(p.of(p.Org.ManagementID).skips) == 0 {
		p.NotApplicable(why)
	}
	return out
}

// highestNodes gathers the accounts that lack something at the highest node whose judged accounts all lack the same. An
// account that could not be judged, absent from lacks, keeps its parents from speaking for it.
func highestNodes(lacks map[*snapshot.OrgAccount]string, members []*snapshot.OrgAccount) []node {
	const mixed = "\x00mixed"
	common := map[string]string{}
	for _, a := range members {
		lack, judged := lacks[a]
		if !judged {
			lack = mixed
		}
		for _, id := range a.Parents {
			if known, seen := common[id]; seen && known != lack {
				common[id] = mixed
				continue
			}
			common[id] = lack
		}
	}
	byID := map[string]*node{}
	for _, a := range members {
		lack := lacks[a]
		if lack == "" {
			continue
		}
		id := a.ID
		if i := slices.IndexFunc(a.Parents, func(id string) bool { return common[id] == lack }); i >= 0 {
			id = a.Parents[i]
		}
		if byID[id] == nil {
			byID[id] = &node{id: id, lack: lack}
		}
		byID[id].accounts = append(byID[id].accounts, a)
	}
	out := make([]node, 0, len(byID))
	for _, n := range byID {
		out = append(out, *n)
	}
	slices.SortFunc(out, func(a, b node) int { return cmp.Compare(a.id, b.id) })
	return out
}

// isAccount reports whether the node is the one account it speaks of.
func (n node) isAccount() bool { return len(n.accounts) == 1 && n.accounts[0].ID == n.id }

// placeOf is the account that a finding about the node belongs to.
func (p *OrgPass) placeOf(n node) string {
	if n.isAccount() {
		return n.id
	}
	return p.Org.ManagementID
}

// boundBy names the accounts of a node in a message.
func boundBy(p *OrgPass, n node) string {
	switch {
	case n.isAccount():
		return "the account"
	case len(n.accounts) == 1:
		return "the one account below " + p.nodeName(n.id)
	}
	return fmt.Sprintf("the %d accounts below %s", len(n.accounts), p.nodeName(n.id))
}

// maxListed is how many accounts a finding names; reports and spreadsheets bound the length of a cell.
const maxListed = 200

func listAccounts(o *Outcome, n node) {
	if n.isAccount() {
		return
	}
	var ids []string
	for _, a := range n.accounts[:min(len(n.accounts), maxListed)] {
		ids = append(ids, a.ID)
	}
	if rest := len(n.accounts) - len(ids); rest > 0 {
		ids = append(ids, "and "+strconv.Itoa(rest)+" more")
	}
	o.Evidence("accounts", strings.Join(ids, ", "))
}

// nodeARN returns the ARN of the root, an OU or, for its root user, an account.
func (p *OrgPass) nodeARN(id string) string {
	if id == p.Org.RootID || strings.HasPrefix(id, "r-") {
		return p.organizationsARN("root/" + p.Org.ID + "/" + id)
	}
	if i := slices.IndexFunc(p.Org.OUs, func(u snapshot.OU) bool { return u.ID == id && u.ARN != "" }); i >= 0 {
		return p.Org.OUs[i].ARN
	}
	if strings.HasPrefix(id, "ou-") {
		return p.organizationsARN("ou/" + p.Org.ID + "/" + id)
	}
	return p.root(id)
}

// organization returns the ARN of the organization.
func (p *OrgPass) organization() string { return p.organizationsARN("organization/" + p.Org.ID) }

func (p *OrgPass) organizationsARN(resource string) string {
	return "arn:" + p.Org.Partition + ":organizations::" + p.Org.ManagementID + ":" + resource
}

// nodeName is what people call the root or an OU; its id when the name is not known.
func (p *OrgPass) nodeName(id string) string {
	if id == p.Org.RootID {
		return "the root"
	}
	for _, u := range p.Org.OUs {
		if u.ID == id {
			return u.Name
		}
	}
	return id
}
