package access_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/access"
	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

const (
	otherID   = "444455556666"
	strangeID = "777700007777"
	otherRole = "arn:aws:iam::444455556666:role/deploy"
)

// told is an answer in short: the outcome, and what people read of it.
type told struct {
	Outcome         string
	Grounds, Blocks []string
	Keys, Unread    []string
	Foreign         bool
}

func tell(a *access.Answer) told {
	out := told{Outcome: a.Outcome.String(), Unread: a.Unread, Foreign: a.Foreign}
	for _, g := range a.Grounds {
		text := g.Effect.String() + " " + g.String()
		if len(g.Resources) > 0 {
			text += " on " + g.Resources[0]
		}
		for _, c := range g.Conditions {
			text += " if " + c.Key
		}
		if g.Kind != policy.SCP || g.Effect == policy.Deny {
			out.Grounds = append(out.Grounds, text)
		}
	}
	for _, b := range a.Blocks {
		if b.Certain {
			out.Blocks = append(out.Blocks, b.Kind.String()+"@"+b.Level)
		}
	}
	for _, c := range a.Conditions {
		out.Keys = append(out.Keys, c.Key)
	}
	return out
}

func named(p snapshot.OrgPolicy, name string) snapshot.OrgPolicy {
	p.Name = name
	return p
}

// company is an organization of two accounts in one unit, with names.
func company(policies ...snapshot.OrgPolicy) *snapshot.Organization {
	parents := []string{"r-root", "ou-upper"}
	return &snapshot.Organization{
		ID: "o-example", ManagementID: management, Policies: policies,
		OUs:      []snapshot.OU{{ID: "ou-upper", Name: "Workloads", Parent: "r-root"}},
		Accounts: []snapshot.OrgAccount{{ID: accountID, Name: "web", Parents: parents}, {ID: otherID, Name: "data", Parents: parents}},
	}
}

func trusting(statements ...string) *snapshot.Role {
	return &snapshot.Role{ARN: otherRole, Name: "deploy", Trust: document(statements...)}
}

func trust(principal, condition string) string {
	return `{"Effect":"Allow","Principal":{"AWS":"` + principal + `"},"Action":"sts:AssumeRole"` + condition + `}`
}

const (
	ownPolicy = "inline policy own, statement 1"
	withMFA   = `,"Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}`
	withID    = `,"Condition":{"StringEquals":{"sts:ExternalId":"x"}}`
)

