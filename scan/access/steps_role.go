package access

import (
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// overRoles takes over every other role of the account that can be changed.
func (w *walk) overRoles(t *Technique) {
	for i := range w.a.account.Roles {
		if r := &w.a.account.Roles[i]; r.ARN != w.p.Caller.ARN && writable(r) {
			w.overRole(t, r)
		}
	}
}

func (w *walk) overRole(t *Technique, r *snapshot.Role) {
	switch t.shape {
	case rewrittenTrust:
		w.add(t, r.ARN, w.rewriteTrust(r))
	case rogueProvider:
		if got := w.rewriteOnly(r); !got.denied() {
			w.add(t, r.ARN, got.and(w.someResource(t.Actions[:1])))
		}
	case assumedRole:
		w.gainRole(t, r, func() answer { return w.grant(t.Actions[0], r.ARN, r.Boundary) }, w.assume)
	case trustedRole:
		w.gainRole(t, r, func() answer { return w.grant(t.Actions[0], r.ARN, r.Boundary) }, w.rewriteTrust)
	case assumedPolicy:
		w.versionOf(t, r, w.assume)
	case trustedPolicy:
		w.versionOf(t, r, w.rewriteTrust)
	case assumedBoundary:
		w.unbindRole(t, r)
	default:
	}
}

// gainRole is for techniques that write the role's rights and then take the role.
func (w *walk) gainRole(t *Technique, r *snapshot.Role, write func() answer, take func(*snapshot.Role) answer) {
	got := write()
	if got.denied() {
		return
	}
	if got = got.and(take(r)); !got.denied() {
		w.addChanged(t, r, got, w.a.Role(r).plus(unlimited))
	}
}

// addChanged notes a step to everything, if that is what the changed role may do, else to the role.
func (w *walk) addChanged(t *Technique, r *snapshot.Role, got answer, q *Principal, needs ...string) {
	if now := asAnswer(Admin(q)); !now.denied() {
		w.add(t, w.a.account.RootARN(), got.and(now), needs...)
		return
	}
	w.add(t, r.ARN, got, needs...)
}

// versionOf writes a version of a policy that the role has.
func (w *walk) versionOf(t *Technique, r *snapshot.Role, take func(*snapshot.Role) answer) {
	for _, at := range r.Attached {
		got, needs := w.version(at.ARN)
		if got.denied() {
			continue
		}
		if got = got.and(take(r)); !got.denied() {
			w.addChanged(t, r, got, w.a.Role(r).dropping("managed policy "+at.Name).plus(unlimited), needs...)
		}
	}
}

func (w *walk) unbindRole(t *Technique, r *snapshot.Role) {
	if r.Boundary == "" {
		return
	}
	context := map[string]policy.Value{"iam:PermissionsBoundary": policy.Single(r.Boundary)}
	w.describe(context, r.ARN)
	got := w.ask(t.Actions[0], r.ARN, context)
	if got.denied() {
		return
	}
	free := asAnswer(Admin(w.a.Role(r).unbound()))
	if got = got.and(w.assume(r)); !got.denied() && !free.denied() {
		w.add(t, w.a.account.RootARN(), got.and(free))
	}
}

// rewriteOnly asks whether the principal may write a role's trust policy.
func (w *walk) rewriteOnly(r *snapshot.Role) answer {
	key := asking{action: "iam:UpdateAssumeRolePolicy", resource: r.ARN}
	got, ok := w.asked[key]
	if !ok {
		context := map[string]policy.Value{}
		w.describe(context, r.ARN)
		got = w.ask("iam:UpdateAssumeRolePolicy", r.ARN, context)
		w.asked[key] = got
	}
	return got
}

// rewriteTrust asks whether the principal may write a role's trust policy and then assume the role, by being named in it.
func (w *walk) rewriteTrust(r *snapshot.Role) answer {
	got := w.rewriteOnly(r)
	if got.denied() {
		return denied
	}
	return got.and(w.assumeBy(r.ARN, naming(w.p.Caller.ARN)))
}

// assume asks whether the principal may assume a role as it is.
func (w *walk) assume(r *snapshot.Role) answer {
	key := asking{action: "sts:AssumeRole", resource: r.ARN}
	got, ok := w.asked[key]
	if !ok {
		got = w.assumeBy(r.ARN, w.a.parse(r.Trust))
		w.asked[key] = got
	}
	return got
}

func (w *walk) assumeBy(arn string, trust *policy.Document) answer {
	policies := w.p.Policies
	policies.Resource = trust
	context := map[string]policy.Value{}
	w.describe(context, arn)
	return w.decide(w.request("sts:AssumeRole", arn, context), policies)
}

// naming is a trust policy that lets one principal in.
func naming(arn string) *policy.Document {
	return &policy.Document{Statements: []policy.Statement{{
		Effect: "Allow", Principal: &policy.Principal{AWS: []string{arn}}, Actions: []string{"sts:AssumeRole"},
	}}}
}

// createRole makes a role with all rights and assumes it.
func (w *walk) createRole(t *Technique) {
	for _, arn := range w.candidates(t.Actions, resourceKind{"iam", "role/"}) {
		got := w.create(t, arn)
		if got.denied() || w.a.roles[arn] != nil {
			continue
		}
		now := asAnswer(Admin(w.a.newcomer(policy.Role, arn)))
		w.add(t, w.a.account.RootARN(), got.and(now).and(w.assumeBy(arn, naming(w.p.Caller.ARN))))
	}
}

// overProviders takes the roles that trust an identity provider which the principal may change.
func (w *walk) overProviders(t *Technique) {
	action := "sts:AssumeRoleWithSAML"
	kind := ":saml-provider/"
	if t.shape == oidcProvider {
		action, kind = "sts:AssumeRoleWithWebIdentity", ":oidc-provider/"
	}
	for provider, roles := range w.a.ofProvider {
		if !strings.Contains(provider, kind) || !strings.HasPrefix(provider, w.a.iamARN("")) {
			continue
		}
		got := w.ask(t.Actions[0], provider, nil)
		if got.denied() {
			continue
		}
		for _, r := range roles {
			w.add(t, r.ARN, got.and(w.a.trustsProvider(r, provider, action)))
		}
	}
}

// trustsProvider decides whether a provider's word opens a role. What the provider says of its users is as the principal
// wants it, and no condition.
func (a *Account) trustsProvider(r *snapshot.Role, provider, action string) answer {
	got := a.decideTrust(r, policy.Request{
		Caller: policy.Caller{Kind: policy.Federated, ARN: provider}, Action: action, Resource: r.ARN,
		ResourceAccount: a.account.ID, ResourceOrgID: a.org.ID, Management: a.org.ManagementID,
	})
	if got.outcome == policy.Depends && action == "sts:AssumeRoleWithSAML" {
		var keys []string
		for _, key := range got.keys {
			if !strings.HasPrefix(strings.ToLower(key), "saml:") {
				keys = append(keys, key)
			}
		}
		if got.keys = keys; len(keys) == 0 && len(got.unread) == 0 {
			got.outcome = policy.Allow
		}
	}
	return got
}
