package tables

import (
	"fmt"
	"iter"
	"maps"
	"slices"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// Builder makes one table from an organization and the snapshots of its accounts. It walks the accounts at most once, when
// the rows of the table are walked, and keeps none; rows come in the order of the accounts. An error of the accounts ends
// the rows with it. An account that the organization does not know has no name and OU.
type Builder func(org *snapshot.Organization, accounts iter.Seq2[*snapshot.Account, error]) findings.Table

var registry = map[string]Builder{}

// register adds a table at start; a second one of the same name is a programming error.
func register(name string, b Builder) Builder {
	if _, ok := registry[name]; ok {
		panic("two tables are called " + name)
	}
	registry[name] = b
	return b
}

// Names returns the names of all tables, sorted.
func Names() []string { return slices.Sorted(maps.Keys(registry)) }

// All returns the builders of all tables in the order of Names. Every table carries the name it is registered under.
func All() []Builder {
	all := make([]Builder, 0, len(registry))
	for _, name := range Names() {
		all = append(all, registry[name])
	}
	return all
}

// perAccount returns the rows that rowsOf makes of each account, with id, name and OU of the account in front of each.
func perAccount(
	org *snapshot.Organization, accounts iter.Seq2[*snapshot.Account, error], rowsOf func(*snapshot.Account) ([][]string, error),
) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		for account, err := range accounts {
			if err != nil {
				yield(nil, err)
				return
			}
			rows, err := rowsOf(account)
			if err != nil {
				yield(nil, fmt.Errorf("account %s: %w", account.ID, err))
				return
			}
			front := origin(org, account.ID)
			for _, row := range rows {
				if !yield(append(slices.Clone(front), row...), nil) {
					return
				}
			}
		}
	}
}

// originColumns are the columns that origin fills.
var originColumns = []string{"account", "account_name", "ou"}

func origin(org *snapshot.Organization, id string) []string {
	if a := org.Account(id); a != nil {
		return []string{id, a.Name, a.OU}
	}
	return []string{id, "", ""}
}
