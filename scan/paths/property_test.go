package paths_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/orgscan/orgscan/scan/paths"
)

// drawn builds a random organization of three accounts whose roles trust and may assume each other. The names that stand for
// the accounts can be changed.
func drawn(t *rapid.T, id func(string) string) *organization {
	ids := []string{home, alpha, beta}
	o := newOrganization(id(home), id(alpha), id(beta))
	o.ManagementID = id(home)
	var arns []string
	for _, account := range ids {
		for n := range 3 {
			arns = append(arns, roleARN(id(account), fmt.Sprint("r", n)))
		}
	}
	trusts := []string{"Service ec2.amazonaws.com", "AWS " + rootARN(id(alpha)), "AWS " + rootARN(stranger), "AWS " + rootARN(id(beta))}
	for _, arn := range arns {
		trusts = append(trusts, "AWS "+arn)
	}
	for _, account := range ids {
		for n := range 3 {
			trust := letsIn(trusts[rapid.IntRange(0, len(trusts)-1).Draw(t, "trust")])
			if rapid.IntRange(0, 4).Draw(t, "second") == 0 {
				trust += "," + letsIn("AWS *", "StringEquals aws:PrincipalOrgID "+orgID)
			}
			var rights []string
			switch rapid.IntRange(0, 4).Draw(t, "rights") {
			case 0:
				rights = append(rights, everything)
			case 1:
				rights = append(rights, may("*"))
			case 2:
				rights = append(rights, may(arns[rapid.IntRange(0, len(arns)-1).Draw(t, "arn")]))
			case 3:
				rights = append(rights, statement("Allow", "sts:AssumeRole", "*", "Bool aws:MultiFactorAuthPresent true"))
			}
			o.role(id(account), fmt.Sprint("r", n), trusting(trust, rights...))
		}
	}
	return o
}

func same(id string) string { return id }

// answers are all paths of an organization: who can become whose administrator.
func answers(o *organization) string {
	g := o.graph()
	return lines(g.Escalations(), g.Across(), g.ToManagement(), g.FromOutside())
}

// TestRenamingAccountsChangesNothing gives the accounts other ids in the same order.
func TestRenamingAccountsChangesNothing(t *testing.T) {
	renamed := strings.NewReplacer(home, "100000000007", alpha, "200000000008", beta, "300000000009")
	back := strings.NewReplacer("100000000007", "home", "200000000008", "alpha", "300000000009", "beta")
	rapid.Check(t, func(rt *rapid.T) {
		seed := rapid.Int().Draw(rt, "seed")
		build := rapid.Custom(func(t *rapid.T) *organization { return drawn(t, same) })
		other := rapid.Custom(func(t *rapid.T) *organization { return drawn(t, renamed.Replace) })
		want, got := answers(build.Example(seed)), back.Replace(answers(other.Example(seed)))
		if got != want {
			rt.Errorf("got:\n%swant:\n%s", got, want)
		}
	})
}

// reached are the pairs of a start and an account of which it can become administrator.
func reached(g *paths.Graph, ids []string) []string {
	var out []string
	for _, id := range ids {
		for _, p := range g.Between(g.Anyone(), g.AdminsOf(id), 0) {
			out = append(out, p.From.ID+" "+p.To.ID)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// TestDenyingNeverAddsPaths adds a service control policy, a resource control policy or a Deny to a role.
func TestDenyingNeverAddsPaths(t *testing.T) {
	ids := []string{home, alpha, beta}
	rapid.Check(t, func(t *rapid.T) {
		o := drawn(t, same)
		before := reached(o.graph(), ids)
		account := ids[rapid.IntRange(0, 2).Draw(t, "account")]
		target := rapid.SampledFrom([]string{"*", roleARN(alpha, "r0"), roleARN(beta, "*")}).Draw(t, "target")
		deny := statement("Deny", "sts:AssumeRole", target)
		switch rapid.IntRange(0, 2).Draw(t, "kind") {
		case 0:
			o.control("SERVICE_CONTROL_POLICY", account, document(everything, deny))
		case 1:
			o.control("RESOURCE_CONTROL_POLICY", account, document(`{"Effect":"Deny","Principal":"*","Action":"sts:*","Resource":"`+target+`"}`))
		default:
			r := &o.accounts[account].Roles[rapid.IntRange(0, 2).Draw(t, "role")]
			r.Inline = append(slices.Clone(r.Inline), inlined("deny", deny))
		}
		for _, pair := range reached(o.graph(), ids) {
			if _, was := slices.BinarySearch(before, pair); !was {
				t.Errorf("new: %s", pair)
			}
		}
	})
}

// TestNaiveSearchAgrees walks the graph one hop at a time, from every start, and compares who is reached and in how many hops
// with what the search from the targets finds.
func TestNaiveSearchAgrees(t *testing.T) {
	ids := []string{home, alpha, beta}
	rapid.Check(t, func(t *rapid.T) {
		g := drawn(t, same).graph()
		for _, id := range ids {
			want := paths.NaiveHops(g, id)
			got := map[string]int{}
			for _, p := range g.Between(g.Anyone(), g.AdminsOf(id), 0) {
				if h, ok := got[p.From.ID]; p.From.Kind == paths.Principal && (!ok || len(p.Hops) < h) {
					got[p.From.ID] = len(p.Hops)
				}
			}
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("administrators of %s: got %v, want %v", id, got, want)
			}
		}
	})
}
