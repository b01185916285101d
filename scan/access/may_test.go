package access_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/scan/access"
	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

func TestMay(t *testing.T) {
	const object, foreign = "arn:aws:s3:::secrets/key", "arn:aws:iam::444455556666:role/deploy"
	tests := map[string]struct {
		action, resource string
		statements       []string
		want             access.Verdict
	}{
		"nothing":                 {"s3:GetObject", access.Any, nil, no},
		"any":                     {"s3:GetObject", access.Any, []string{"Allow s3:Get* *"}, yes},
		"any-by-one":              {"s3:GetObject", access.Any, []string{"Allow s3:Get* arn:aws:s3:::other/*"}, maybe("Resource")},
		"any-but-one":             {"s3:GetObject", access.Any, []string{allowAll, "Deny s3:Get* " + object}, maybe("Resource")},
		"one":                     {"s3:GetObject", object, []string{"Allow s3:Get* arn:aws:s3:::secrets/*"}, yes},
		"another":                 {"s3:GetObject", object, []string{"Allow s3:Get* arn:aws:s3:::other/*"}, no},
		"denied":                  {"s3:GetObject", object, []string{allowAll, "Deny s3:Get* *"}, no},
		"condition":               {"s3:GetObject", object, []string{onlyWithMF}, maybe("aws:MultiFactorAuthPresent")},
		"trust-policy-left-open":  {"sts:AssumeRole", roleARN, []string{"Allow sts:* *"}, yes},
		"trust-policy-alone":      {"sts:AssumeRole", roleARN, nil, no},
		"role-of-another-account": {"sts:AssumeRole", foreign, []string{"Allow sts:* " + foreign}, yes},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			a := access.New(&snapshot.Account{ID: accountID, Partition: "aws"}, &snapshot.Organization{}, policy.Parse)
			got := access.May(a.Role(role(test.statements...)), test.action, test.resource)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
