package access

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// resourceControl is the type of the policies that bound who reaches an account's resources.
const resourceControl = "RESOURCE_CONTROL_POLICY"

// level is a root, an OU or an account to which control policies of one type are attached.
type level struct {
	// name is what people call it: "Root", "Root/Workloads/Prod" or "account prod-web".
	name string
	// policies are the names of the documents, in their order.
	policies  []string
	documents []*policy.Document
}

// levels collects the control policies of one type at every level from the root down to the account, and says whether
// there may be others. A level to which nothing is attached bounds nobody: while the type is on, AWS keeps at least one
// policy on each root, OU and account.
func (a *Account) levels(kind string) (out []level, unread bool) {
	if a.org.ManagementID != "" && a.org.ManagementID == a.account.ID {
		return nil, false
	}
	if _, missing := a.org.Lacks(snapshot.SectionPolicies); missing {
		return nil, true
	}
	nodes, placed := a.place()
	for i, node := range nodes {
		l := a.attachedTo(node, kind)
		if len(l.documents) == 0 {
			continue
		}
		l.name = a.nodeName(nodes[:i+1])
		out = append(out, l)
		unread = unread || slices.ContainsFunc(l.documents, func(d *policy.Document) bool { return !readable(d) })
	}
	return out, unread || !placed && a.attachedElsewhere(nodes, kind)
}

func (a *Account) attachedTo(node, kind string) level {
	var out level
	for i := range a.org.Policies {
		p := &a.org.Policies[i]
		if p.Type == kind && slices.ContainsFunc(p.Targets, func(t snapshot.PolicyTarget) bool { return t.ID == node }) {
			out.policies = append(out.policies, p.Name)
			out.documents = append(out.documents, a.parse(p.Document))
		}
	}
	return out
}

// attachedElsewhere reports whether a root or OU that may lie above the account has a policy.
func (a *Account) attachedElsewhere(nodes []string, kind string) bool {
	return slices.ContainsFunc(a.org.Policies, func(p snapshot.OrgPolicy) bool {
		return p.Type == kind && slices.ContainsFunc(p.Targets, func(t snapshot.PolicyTarget) bool {
			return t.Type != "ACCOUNT" && !slices.Contains(nodes, t.ID)
		})
	})
}

// nodeName spells the last of the nodes, which lead down from the root. Ids stand where a name is not known.
func (a *Account) nodeName(nodes []string) string {
	last := nodes[len(nodes)-1]
	if last == a.account.ID {
		return "account " + accountName(a.org, last)
	}
	names := []string{"Root"}
	for _, id := range nodes[1:] {
		name := id
		if i := slices.IndexFunc(a.org.OUs, func(o snapshot.OU) bool { return o.ID == id }); i >= 0 {
			name = a.org.OUs[i].Name
		}
		names = append(names, name)
	}
	return strings.Join(names, "/")
}

// accountName is the account's name, or its id where that is not known.
func accountName(o *snapshot.Organization, id string) string {
	if entry := o.Account(id); entry != nil && entry.Name != "" {
		return entry.Name
	}
	return id
}

// documents are the documents of levels as the evaluation takes them.
func documents(levels []level) [][]*policy.Document {
	var out [][]*policy.Document
	for _, l := range levels {
		out = append(out, l.documents)
	}
	return out
}
