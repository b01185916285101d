package access_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/orgscan/orgscan/scan/access"
	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

func describe(steps []access.Step) []string {
	var out []string
	for _, s := range steps {
		out = append(out, fmt.Sprint(s.Technique, " ", s.To, " ", s.Outcome, " ", s.Needs, s.Conditions, s.AllowedBy))
	}
	return out
}

func TestStepsSmoke(t *testing.T) {
	for _, st := range []string{"Allow iam:* arn:aws:iam::111122223333:role/deploy", "Allow iam:Create*,iam:Put* *", "Allow lambda:*,iam:PassRole *"} {
		r := role(st)
		a := &snapshot.Account{ID: accountID, Partition: "aws", Roles: []snapshot.Role{*r, {ARN: "arn:aws:iam::111122223333:role/x", Name: "x", Trust: `{"Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"lambda.amazonaws.com"}}}`}}, Users: []snapshot.User{{ARN: "arn:aws:iam::111122223333:user/u", Name: "u"}}}
		an := access.New(a, &snapshot.Organization{}, policy.Parse)
		for _, l := range describe(an.RoleSteps(&a.Roles[0])) {
			t.Log(l)
		}
		t.Log("--")
	}
}

// uses reports whether one of the steps is by a technique; X in its name stands for the kind of the principal.
func uses(steps []access.Step, technique, kind string) bool {
	technique = strings.ReplaceAll(technique, "X", kind)
	return slices.ContainsFunc(steps, func(s access.Step) bool { return s.Technique == technique })
}
