package checks_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/orgscan/orgscan/scan/checks"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// TestHostilePolicies holds the checks of the group policy to bounded time and short messages for documents that no account can hold but a
// file may.
func TestHostilePolicies(t *testing.T) {
	networks := make([]string, 0, 20_000)
	for i := range 20_000 {
		networks = append(networks, fmt.Sprintf(`"%d.%d.0.0/17"`, i/256%256, i%256))
	}
	var statements, actions strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&statements, `{"Effect":"Allow","Action":"s3:%x*","Resource":"arn:aws:s3:::b%d/*"},`, i, i)
		if i < 1000 {
			fmt.Fprintf(&actions, `"*%x*",`, i)
		}
	}
	documents := map[string]string{
		"statements": `{"Version":"2012-10-17","Statement":[` + statements.String() + `{"Effect":"Deny","Action":"*","Resource":"x"}]}`,
		"actions":    `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":[` + actions.String() + `"a"],"Resource":"*"}}`,
		"pattern":    `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"` + strings.Repeat("*?", 250_000) + `","Resource":"` + strings.Repeat("*?", 250_000) + `"}}`,
		"networks":   `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":[` + strings.Join(networks, ",") + `]}}}}`,
		"variables":  `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"` + strings.Repeat("${", 300_000) + `"}}`,
	}
	selected, err := checks.Find("policy-*")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range documents {
		t.Run(name, func(t *testing.T) {
			in := accountInput()
			in.Account.Policies = []snapshot.ManagedPolicy{{
				ARN: "arn:aws:iam::111122223333:policy/hostile", Name: "hostile", Attachments: 1, DefaultVersionID: "v2",
				Versions: []snapshot.PolicyVersion{{ID: "v2", Default: true, Document: text}, {ID: "v1", Document: text}},
			}}
			began := time.Now()
			found, _ := checks.Evaluate(selected, in)
			if took := time.Since(began); took > 90*time.Second {
				t.Errorf("took %v", took)
			}
			t.Logf("took %v", time.Since(began))
			for _, f := range found {
				if strings.Contains(f.Message, "the check itself broke") || len(f.Message) > 10_000 {
					t.Errorf("%s: %.200s (%d bytes)", f.Check, f.Message, len(f.Message))
				}
			}
		})
	}
}
