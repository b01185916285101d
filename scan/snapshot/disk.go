package snapshot

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
)

// MaxDecodedBytes bounds the JSON that is read from one file. An account at every quota of IAM stays below one gibibyte,
// so that more is damage or an attack.
const MaxDecodedBytes int64 = 4 << 30

// EncodeAccount writes an account as compressed JSON. Equal accounts give equal bytes, whatever the time and the file.
// Text that is not UTF-8 is an error, since JSON would replace it and could make two names one; Sort spells it out.
func EncodeAccount(w io.Writer, a *Account) error {
	if err := encode(w, a); err != nil {
		return fmt.Errorf("encode account %s: %w", a.ID, err)
	}
	return nil
}

// DecodeAccount reads what EncodeAccount wrote. A file that is cut off or damaged, holds more than MaxDecodedBytes, is of
// another schema, has fields that this version does not know, or an account id that is not twelve digits is an error: ids
// become names of files.
func DecodeAccount(r io.Reader) (*Account, error) {
	a := &Account{}
	if err := decode(r, a, MaxDecodedBytes, func() error { return checkSchema(a.Schema, AccountSchema) }); err != nil {
		return nil, fmt.Errorf("decode account: %w", err)
	}
	if err := checkID(a.ID); err != nil {
		return nil, fmt.Errorf("decode account: %w", err)
	}
	return a, nil
}

// EncodeOrganization writes an organization as EncodeAccount writes an account.
func EncodeOrganization(w io.Writer, o *Organization) error {
	if err := encode(w, o); err != nil {
		return fmt.Errorf("encode organization: %w", err)
	}
	return nil
}

// DecodeOrganization reads what EncodeOrganization wrote, as strictly as DecodeAccount. Accounts that are not sorted by id,
// or share one, are an error too: nobody would find them again.
func DecodeOrganization(r io.Reader) (*Organization, error) {
	o := &Organization{}
	if err := decode(r, o, MaxDecodedBytes, func() error { return checkSchema(o.Schema, OrganizationSchema) }); err != nil {
		return nil, fmt.Errorf("decode organization: %w", err)
	}
	if err := checkAccounts(o.Accounts); err != nil {
		return nil, fmt.Errorf("decode organization: %w", err)
	}
	return o, nil
}

func checkAccounts(accounts []OrgAccount) error {
	for i := range accounts {
		if err := checkID(accounts[i].ID); err != nil {
			return err
		}
		if i > 0 && accounts[i].ID <= accounts[i-1].ID {
			return fmt.Errorf("account %s does not belong after account %s", accounts[i].ID, accounts[i-1].ID)
		}
	}
	return nil
}

var accountID = regexp.MustCompile(`^[0-9]{12}$`)

// IsAccountID reports whether a text is the id of an account: twelve digits.
func IsAccountID(id string) bool { return accountID.MatchString(id) }

func checkID(id string) error {
	if !IsAccountID(id) {
		return fmt.Errorf("account id %q is not twelve digits", id)
	}
	return nil
}

func encode(w io.Writer, v any) error {
	if err := checkText(v); err != nil {
		return err
	}
	// The header of a new writer names neither time nor file.
	z := gzip.NewWriter(w)
	e := json.NewEncoder(z)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err
	}
	return z.Close()
}

// decode fills v from compressed JSON. The schema is judged first: a file of another version has unknown fields, too, but
// that is not what is wrong with it.
func decode(r io.Reader, v any, limit int64, schema func() error) error {
	z, err := gzip.NewReader(r)
	if err != nil {
		return cutOff(err)
	}
	d := json.NewDecoder(&bounded{r: z, left: limit})
	d.DisallowUnknownFields()
	err = d.Decode(v)
	if _, isSyntax := errors.AsType[*json.SyntaxError](err); isSyntax || errors.Is(err, errTooLarge) {
		return err
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return cutOff(err)
	}
	if wrong := schema(); wrong != nil {
		return wrong
	}
	if err != nil {
		return err
	}
	return atEnd(d)
}

// atEnd reads to the end of the file, which also verifies its checksum.
func atEnd(d *json.Decoder) error {
	switch _, err := d.Token(); {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		return cutOff(err)
	}
	return errors.New("data after the end")
}

func checkSchema(got, want string) error {
	if got != want {
		return fmt.Errorf("schema %q, want %q", got, want)
	}
	return nil
}

func cutOff(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("the file is cut off: %w", io.ErrUnexpectedEOF)
	}
	return err
}

var errTooLarge = errors.New("too large")

// bounded fails, instead of ending like io.LimitReader, when there is more to read than allowed.
type bounded struct {
	r    io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, errTooLarge
	}
	return n, err
}
