package paths

import (
	"regexp"
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
)

// trusteeKind is what a name in a trust policy stands for.
type trusteeKind uint8

const (
	anybody trusteeKind = iota
	wholeOfAccount
	onePrincipal
	oneSession
	oneService
	oneProvider
)

// trustee is whom a statement of a trust policy names.
type trustee struct {
	kind    trusteeKind
	account string
	// name is the last part of a principal's ARN, a session's role, a service or the ARN of a provider.
	name string
}

// trustees are all whom the Allow statements of a trust policy name, in document order, each once.
func trustees(d *policy.Document) []trustee {
	var out []trustee
	for i := range d.Statements {
		s := &d.Statements[i]
		switch {
		case !s.Allows():
		case s.Principal == nil:
			out = append(out, trustee{kind: anybody})
		default:
			out = append(out, named(s.Principal)...)
		}
	}
	seen := map[trustee]bool{}
	return slices.DeleteFunc(out, func(t trustee) bool {
		again := seen[t]
		seen[t] = true
		return again
	})
}

func named(p *policy.Principal) []trustee {
	var out []trustee
	if p.All {
		out = append(out, trustee{kind: anybody})
	}
	for _, name := range p.AWS {
		if t, ok := awsTrustee(name); ok {
			out = append(out, t)
		}
	}
	for _, name := range p.Service {
		out = append(out, trustee{kind: oneService, name: strings.ToLower(name)})
	}
	for _, name := range p.Federated {
		out = append(out, trustee{kind: oneProvider, name: name})
	}
	return out
}

var (
	principalARN  = regexp.MustCompile(`^arn:[a-z-]+:(iam|sts)::([0-9]{12}):(.+)$`)
	accountNumber = regexp.MustCompile(`^[0-9]{12}$`)
)

// awsTrustee returns false for what names nobody any more, such as the id of a deleted role.
func awsTrustee(name string) (trustee, bool) {
	m := principalARN.FindStringSubmatch(name)
	switch {
	case name == "*":
		return trustee{kind: anybody}, true
	case accountNumber.MatchString(name):
		return trustee{kind: wholeOfAccount, account: name}, true
	case m == nil:
		return trustee{}, false
	case m[3] == "root":
		return trustee{kind: wholeOfAccount, account: m[2]}, true
	case m[1] == "sts":
		parts := strings.Split(m[3], "/")
		if parts[0] != "assumed-role" || len(parts) < 2 {
			return trustee{}, false
		}
		return trustee{kind: oneSession, account: m[2], name: parts[1]}, true
	}
	return trustee{kind: onePrincipal, account: m[2], name: m[3]}, true
}

// mentionedAccounts are the accounts outside that conditions of a trust policy name: those that one that is open to anybody
// may be meant for.
func mentionedAccounts(d *policy.Document) []string {
	var out []string
	for i := range d.Statements {
		for _, c := range d.Statements[i].Conditions {
			for _, v := range c.Values {
				m := principalARN.FindStringSubmatch(v)
				switch {
				case m != nil && strings.EqualFold(c.Key, "aws:PrincipalArn"):
					out = append(out, m[2])
				case strings.EqualFold(c.Key, "aws:PrincipalAccount") && accountNumber.MatchString(v):
					out = append(out, v)
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// foreignOrganizations are the organizations that conditions of a trust policy name, but for this one.
func foreignOrganizations(d *policy.Document, own string) []string {
	var out []string
	for i := range d.Statements {
		for _, c := range d.Statements[i].Conditions {
			if !strings.EqualFold(c.Key, "aws:PrincipalOrgID") && !strings.EqualFold(c.Key, "aws:PrincipalOrgPaths") {
				continue
			}
			for _, v := range c.Values {
				if id, _, _ := strings.Cut(v, "/"); strings.HasPrefix(id, "o-") && id != own {
					out = append(out, id)
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