func TestAsk(t *testing.T) {
	full := named(scp(document(allowAll), "r-root", "ou-upper", accountID, otherID), "Full")
	limit := managedPolicy("limit", document("Allow s3:* *"))
	notRead := &snapshot.Organization{Missing: map[snapshot.Section]snapshot.Reason{snapshot.SectionPolicies: {Cause: findings.Denied}}}
	const object = "arn:aws:s3:::secrets/key"
	tests := map[string]struct {
		org              *snapshot.Organization
		statements       []string
		boundary         bool
		action, resource string
		trust            *snapshot.Role
		context          map[string][]string
		want             told
	}{
		"allowed": {
			statements: []string{"Allow s3:Get* *"}, action: "s3:GetObject", resource: object,
			want: told{Outcome: "allow", Grounds: []string{"allow " + ownPolicy}},
		},
		"not-allowed": {
			statements: []string{"Allow s3:List* *"}, action: "s3:GetObject", resource: object,
			want: told{Outcome: "deny", Blocks: []string{"identity policy@"}},
		},
		"some-resources": {
			statements: []string{"Allow s3:Get* arn:aws:s3:::a/*"}, action: "s3:GetObject", resource: access.Any,
			want: told{Outcome: "depends", Grounds: []string{"allow " + ownPolicy + " on arn:aws:s3:::a/*"}, Keys: []string{"Resource"}},
		},
		"denied-by-a-level": {
			org:        company(full, named(scp(document(`{"Sid":"Stay","Effect":"Deny","Action":"s3:*","Resource":"*"}`), "ou-upper"), "Buckets")),
			statements: []string{allowAll}, action: "s3:GetObject", resource: object,
			want: told{Outcome: "deny", Grounds: []string{"deny SCP Buckets at Root/Workloads, statement Stay"}},
		},
		"not-allowed-by-a-level": {
			org:        company(named(scp(document(allowAll), "r-root", accountID), "Full"), named(scp(document("Allow ec2:* *"), "ou-upper"), "Machines")),
			statements: []string{allowAll}, action: "s3:GetObject", resource: object,
			want: told{Outcome: "deny", Blocks: []string{"SCP@Root/Workloads"}},
		},
		"denied-at-the-account": {
			org:        company(full, named(scp(document("Deny s3:* *"), accountID), "Own")),
			statements: []string{allowAll}, action: "s3:GetObject", resource: object,
			want: told{Outcome: "deny", Grounds: []string{"deny SCP Own at account web, statement 1"}},
		},
		"resource-control-policy": {
			org: company(full, typed(named(scp(`{"Version":"2012-10-17","Statement":[{"Sid":"Fence","Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}]}`,
				"r-root"), "Perimeter"), "RESOURCE_CONTROL_POLICY")),
			statements: []string{allowAll}, action: "s3:GetObject", resource: object,
			want: told{Outcome: "deny", Grounds: []string{"deny RCP Perimeter at Root, statement Fence"}},
		},
		"control-policies-not-read": {
			org: notRead, statements: []string{allowAll}, action: "s3:GetObject", resource: object,
			want: told{
				Outcome: "depends", Grounds: []string{"allow " + ownPolicy}, Unread: []string{"resource control policies", "service control policies"},
			},
		},
		"boundary": {
			statements: []string{allowAll}, boundary: true, action: "ec2:RunInstances", resource: access.Any,
			want: told{Outcome: "deny", Blocks: []string{"permissions boundary@"}},
		},
		"boundary-allows": {
			statements: []string{allowAll}, boundary: true, action: "s3:GetObject", resource: object,
			want: told{Outcome: "allow", Grounds: []string{"allow " + ownPolicy, "allow permissions boundary limit, statement 1"}},
		},
		"mfa": {
			statements: []string{onlyWithMF}, action: "s3:GetObject", resource: object,
			want: told{Outcome: "depends", Grounds: []string{"allow " + ownPolicy + " if aws:MultiFactorAuthPresent"}, Keys: []string{"aws:MultiFactorAuthPresent"}},
		},
		"mfa-given": {
			statements: []string{onlyWithMF}, action: "s3:GetObject", resource: object,
			context: map[string][]string{"AWS:multifactorauthpresent": {"true"}},
			want:    told{Outcome: "allow", Grounds: []string{"allow " + ownPolicy}},
		},
		"mfa-not-used": {
			statements: []string{onlyWithMF}, action: "s3:GetObject", resource: object,
			context: map[string][]string{"aws:MultiFactorAuthPresent": {"false"}},
			want:    told{Outcome: "deny", Blocks: []string{"identity policy@"}},
		},
		"several-values": {
			statements: []string{`{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"ForAllValues:StringEquals":{"aws:TagKeys":["a","b"]}}}`},
			action:     "ec2:CreateTags", resource: access.Any, context: map[string][]string{"aws:TagKeys": {"a", "c"}},
			want: told{Outcome: "deny", Blocks: []string{"identity policy@"}},
		},
		"another-account's-resource": {
			org: company(full), statements: []string{allowAll}, action: "kms:Decrypt", resource: "arn:aws:kms:eu-west-1:444455556666:key/1",
			want: told{Outcome: "depends", Grounds: []string{"allow " + ownPolicy}},
		},
		"another-account's-resource-not-allowed-here": {
			org: company(full), action: "kms:Decrypt", resource: "arn:aws:kms:eu-west-1:444455556666:key/1",
			want: told{Outcome: "deny", Blocks: []string{"identity policy@"}},
		},
		"another-account's-identities": {
			org: company(full), statements: []string{allowAll}, action: "iam:GetRole", resource: otherRole,
			want: told{Outcome: "deny", Blocks: []string{"resource policy@"}},
		},
		"trust-both-sides": {
			org: company(full), statements: []string{"Allow sts:* *"}, action: "sts:AssumeRole", resource: otherRole,
			trust: trusting(trust("arn:aws:iam::"+accountID+":root", "")),
			want:  told{Outcome: "allow", Grounds: []string{"allow trust policy of role deploy, statement 1", "allow " + ownPolicy}},
		},
		"trust-alone": {
			org: company(full), action: "sts:AssumeRole", resource: otherRole, trust: trusting(trust(roleARN, "")),
			want: told{Outcome: "deny", Blocks: []string{"identity policy@"}},
		},
		"trust-of-others": {
			org: company(full), statements: []string{"Allow sts:* *"}, action: "sts:AssumeRole", resource: otherRole,
			trust: trusting(trust("arn:aws:iam::"+strangeID+":root", "")),
			want:  told{Outcome: "deny", Blocks: []string{"resource policy@"}},
		},
		"trust-with-external-id": {
			org: company(full), statements: []string{"Allow sts:* *"}, action: "sts:AssumeRole", resource: otherRole,
			trust: trusting(trust(roleARN, withID)),
			want: told{
				Outcome: "depends", Keys: []string{"sts:ExternalId"},
				Grounds: []string{"allow trust policy of role deploy, statement 1 if sts:ExternalId", "allow " + ownPolicy},
			},
		},
		"trust-not-named": {
			statements: []string{"Allow sts:* *"}, action: "sts:AssumeRole", resource: access.Any,
			want: told{Outcome: "depends", Grounds: []string{"allow " + ownPolicy}},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			org := test.org
			if org == nil {
				org = &snapshot.Organization{}
			}
			r := role(test.statements...)
			if test.boundary {
				r.Boundary = limit.ARN
			}
			a := access.New(&snapshot.Account{ID: accountID, Partition: "aws", Policies: []snapshot.ManagedPolicy{limit}}, org, policy.Parse)
			target := access.NewTarget(org, test.resource, test.action, policy.Parse)
			if test.trust != nil {
				target.Trust(test.trust, policy.Parse)
			}
			got := a.Ask(a.Role(r), &access.Question{Action: test.action, Target: target, Context: access.Context(test.context)})
			if diff := cmp.Diff(test.want, tell(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestAskAgreesWithMay holds the two ways to ask together where both know the same.
func TestAskAgreesWithMay(t *testing.T) {
	for _, statements := range [][]string{nil, {allowAll}, {onlyWithMF}, {allowAll, "Deny s3:* arn:aws:s3:::secrets/*"}, {"Allow s3:Get* arn:aws:s3:::a/*"}} {
		for _, resource := range []string{access.Any, "arn:aws:s3:::secrets/key", "arn:aws:s3:::a/b"} {
			org := company(scp(document(allowAll), "r-root", "ou-upper", accountID))
			a := access.New(&snapshot.Account{ID: accountID, Partition: "aws"}, org, policy.Parse)
			p := a.Role(role(statements...))
			may := access.May(p, "s3:GetObject", resource)
			asked := a.Ask(p, &access.Question{Action: "s3:GetObject", Target: access.NewTarget(org, resource, "s3:GetObject", policy.Parse)})
			if may.Outcome != asked.Outcome {
				t.Errorf("%v on %s: %v by May, %v by Ask", statements, resource, may.Outcome, asked.Outcome)
			}
		}
	}
}
