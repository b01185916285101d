package paths_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/orgscan/orgscan/scan/access"
	"github.com/orgscan/orgscan/scan/paths"
	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// The accounts of the cases; home is the management account.
const (
	home     = "100000000001"
	alpha    = "200000000002"
	beta     = "300000000003"
	gamma    = "400000000004"
	stranger = "999900009999"
	orgID    = "o-cases00001"
)

const everything = `{"Effect":"Allow","Action":"*","Resource":"*"}`

// document joins statements.
func document(statements ...string) string {
	return `{"Version":"2012-10-17","Statement":[` + strings.Join(statements, ",") + `]}`
}

// statement is one with an optional condition, "Operator key value".
func statement(effect, action, resource string, condition ...string) string {
	return fmt.Sprintf(`{"Effect":%q,"Action":%q,"Resource":%q%s}`, effect, action, resource, conditionOf(condition))
}

// letsIn is a statement of a trust policy for a principal such as "AWS arn:…" or "Service ec2.amazonaws.com".
func letsIn(principal string, condition ...string) string {
	kind, name, _ := strings.Cut(principal, " ")
	action := "sts:AssumeRole"
	if kind == "Federated" {
		action = "sts:AssumeRoleWithWebIdentity"
		if strings.Contains(name, ":saml-provider/") {
			action = "sts:AssumeRoleWithSAML"
		}
	}
	return fmt.Sprintf(`{"Effect":"Allow","Principal":{%q:%q},"Action":%q%s}`, kind, name, action, conditionOf(condition))
}

func conditionOf(condition []string) string {
	if len(condition) == 0 {
		return ""
	}
	parts := strings.SplitN(condition[0], " ", 3)
	return fmt.Sprintf(`,"Condition":{%q:{%q:%q}}`, parts[0], parts[1], parts[2])
}

// may allows to assume a role.
func may(arn string) string { return statement("Allow", "sts:AssumeRole", arn) }

func roleARN(account, name string) string { return "arn:aws:iam::" + account + ":role/" + name }

func rootARN(account string) string { return "arn:aws:iam::" + account + ":root" }

func trusting(trust string, statements ...string) snapshot.Role {
	r := snapshot.Role{Path: "/", Trust: document(trust)}
	if len(statements) > 0 {
		r.Inline = []snapshot.InlinePolicy{{Name: "inline", Document: document(statements...)}}
	}
	return r
}

// organization is what the cases change.
type organization struct {
	*snapshot.Organization
	accounts map[string]*snapshot.Account
}

func newOrganization(ids ...string) *organization {
	o := &organization{
		Organization: &snapshot.Organization{
			ID: orgID, ManagementID: home, Partition: "aws", Population: "organization",
		},
		accounts: map[string]*snapshot.Account{},
	}
	for _, id := range ids {
		o.accounts[id] = &snapshot.Account{ID: id, Partition: "aws"}
		o.Accounts = append(o.Accounts, snapshot.OrgAccount{ID: id, Name: "account " + id, Parents: []string{"r-root"}})
	}
	o.control("SERVICE_CONTROL_POLICY", "r-root", document(everything))
	return o
}

func (o *organization) role(account, name string, r snapshot.Role) *organization {
	a := o.accounts[account]
	r.ARN, r.Name = roleARN(account, name), name
	if i := strings.LastIndex(name, "/"); i >= 0 {
		r.Path, r.Name = "/"+name[:i+1], name[i+1:]
	}
	a.Roles = append(a.Roles, r)
	return o
}

func (o *organization) user(account, name string, statements ...string) *organization {
	u := snapshot.User{ARN: "arn:aws:iam::" + account + ":user/" + name, Name: name, Path: "/"}
	if len(statements) > 0 {
		u.Inline = []snapshot.InlinePolicy{{Name: "inline", Document: document(statements...)}}
	}
	o.accounts[account].Users = append(o.accounts[account].Users, u)
	return o
}

func (o *organization) control(kind, node, text string) *organization {
	o.Policies = append(o.Policies, snapshot.OrgPolicy{
		ID: fmt.Sprint("p-", len(o.Policies)), Type: kind, Document: text, Targets: []snapshot.PolicyTarget{{ID: node}},
	})
	return o
}

// extracts are made of every account but those that are left out.
func (o *organization) extracts(left ...string) []*paths.Account {
	var out []*paths.Account
	for id, a := range o.accounts {
		if len(left) == 0 || left[0] != id {
			out = append(out, extract(a, o.Organization))
		}
	}
	return out
}

func extract(a *snapshot.Account, o *snapshot.Organization) *paths.Account {
	parsed := map[string]*policy.Document{}
	parse := func(text string) *policy.Document {
		if parsed[text] == nil {
			parsed[text] = policy.Parse(text)
		}
		return parsed[text]
	}
	return paths.Extract(a, access.New(a, o, parse), parse)
}

func (o *organization) graph() *paths.Graph { return paths.Build(o.Organization, o.extracts()) }

// lines writes paths in short.
func lines(all ...[]paths.Path) string {
	var b strings.Builder
	for _, list := range all {
		for _, p := range list {
			fmt.Fprintf(&b, "%s:", p.Outcome())
			fmt.Fprintf(&b, " %s", short(p.From))
			for _, h := range p.Hops {
				fmt.Fprintf(&b, " -%s-> %s", h.Technique, short(h.To))
			}
			if p.Admin.Technique != "" {
				fmt.Fprintf(&b, " (administrator)")
			}
			if c := p.Conditions(); len(c) > 0 {
				fmt.Fprintf(&b, " if %s", strings.Join(c, " "))
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

var names = strings.NewReplacer(home, "home", alpha, "alpha", beta, "beta", gamma, "gamma", stranger, "stranger")

func short(n paths.Node) string {
	text := n.Name()
	if n.Kind == paths.Principal || n.Kind == paths.Administrators {
		text += "@" + n.Account
	}
	return names.Replace(strings.ReplaceAll(text, " ", "-"))
}

func expect(t *testing.T, got, want string) {
	t.Helper()
	want = strings.TrimLeft(strings.ReplaceAll(want, "\t", ""), "\n")
	if got != want {
		t.Errorf("got:\n%swant:\n%s", got, want)
	}
}

type (
	snapshotPolicy   = snapshot.ManagedPolicy
	snapshotAttached = snapshot.AttachedPolicy
)

// boundary is a customer managed policy.
func boundary(account string, statements ...string) snapshot.ManagedPolicy {
	return snapshot.ManagedPolicy{
		ARN: "arn:aws:iam::" + account + ":policy/boundary", Name: "boundary", DefaultVersionID: "v1",
		Versions: []snapshot.PolicyVersion{{ID: "v1", Default: true, Document: document(statements...)}},
	}
}

func inlined(name string, statements ...string) snapshot.InlinePolicy {
	return snapshot.InlinePolicy{Name: name, Document: document(statements...)}
}
