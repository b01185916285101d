package assume

import (
	"fmt"
	"slices"
	"strings"
)

// sessionPolicyLimit is the most characters that AWS takes as an inline session policy.
const sessionPolicyLimit = 2048

// hubSessionPolicy leaves the hub's session nothing but the way on.
const hubSessionPolicy = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow",` +
	`"Action":["sts:AssumeRole","sts:SetSourceIdentity","sts:TagSession"],"Resource":["*"]}]}`

// unneeded are actions that no policy has to allow: AWS answers GetCallerIdentity to everybody.
var unneeded = map[string]bool{"sts:GetCallerIdentity": true}

// SessionPolicy returns the smallest JSON that allows the actions, sorted and without duplicates. When it would exceed the
// 2,048 characters that AWS takes, whole verbs of a service become a wildcard such as "iam:List*", the longest group
// first and only as many as needed; actions that do not fit even so are an error, and so is an empty list.
func SessionPolicy(actions []string) (string, error) {
	actions = needed(actions)
	if len(actions) == 0 {
		return "", fmt.Errorf("session policy: no actions")
	}
	for {
		text := minified(policy(statement{Effect: "Allow", Action: actions, Resource: list{"*"}}))
		if len(text) <= sessionPolicyLimit {
			return text, nil
		}
		shorter := widen(actions)
		if len(shorter) == len(actions) {
			return "", fmt.Errorf("session policy: %d actions need %d characters, %d is the limit", len(actions), len(text), sessionPolicyLimit)
		}
		actions = shorter
	}
}

// needed sorts, removes duplicates and what no policy has to allow.
func needed(actions []string) []string {
	kept := slices.DeleteFunc(slices.Clone(actions), func(a string) bool { return unneeded[a] })
	slices.Sort(kept)
	return slices.Compact(kept)
}

// widen replaces the group of actions that takes the most room by its wildcard. Without a group of two it returns the
// same actions.
func widen(actions []string) []string {
	size := map[string]int{}
	members := map[string]int{}
	for _, action := range actions {
		if group := verbGroup(action); group != "" {
			size[group] += len(action) + len(`"",`)
			members[group]++
		}
	}
	best := ""
	for group := range size {
		if members[group] > 1 && (best == "" || size[group] > size[best] || size[group] == size[best] && group < best) {
			best = group
		}
	}
	if best == "" {
		return actions
	}
	kept := slices.DeleteFunc(slices.Clone(actions), func(a string) bool { return verbGroup(a) == best })
	return needed(append(kept, best))
}

// verbGroup returns "iam:Get*" for "iam:GetRole": the reading verbs only, and "" for every other action.
func verbGroup(action string) string {
	service, name, _ := strings.Cut(action, ":")
	for _, verb := range []string{"Get", "List", "Describe"} {
		if strings.HasPrefix(name, verb) && name != verb+"*" {
			return service + ":" + verb + "*"
		}
	}
	return ""
}

// AuditRolePolicy returns the policy of the audit role: indented JSON that allows exactly the actions.
func AuditRolePolicy(actions []string) string {
	return indented(policy(statement{Sid: "OrgscanRead", Effect: "Allow", Action: needed(actions), Resource: list{"*"}}))
}

// CallerPolicy returns the policy of the caller: reading the organization with orgActions, and assuming the audit role in
// every account or, when there is one, the hub role alone. Empty orgActions leave the first part out.
func CallerPolicy(orgActions []string, partition string, role Role) string {
	var statements []statement
	if actions := needed(orgActions); len(actions) > 0 {
		statements = append(statements, statement{Sid: "OrgscanOrganization", Effect: "Allow", Action: actions, Resource: list{"*"}})
	}
	if role.HubRole != "" {
		return indented(policy(append(statements, enter("OrgscanHub", role, list{role.HubRole}))...))
	}
	return indented(policy(append(statements, enter("OrgscanAccounts", role, role.everywhere(partition)))...))
}

// HubPolicy returns the policy of the hub role: assuming the audit role in every account.
func HubPolicy(partition string, role Role) string {
	return indented(policy(enter("OrgscanAccounts", role, role.everywhere(partition))))
}

// enter allows assuming roles, with what else the role's settings make AssumeRole need.
func enter(sid string, role Role, roles list) statement {
	return statement{Sid: sid, Effect: "Allow", Action: assumeActions(role.SourceIdentity != "", len(role.Tags) > 0), Resource: roles}
}

func assumeActions(sourceIdentity, tags bool) list {
	actions := list{"sts:AssumeRole"}
	if sourceIdentity {
		actions = append(actions, "sts:SetSourceIdentity")
	}
	if tags {
		actions = append(actions, "sts:TagSession")
	}
	return actions
}

// everywhere are the ARNs of the audit role in all accounts and of the roles named for single ones.
func (r Role) everywhere(partition string) list {
	arn, _ := Role{Name: r.Name}.arn(partition, "*")
	roles := list{arn}
	for account := range r.In {
		arn, _ := r.arn(partition, account)
		roles = append(roles, arn)
	}
	slices.Sort(roles)
	return slices.Compact(roles)
}
