package access

import (
	"maps"
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// index finds principals by ARN and roles by the services and providers that they trust, once.
func (a *Account) index() {
	if a.users != nil {
		return
	}
	a.users, a.roles = map[string]*snapshot.User{}, map[string]*snapshot.Role{}
	a.ofService, a.ofProvider = map[string][]*snapshot.Role{}, map[string][]*snapshot.Role{}
	for i := range a.account.Users {
		a.users[a.account.Users[i].ARN] = &a.account.Users[i]
	}
	for i := range a.account.Roles {
		r := &a.account.Roles[i]
		a.roles[r.ARN] = r
		if !serviceLinked(r) {
			a.indexTrust(r)
		}
	}
}

func (a *Account) indexTrust(r *snapshot.Role) {
	d := a.parse(r.Trust)
	var services, providers []string
	for i := range d.Statements {
		if s := &d.Statements[i]; s.Allows() && s.Principal != nil {
			services = append(services, s.Principal.Service...)
			providers = append(providers, s.Principal.Federated...)
		}
	}
	for _, name := range distinct(services) {
		name = strings.TrimSuffix(strings.ToLower(name), ".cn")
		a.ofService[name] = append(a.ofService[name], r)
	}
	for _, name := range distinct(providers) {
		a.ofProvider[name] = append(a.ofProvider[name], r)
	}
}

// serviceLinked roles are changed and used by their service alone.
func serviceLinked(r *snapshot.Role) bool {
	return strings.HasPrefix(r.Path, "/aws-service-role/") || strings.Contains(r.ARN, ":role/aws-service-role/")
}

// writable reports whether IAM lets an account's principals change the role: not those of services and of Identity Center.
func writable(r *snapshot.Role) bool {
	return !serviceLinked(r) && !strings.Contains(r.ARN, ":role/aws-reserved/")
}

// trusts decides whether a service may use a role of the account.
func (a *Account) trusts(r *snapshot.Role, service string, context map[string]policy.Value) answer {
	request := policy.Request{
		Caller: policy.Caller{Kind: policy.Service, ARN: service}, Action: "sts:AssumeRole", Resource: r.ARN,
		ResourceAccount: a.account.ID, ResourceOrgID: a.org.ID, Management: a.org.ManagementID,
		Context: map[string]policy.Value{"aws:SourceAccount": policy.Single(a.account.ID)},
	}
	maps.Copy(request.Context, context)
	return a.decideTrust(r, request)
}

func (a *Account) decideTrust(r *snapshot.Role, request policy.Request) answer {
	d := policy.Evaluate(request, policy.Policies{Resource: a.parse(r.Trust)})
	out := answer{outcome: d.Outcome}
	if d.Outcome == policy.Depends {
		out.keys, out.unread = openEnds(d, &Principal{Unread: []string{"the trust policy of " + r.Name}})
	}
	return out
}
