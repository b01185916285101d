package assume

import "strings"

// Trust describes whom a role lets in.
type Trust struct {
	// Partition is "aws" when empty.
	Partition string
	// Principal is the ARN that will assume the role: a role, a user or a role session. Its account is trusted and the
	// principal pinned by a condition, because a trust policy that names a role breaks when that role is made anew.
	Principal string
	// OrganizationID, such as "o-a1b2c3d4e5", is required of the principal when not empty.
	OrganizationID string
	// ExternalID is required when not empty.
	ExternalID string
	// SourceIdentity and Tags allow the session to carry them.
	SourceIdentity, Tags bool
}

// TrustPolicy returns the trust policy of the audit role or the hub role as indented JSON.
func TrustPolicy(t Trust) string { return indented(t.document()) }

func (t Trust) document() document {
	partition := t.Partition
	if partition == "" {
		partition = "aws"
	}
	account, patterns := principalOf(t.Principal, partition)
	conditions := map[string]map[string]list{"ArnLike": {"aws:PrincipalArn": patterns}}
	equals := map[string]list{}
	if t.OrganizationID != "" {
		equals["aws:PrincipalOrgID"] = list{t.OrganizationID}
	}
	if t.ExternalID != "" {
		equals["sts:ExternalId"] = list{t.ExternalID}
	}
	if len(equals) > 0 {
		conditions["StringEquals"] = equals
	}
	return policy(statement{
		Sid: "OrgscanTrust", Effect: "Allow", Principal: map[string]string{"AWS": "arn:" + partition + ":iam::" + account + ":root"},
		Action: assumeActions(t.SourceIdentity, t.Tags), Condition: conditions,
	})
}

// principalOf returns the account of an ARN and the patterns that aws:PrincipalArn has for it. The ARN of a role session
// has lost the role's path, which aws:PrincipalArn keeps.
func principalOf(arn, partition string) (account string, patterns list) {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 {
		return "ACCOUNT_ID", list{arn}
	}
	account = parts[4]
	if role, ok := strings.CutPrefix(parts[5], "assumed-role/"); ok {
		role, _, _ = strings.Cut(role, "/")
		prefix := "arn:" + partition + ":iam::" + account + ":role/"
		return account, list{prefix + role, prefix + "*/" + role}
	}
	return account, list{arn}
}
