package checks

import (
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/policy"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "policy-kms-decrypt-all",
		Group:      "policy",
		Title:      "policy allows decrypting with every key",
		Severity:   findings.Medium,
		Why:        "Encryption protects data from nobody who has this policy: each key that trusts the account's policies opens.",
		Fix:        "List the ARNs of the keys that are needed, or limit the statement by kms:ViaService.",
		Blind:      "Key policies that do not trust the account's policies, grants, and all keys of one region.",
		References: []string{"https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html"},
		Since:      "0.1.0",
	},
	Needs:     policySections(),
	NoSubject: noPolicies,
	Eval: func(p *Pass) {
		judgeStatements(p, func(sub *subject, s *policy.Statement) *fault {
			found := grants(sub.document, s, "kms:Decrypt", "kms:ReEncryptFrom")
			if len(found) == 0 || !reachesAll(p.Account, s, anyKey) {
				return nil
			}
			return &fault{text: "allows " + strings.Join(found, " and ") + " with every key"}
		})
	},
})
