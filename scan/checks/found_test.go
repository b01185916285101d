package checks_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/scan/checks"
	"github.com/orgscan/orgscan/scan/snapshot"
)

func TestFindTrusted(t *testing.T) {
	trust := func(principal string) snapshot.Role {
		return snapshot.Role{Trust: `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": ` + principal + `}}`}
	}
	got := checks.FindTrusted(&snapshot.Account{
		Roles: []snapshot.Role{
			trust(`{"AWS": ["012345678901", "arn:aws:iam::222233334444:root", "arn:aws-cn:sts::333344445555:assumed-role/a/b"]}`),
			trust(`{"AWS": "AROAEXAMPLEEXAMPLE123"}`),
			trust(`{"AWS": "1234567890123"}`),
			trust(`{"Service": "ec2.amazonaws.com"}`),
			trust(`"*"`),
			{Trust: `{"Statement": {"Effect": "Deny", "Action": "*", "Principal": {"AWS": "444455556666"}}}`},
			{Trust: `no document`},
		},
		OIDC: []snapshot.OIDCProvider{{ARN: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}},
		SAML: []snapshot.SAMLProvider{
			{ARN: "arn:aws:iam::111122223333:saml-provider/corporate"}, {ARN: "arn:aws:iam::111122223333:saml-provider/AWSSSO_0123_DO_NOT_DELETE"},
		},
	})
	want := checks.Found{
		Accounts: []string{"012345678901", "222233334444", "333344445555"},
		Issuers:  []string{"token.actions.githubusercontent.com"}, SAML: []string{"corporate"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
