package access

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// passRoles hands roles to a service.
func (w *walk) passRoles(t *Technique) {
	other := w.someResource(t.Actions[1:])
	if other.denied() {
		return
	}
	w.candidatesFor(t, func(r *snapshot.Role, trust answer) {
		if pass := w.pass(r, t.Service); !pass.denied() {
			w.add(t, r.ARN, pass.and(other).and(trust))
		}
	})
}

// runningRoles takes control of what runs with roles of a service.
func (w *walk) runningRoles(t *Technique) {
	got := w.someResource(t.Actions)
	if got.denied() {
		return
	}
	w.candidatesFor(t, func(r *snapshot.Role, trust answer) { w.add(t, r.ARN, got.and(trust)) })
}

// candidatesFor calls f for the roles that let the technique's service in.
func (w *walk) candidatesFor(t *Technique, f func(r *snapshot.Role, trust answer)) {
	if t.Service == cognito {
		for _, r := range w.a.ofProvider[cognito] {
			if trust := w.a.trustsProvider(r, cognito, "sts:AssumeRoleWithWebIdentity"); !trust.denied() {
				f(r, trust)
			}
		}
		return
	}
	services := t.trusted
	if services == nil {
		services = []string{t.Service}
	}
	for _, service := range services {
		for _, r := range w.a.ofService[service] {
			if t.profile && len(r.InstanceProfiles) == 0 {
				continue
			}
			if trust := w.a.trusted(r, service, t.shape == rogueAnchor); !trust.denied() {
				f(r, trust)
			}
		}
	}
}

// pass asks whether the principal may pass a role to a service, once for each.
func (w *walk) pass(r *snapshot.Role, service string) answer {
	key := asking{action: "iam:PassRole", resource: r.ARN, extra: service}
	got, ok := w.asked[key]
	if !ok {
		context := map[string]policy.Value{"iam:PassedToService": policy.Single(w.a.named(service))}
		w.describe(context, r.ARN)
		got = w.ask("iam:PassRole", r.ARN, context)
		w.asked[key] = got
	}
	return got
}

// named is a service as the account's partition calls it: EC2 alone has a name of its own in China.
func (a *Account) named(service string) string {
	if a.account.Partition == "aws-cn" && service == ec2 {
		return service + ".cn"
	}
	return service
}

type trustKey struct{ role, service string }

// trusted decides once whether a role lets a service in. A rogue anchor is one that no trust policy names.
func (a *Account) trusted(r *snapshot.Role, service string, rogue bool) answer {
	key := trustKey{r.ARN, service}
	var context map[string]policy.Value
	if rogue {
		key.service += " rogue"
		context = map[string]policy.Value{"aws:SourceArn": policy.Single(
			"arn:" + a.account.Partition + ":rolesanywhere:" + someRegion + ":" + a.account.ID + ":trust-anchor/qq")}
	}
	got, ok := a.serviceTrusts[key]
	if !ok {
		got = a.trusts(r, a.named(service), context)
		a.serviceTrusts[key] = got
	}
	return got
}

// leaveOrganization is the principal of a member account without control policies.
func (w *walk) leaveOrganization(t *Technique) {
	management := w.a.org.ManagementID
	if management == "" || management == w.a.account.ID || len(w.p.Policies.SCPs) == 0 {
		return
	}
	w.become(t, w.ask(t.Actions[0], Any, nil), w.p.uncontrolled())
}

// permissionSets gives rights in the account through Identity Center, which its management account and its delegated
// administrator manage.
func (w *walk) permissionSets(t *Technique) {
	account := w.a.account.ID
	manages := w.a.org.ManagementID == account || slices.ContainsFunc(w.a.org.Delegations, func(d snapshot.Delegation) bool {
		return d.Account == account && strings.HasPrefix(d.Service, "sso.")
	})
	if !manages {
		return
	}
	if got := w.someResource(t.Actions); !got.denied() {
		w.add(t, w.a.account.RootARN(), got)
	}
}
