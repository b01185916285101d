package access_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/orgscan/orgscan/scan/access"
	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// BenchmarkAdmin judges an account of 400 roles that read by a long policy, or may do everything under conditions, below
// five levels of service control policies.
func BenchmarkAdmin(b *testing.B) {
	var actions []string
	for i := range 600 {
		actions = append(actions, fmt.Sprintf("service%d:Get*", i))
	}
	parsed := map[string]*policy.Document{}
	parse := func(text string) *policy.Document {
		if parsed[text] == nil {
			parsed[text] = policy.Parse(text)
		}
		return parsed[text]
	}
	a := &snapshot.Account{ID: accountID, Partition: "aws"}
	for i := range 400 {
		r := snapshot.Role{ARN: fmt.Sprintf("%s-%d", roleARN, i), Inline: inlines("Allow " + strings.Join(actions, ",") + " *")}
		if i%4 == 0 {
			r.Inline = inlines(onlyWithMF)
		}
		a.Roles = append(a.Roles, r)
	}
	full := scp(document(allowAll), "r-root", "ou-upper", "ou-lower", accountID)
	org := organization(full, scp(document("Deny organizations:LeaveOrganization *"), "r-root"))
	for b.Loop() {
		analysis := access.New(a, org, parse)
		for i := range a.Roles {
			analysis.RoleAdmin(&a.Roles[i])
		}
	}
}
