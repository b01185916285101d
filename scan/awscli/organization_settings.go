package awscli

import (
	"slices"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// policies fills the control policies. Both types must be listed, unless the root says that a type is off, and every policy
// needs its text and its targets.
func (o *organization) policies() bool {
	lists, whole := o.of(controlsCommand)
	texts, _ := o.of(controlCommand)
	targets, targetsWhole := o.of(targetsCommand)
	if len(lists)+len(texts)+len(targets) == 0 {
		return false
	}
	o.lacking[snapshot.SectionPolicies] = "the files do not hold every control policy with its text and its targets"
	if !whole || (len(targets) > 0 && !targetsWhole) {
		return false
	}
	found, described := o.described(lists, texts, targets)
	if !described || !o.listed("SERVICE_CONTROL_POLICY", lists) || !o.listed("RESOURCE_CONTROL_POLICY", lists) {
		return false
	}
	o.out.Policies = found
	return true
}

// described joins the control policies with their texts and targets, and reports whether each has both.
func (o *organization) described(lists, texts, targets []*part) (found []snapshot.OrgPolicy, all bool) {
	documents, attached := map[string]string{}, map[string][]snapshot.PolicyTarget{}
	for _, p := range texts {
		documents[p.org.control.ID] = p.org.control.Document
	}
	for _, p := range targets {
		// Not nil when there is none: the policy was asked about.
		attached[p.subject()] = append(append([]snapshot.PolicyTarget{}, attached[p.subject()]...), p.org.targets...)
	}
	seen := map[string]bool{}
	for _, p := range lists {
		for _, policy := range p.org.controls {
			if policy.Type != "SERVICE_CONTROL_POLICY" && policy.Type != "RESOURCE_CONTROL_POLICY" || seen[policy.ID] {
				continue
			}
			seen[policy.ID] = true
			policy.Document, policy.Targets = documents[policy.ID], attached[policy.ID]
			if policy.Document == "" || policy.Targets == nil {
				return nil, false
			}
			found = append(found, policy)
		}
	}
	return found, true
}

// listed reports whether policies of the type were listed, or cannot be there. AWS lists a policy of its own of every type
// that is on.
func (o *organization) listed(kind string, lists []*part) bool {
	for _, p := range lists {
		if slices.ContainsFunc(p.org.controls, func(c snapshot.OrgPolicy) bool { return c.Type == kind }) {
			return true
		}
	}
	roots, _ := o.of(rootsCommand)
	for _, p := range roots {
		for _, r := range p.org.roots {
			for _, t := range r.PolicyTypes {
				if t.Type == kind {
					return false
				}
			}
		}
	}
	return len(roots) > 0
}

// delegations fills the delegated administrators; each needs the list of its services.
func (o *organization) delegations() bool {
	administrators, whole := o.of(delegatesCommand)
	services, servicesWhole := o.of(delegationCommand)
	if len(administrators)+len(services) == 0 {
		return false
	}
	o.lacking[snapshot.SectionDelegations] = "the files do not hold the delegated administrators with the services of each"
	asked := map[string]bool{}
	var all []snapshot.Delegation
	for _, p := range services {
		asked[p.subject()] = true
		for _, d := range p.org.delegations {
			d.Account = p.subject()
			all = append(all, d)
		}
	}
	for _, p := range administrators {
		for _, id := range p.org.delegates {
			whole = whole && asked[id]
		}
	}
	if !whole || asked[""] || len(services) > 0 && !servicesWhole {
		return false
	}
	o.out.Delegations = all
	return true
}

func (o *organization) trusted() bool {
	found, whole := o.of(trustedCommand)
	if len(found) > 0 && !whole {
		o.lacking[snapshot.SectionTrustedAccess] = noLastPage
		return false
	}
	for _, p := range found {
		o.out.TrustedAccess = append(o.out.TrustedAccess, p.org.trusted...)
	}
	return len(found) > 0
}

func (o *organization) resourcePolicy() bool {
	found, _ := o.of(resourceCommand)
	for _, p := range found {
		o.out.ResourcePolicy = *p.org.resourcePolicy
	}
	return len(found) > 0
}

func (o *organization) features() bool {
	found, _ := o.of(rootAccessCommand)
	for _, p := range found {
		o.out.RootAccess = p.org.features
	}
	return len(found) > 0
}
