package checks

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed data/known_accounts.txt
var knownAccountsText string

// knownAccount is who says in public that an account is theirs.
type knownAccount struct {
	name string
	// aws is true for accounts of AWS's own services.
	aws bool
}

// knownAccounts are the accounts of data/known_accounts.txt by id. A known name is a label, not an approval.
var knownAccounts = sync.OnceValue(func() map[string]knownAccount {
	known := map[string]knownAccount{}
	for line := range strings.Lines(knownAccountsText) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		i := strings.LastIndex(line, ": ")
		if i < 0 {
			panic("data/known_accounts.txt: no accounts in " + line)
		}
		name, aws := strings.CutPrefix(line[:i], "aws ")
		for id := range strings.FieldsSeq(line[i+2:]) {
			known[id] = knownAccount{name: name, aws: aws}
		}
	}
	return known
})
