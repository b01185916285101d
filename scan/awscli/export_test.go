package awscli

import (
	"io"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// ReadFrom reads one file's content and makes an account or organization of it alone. It returns what is wrong with it.
func ReadFrom(path string, r io.Reader) error {
	p, err := read(path, r)
	if err != nil {
		return err
	}
	if p.command.organization {
		(&organization{parts: []*part{p}, out: &snapshot.Organization{}}).build()
		return nil
	}
	_, err = build(&snapshot.Account{Schema: snapshot.AccountSchema, ID: "111122223333"}, []*part{p})
	return err
}
