package collect

import (
	"context"
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/account"
	"github.com/aws/aws-sdk-go-v2/service/account/types"

	"github.com/orgscan/orgscan/scan/snapshot"
)

const (
	actionGetAlternateContact   = "account:GetAlternateContact"
	actionGetContactInformation = "account:GetContactInformation"
)

// contacts reads whom AWS reaches about the account. The account is never named: AWS refuses the management account's id.
func contacts() collector {
	return collector{
		section: snapshot.SectionContacts,
		actions: []string{actionGetAlternateContact, actionGetContactInformation},
		run: func(ctx context.Context, s *session) error {
			client := account.NewFromConfig(s.config)
			found := &snapshot.Contacts{}
			var err error
			if found.Security, err = alternateContact(ctx, client, types.AlternateContactTypeSecurity); err != nil {
				return err
			}
			if found.Security != "" {
				if found.Billing, err = alternateContact(ctx, client, types.AlternateContactTypeBilling); err != nil {
					return err
				}
			}
			if err := primaryContact(ctx, client, found); err != nil {
				return err
			}
			s.account.Contacts = found
			return nil
		},
	}
}

// alternateContact returns the contact's address. Not found is an answer: there is none.
func alternateContact(ctx context.Context, client *account.Client, kind types.AlternateContactType) (string, error) {
	out, err := client.GetAlternateContact(ctx, &account.GetAlternateContactInput{AlternateContactType: kind})
	if _, none := errors.AsType[*types.ResourceNotFoundException](err); none {
		return "", nil
	}
	if err != nil {
		return "", failed(actionGetAlternateContact, err)
	}
	if out.AlternateContact == nil {
		return "", notUnderstood(actionGetAlternateContact, "the answer holds no contact")
	}
	a := &answer{action: actionGetAlternateContact}
	return a.text(out.AlternateContact.EmailAddress, "a contact without e-mail address"), a.err
}

// primaryContact keeps the names of the fields that say nothing, and of the others nothing at all. An account without a
// primary contact, as old ones of other partitions are, has all of them empty.
func primaryContact(ctx context.Context, client *account.Client, into *snapshot.Contacts) error {
	out, err := client.GetContactInformation(ctx, &account.GetContactInformationInput{})
	if _, none := errors.AsType[*types.ResourceNotFoundException](err); none {
		out, err = &account.GetContactInformationOutput{ContactInformation: &types.ContactInformation{}}, nil
	}
	if err != nil {
		return failed(actionGetContactInformation, err)
	}
	c := out.ContactInformation
	if c == nil {
		return notUnderstood(actionGetContactInformation, "the answer holds no contact information")
	}
	for _, field := range []struct {
		name string
		text *string
	}{
		{"AddressLine1", c.AddressLine1},
		{"City", c.City},
		{"CountryCode", c.CountryCode},
		{"FullName", c.FullName},
		{"PhoneNumber", c.PhoneNumber},
		{"PostalCode", c.PostalCode},
	} {
		switch text := strings.TrimSpace(aws.ToString(field.text)); {
		case text == "":
			into.Empty = append(into.Empty, field.name)
		case filler(text):
			into.Filler = append(into.Filler, field.name)
		}
	}
	return nil
}

// fillers are what people type into a form to get past it, in lower case.
var fillers = map[string]bool{
	"n/a": true, "na": true, "n.a.": true, "none": true, "null": true, "nil": true, "unknown": true, "undefined": true,
	"test": true, "testing": true, "tbd": true, "todo": true, "foo": true, "bar": true, "asdf": true, "qwerty": true,
	"example": true, "sample": true, "placeholder": true, "dummy": true, "change me": true, "changeme": true,
}

// fillerDigits is how many equal digits, or digits in a row, at the end of a number show that nobody answers it.
const fillerDigits = 7

// filler reports whether a text cannot be somebody's name, address or number: a word from the list, one letter repeated,
// neither letter nor digit at all, nothing but zeros, or a long number that ends in equal digits or digits in a row.
func filler(text string) bool {
	plain := strings.ToLower(text)
	digits := strings.Map(only(unicode.IsDigit), plain)
	letters := strings.Map(only(unicode.IsLetter), plain)
	switch {
	case fillers[plain], digits == "" && letters == "":
		return true
	case letters != "":
		return digits == "" && utf8.RuneCountInString(letters) > 1 && uniform(letters)
	case len(digits) < fillerDigits:
		return strings.Trim(digits, "0") == ""
	}
	tail := digits[len(digits)-fillerDigits:]
	return uniform(tail) || strings.Contains("01234567890", tail)
}

// only keeps the characters of a kind.
func only(kind func(rune) bool) func(rune) rune {
	return func(r rune) rune {
		if kind(r) {
			return r
		}
		return -1
	}
}

// uniform reports whether a text, which is not empty, repeats one character.
func uniform(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return strings.Trim(text, string(first)) == ""
}
