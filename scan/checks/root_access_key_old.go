package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "root-access-key-old", Group: "root", Severity: findings.High,
		Title: "the root user's access key has grown old instead of being deleted",
		Why:   "The longer the most powerful key of an account lives, the more machines, backups and people have seen it.",
		Fix: "Delete the key: no rotation makes a root access key safe, and its age makes it worse. Move what still uses it to a " +
			"role first.",
		Blind: "Whether the key is used: root-recently-used tells.",
		References: []string{
			rootKeyDelete,
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html",
		},
		Since: "0.1.0",
	},
	CausedBy: []string{"root-access-key-present"},
	Needs:    []snapshot.Section{snapshot.SectionCredentialReport},
	Eval: func(p *Pass) {
		root, row := p.Account.RootARN(), rootRow(p)
		if row == nil {
			return
		}
		keys := heldKeys(row)
		if len(keys) == 0 {
			p.Passed(root, "no root access key")
		}
		for _, k := range keys {
			// An inactive key ages as well: it can be activated again.
			judgeAge(p, credentialAge{what: "access key", detail: k.detail, created: k.Rotated, limit: p.Params.RootKeyMaxAge})
		}
	},
})
