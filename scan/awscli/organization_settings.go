package awscli

import "github.com/orgscan/orgscan/scan/snapshot"

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
	documents, attached := map[string]string{}, map[string][]snapshot.PolicyTarget{}
	for _, p := range texts {
		documents[p.org.control.ID] = p.org.control.Document
	}
	for _, p := range targets {
		attached[p.subject()] = append(attached[p.subject()], p.org.targets...)
		if attached[p.subject()] == nil {
			attached[p.subject()] = []snapshot.PolicyTarget{}
		}
	}
	var all []snapshot.OrgPolicy
	types, seen := map[string]bool{}, map[string]bool{}
	for _, p := range lists {
		for _, policy := range p.org.controls {
			types[policy.Type] = true
			if policy.Type != "SERVICE_CONTROL_POLICY" && policy.Type != "RESOURCE_CONTROL_POLICY" || seen[policy.ID] {
				continue
			}
			seen[policy.ID] = true
			document, described := documents[policy.ID]
			if !described || attached[policy.ID] == nil {
				return false
			}
			policy.Document, policy.Targets = document, attached[policy.ID]
			all = append(all, policy)
		}
	}
	if !o.listed("SERVICE_CONTROL_POLICY", types) || !o.listed("RESOURCE_CONTROL_POLICY", types) {
		return false
	}
	o.out.Policies = all
	return true
}

// listed reports whether policies of the type were listed, or cannot be there. AWS lists a policy of its own of every type
// that is on.
func (o *organization) listed(kind string, types map[string]bool) bool {
	if types[kind] {
		return true
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
