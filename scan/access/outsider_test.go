package access_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/scan/access"
	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

func TestAskRootAndStrangers(t *testing.T) {
	org := company(named(scp(document(allowAll), "r-root", "ou-upper", accountID, otherID), "Full"))
	target := access.NewTarget(org, otherRole, "sts:AssumeRole", policy.Parse)
	target.Trust(trusting(trust("arn:aws:iam::"+strangeID+":root", withMFA), trust("arn:aws:iam::"+accountID+":root", "")), policy.Parse)
	q := &access.Question{Action: "sts:AssumeRole", Target: target}
	account := func(id string) *access.Account {
		return access.New(&snapshot.Account{ID: id, Partition: "aws"}, org, policy.Parse)
	}
	if a := account(accountID); a.Ask(a.Root(), q).Outcome != policy.Deny {
		t.Error("a root user may assume a role")
	}
	lost := access.NewTarget(org, otherRole, "sts:AssumeRole", policy.Parse)
	lost.Lose("the trust policy")
	for name, test := range map[string]struct {
		account, arn string
		target       *access.Target
		want         told
	}{
		"of-an-unread-account": {accountID, roleARN, target, told{
			Outcome: "depends", Grounds: []string{"allow trust policy of role deploy, statement 2"}, Unread: []string{"account web"},
		}},
		"of-no-account-of-ours": {strangeID, "arn:aws:iam::" + strangeID + ":user/x", target, told{
			Outcome: "depends", Grounds: []string{"allow trust policy of role deploy, statement 1 if aws:MultiFactorAuthPresent"},
			Keys: []string{"aws:MultiFactorAuthPresent"}, Foreign: true,
		}},
		"whom-nobody-trusts": {"888800008888", "arn:aws:iam::888800008888:user/x", target, told{
			Outcome: "deny", Blocks: []string{"resource policy@"},
		}},
		"with-a-lost-trust-policy": {accountID, roleARN, lost, told{Outcome: "depends", Unread: []string{"account web", "the trust policy"}}},
	} {
		t.Run(name, func(t *testing.T) {
			a := account(test.account)
			got := a.Ask(a.Stranger(test.arn, "account web"), &access.Question{Action: "sts:AssumeRole", Target: test.target})
			if diff := cmp.Diff(test.want, tell(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if got.Incomplete() != (len(test.want.Unread) > 0) {
				t.Errorf("incomplete: %v", got.Incomplete())
			}
		})
	}
}

func TestOutsiders(t *testing.T) {
	org := company(scp(document(allowAll), "r-root", "ou-upper", accountID, otherID))
	ofUs := `,"Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-example"}}`
	tests := map[string]struct {
		statements []string
		action     string
		want       []string
	}{
		"nobody":            {nil, "sts:AssumeRole", nil},
		"account":           {[]string{trust("arn:aws:iam::"+strangeID+":root", "")}, "sts:AssumeRole", []string{"account 777700007777 allow"}},
		"account-by-id":     {[]string{trust(strangeID, "")}, "sts:AssumeRole", []string{"account 777700007777 allow"}},
		"external-id":       {[]string{trust(strangeID, withID)}, "sts:AssumeRole", []string{"account 777700007777 depends"}},
		"principal":         {[]string{trust("arn:aws:iam::777700007777:user/x", "")}, "sts:AssumeRole", []string{"principal arn:aws:iam::777700007777:user/x allow"}},
		"denied":            {[]string{trust(strangeID, ""), `{"Effect":"Deny","Principal":"*","Action":"sts:*"}`}, "sts:AssumeRole", nil},
		"anybody":           {[]string{trust("*", "")}, "sts:AssumeRole", []string{"anybody anybody allow"}},
		"anybody-of-us":     {[]string{trust("*", ofUs)}, "sts:AssumeRole", nil},
		"all-but-some":      {[]string{`{"Effect":"Allow","NotPrincipal":{"AWS":"777700007777"},"Action":"sts:AssumeRole"}`}, "sts:AssumeRole", []string{"anybody anybody allow"}},
		"account-of-us":     {[]string{trust("arn:aws:iam::"+accountID+":root", "")}, "sts:AssumeRole", nil},
		"unread-account":    {[]string{trust("arn:aws:iam::"+otherID+":role/x", "")}, "sts:AssumeRole", []string{"principal arn:aws:iam::444455556666:role/x depends"}},
		"service":           {[]string{`{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}`}, "sts:AssumeRole", []string{"service ec2.amazonaws.com allow"}},
		"provider":          {[]string{`{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::111122223333:saml-provider/p"},"Action":"sts:AssumeRoleWithSAML"}`}, "sts:AssumeRoleWithSAML", []string{"provider arn:aws:iam::111122223333:saml-provider/p allow"}},
		"another-action":    {[]string{trust(strangeID, "")}, "sts:AssumeRoleWithSAML", nil},
		"deleted-principal": {[]string{trust("AROAEXAMPLEEXAMPLEXX", "")}, "sts:AssumeRole", nil},
		"by-name-elsewhere": {[]string{trust(strangeID, `,"Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::777700007777:role/ci"}}`)}, "sts:AssumeRole", []string{"account 777700007777 depends"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			target := access.NewTarget(org, roleARN, test.action, policy.Parse)
			target.Trust(&snapshot.Role{ARN: roleARN, Name: "deploy", Trust: document(test.statements...)}, policy.Parse)
			a := access.New(&snapshot.Account{ID: accountID, Partition: "aws"}, org, policy.Parse)
			var got []string
			for _, o := range a.Outsiders(&access.Question{Action: test.action, Target: target}, func(id string) bool { return id == accountID }) {
				got = append(got, o.Kind+" "+o.Name+" "+o.Answer.Outcome.String())
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
