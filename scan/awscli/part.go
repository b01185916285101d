package awscli

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// part is what one file says.
type part struct {
	path string
	// command is the one that wrote the file; nil while it is not known.
	command *command
	// account and partition are those of the ARNs in the file; empty when it names none.
	account, partition string
	// more is true when the answer goes on in another file.
	more bool
	// page is true when the file is one page of several, or says that it is the only one.
	page bool
	// families are the lists of the authorization details that the file holds, also when they are empty.
	families map[family]bool
	entities int
	// data holds the sections that the file fills.
	data snapshot.Account
	org  organizationPart
	// metadata are those of a SAML provider; nil when the file holds none.
	metadata *metadata
	// failed is set when the file holds an error message instead of an answer.
	failed *failure
}

// family is one of the four lists of the authorization details.
type family string

const (
	users   family = "users"
	groups  family = "groups"
	roles   family = "roles"
	managed family = "policies"
)

// mixedError says that something of another account stands in a file.
type mixedError struct{ first, second, arn string }

func (e *mixedError) Error() string {
	return fmt.Sprintf("two accounts in one file: %s, and %s in %q", e.first, e.second, e.arn)
}

// own notes the account that an ARN belongs to. What AWS owns belongs to no account.
func (p *part) own(arn string) error {
	fields := strings.SplitN(arn, ":", 6)
	switch {
	case len(fields) != 6 || fields[0] != "arn" || fields[1] == "":
	case strings.ContainsRune(arn, utf8.RuneError):
		// Bytes that are not UTF-8 become this sign, which could make two names one.
	case fields[4] == "aws":
		return nil
	case snapshot.IsAccountID(fields[4]):
		return p.claim(fields[4], fields[1], arn)
	}
	return fmt.Errorf("%q is not the ARN of something in an account", arn)
}

// claim notes the account that the file is about. A second one is an error.
func (p *part) claim(account, partition, where string) error {
	if p.account != "" && p.account != account {
		return &mixedError{p.account, account, where}
	}
	p.account, p.partition = account, cmp.Or(partition, p.partition)
	return nil
}

// count notes one more user, group, role or policy.
func (p *part) count() error {
	if p.entities++; p.entities > maxEntities {
		return errTooMany
	}
	return nil
}

// needs checks pairs of a value that must be there and the phrase for what is missing without it.
func needs(pairs ...string) error {
	for pair := range slices.Chunk(pairs, 2) {
		if pair[0] == "" {
			return errors.New(pair[1])
		}
	}
	return nil
}

// dated wants a time that must be there: a zero one would be taken for an age of two thousand years.
func dated(t stamp, phrase string) error {
	if t.IsZero() {
		return errors.New(phrase)
	}
	return nil
}
