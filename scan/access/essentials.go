package access

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
)

// act is an action with the kind of the resource that it is for.
type act struct{ action, kind string }

// essentials are the actions by which identities, credentials and permissions are made.
var essentials = []act{
	{"iam:CreateRole", "role"},
	{"iam:AttachRolePolicy", "role"},
	{"iam:PutRolePolicy", "role"},
	{"iam:UpdateAssumeRolePolicy", "role"},
	{"iam:CreateUser", "user"},
	{"iam:AttachUserPolicy", "user"},
	{"iam:PutUserPolicy", "user"},
	{"iam:CreateAccessKey", "user"},
	{"iam:CreateLoginProfile", "user"},
	{"iam:UpdateLoginProfile", "user"},
	{"iam:AddUserToGroup", "group"},
	{"iam:AttachGroupPolicy", "group"},
	{"iam:PutGroupPolicy", "group"},
	{"iam:CreatePolicy", "policy"},
	{"iam:CreatePolicyVersion", "policy"},
	{"iam:SetDefaultPolicyVersion", "policy"},
}

// everything are actions of services that do not exist: only who is allowed everything, or everything but some actions, is
// allowed these.
var everything = []act{{"qq:qqq", ""}, {strings.Repeat("z", 60) + ":" + strings.Repeat("z", 60), ""}}

// way leads to an identity without limits: every step, each by one of its actions.
type way [][]act

var (
	permitRole = []act{{"iam:AttachRolePolicy", "role"}, {"iam:PutRolePolicy", "role"}}
	permitUser = []act{{"iam:AttachUserPolicy", "user"}, {"iam:PutUserPolicy", "user"}}

	// ways begin with the one that guards forbid least often.
	ways = []way{
		{{{"iam:CreateRole", "role"}}, permitRole},
		{{{"iam:UpdateAssumeRolePolicy", "role"}}, permitRole},
		{{{"iam:CreateUser", "user"}}, permitUser, {{"iam:CreateAccessKey", "user"}, {"iam:CreateLoginProfile", "user"}}},
	}
)

// witnessNames are so unlike each other and everything else that only patterns for any name match both.
var witnessNames = []string{"qq", strings.Repeat("z", 60)}

// witnesses are resources that the action could be for.
func witnesses(p *Principal, a act) []string {
	partition := strings.SplitN(p.Caller.ARN, ":", 3)[1]
	out := make([]string, 0, len(witnessNames))
	for _, name := range witnessNames {
		if a.kind == "" {
			service, _, _ := strings.Cut(a.action, ":")
			out = append(out, "arn:"+partition+":"+service+":zz-zz-9:"+p.Caller.Account+":"+name)
			continue
		}
		out = append(out, "arn:"+partition+":iam::"+p.Caller.Account+":"+a.kind+"/"+name)
	}
	return out
}

// granting are the principal's own policies, as far as they could be read, as if they denied nothing. Their order stays.
func granting(p *Principal) policy.Policies {
	out := policy.Policies{Identity: make([]*policy.Document, 0, len(p.Policies.Identity))}
	for _, d := range p.Policies.Identity {
		out.Identity = append(out.Identity, allowing(d))
	}
	return out
}

func allowing(d *policy.Document) *policy.Document {
	only := *d
	only.Malformed = false
	only.Statements = slices.DeleteFunc(slices.Clone(d.Statements), func(s policy.Statement) bool { return s.Effect != "Allow" })
	return &only
}

// readable reports whether a document says for certain what it grants and denies. One without statements does when its
// list of statements is empty.
func readable(d *policy.Document) bool {
	if len(d.Statements) == 0 {
		return slices.Equal(d.Problems, []policy.Problem{{Path: "Statement", Text: "empty"}})
	}
	return !slices.ContainsFunc(d.Statements, func(s policy.Statement) bool { return s.Effect != "Allow" && s.Effect != "Deny" })
}
