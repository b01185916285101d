package snapshot

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// requiredColumns are those that checks judge by: without one of them every user would look clean, or every user bad. AWS
// sends them all.
var requiredColumns = []string{
	"user", "arn", "user_creation_time", "password_enabled", "password_last_used", "password_last_changed", "mfa_active",
	"access_key_1_active", "access_key_1_last_rotated", "access_key_1_last_used_date",
	"access_key_2_active", "access_key_2_last_rotated", "access_key_2_last_used_date",
	"cert_1_active", "cert_1_last_rotated", "cert_2_active", "cert_2_last_rotated",
}

// ParseCredentialReport reads the CSV text of a credential report and returns its rows in their order. Columns are found by
// their header, in any order; unknown ones are ignored, and of the known ones only requiredColumns must be there.
//
// A value that is none of the spellings AWS uses is an error that names column and user, since a report that is not
// understood must not read as a clean one. The same holds for an empty text, a row of the wrong length, and a repeated
// column or user.
func ParseCredentialReport(raw string) ([]Credential, error) {
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(raw, "\uFEFF")))
	r.ReuseRecord = true
	header, err := r.Read()
	if errors.Is(err, io.EOF) {
		return nil, errors.New("credential report: empty")
	}
	if err != nil {
		return nil, fmt.Errorf("credential report: header: %w", err)
	}
	columns, err := reportColumns(header)
	if err != nil {
		return nil, fmt.Errorf("credential report: %w", err)
	}
	return readReportRows(r, columns)
}

// reportColumns returns where each column stands. The names are copied: the reader reuses its record.
func reportColumns(header []string) (map[string]int, error) {
	columns := make(map[string]int, len(header))
	for i, name := range header {
		name = strings.Clone(strings.TrimSpace(name))
		if _, repeated := columns[name]; repeated && name != "" {
			return nil, fmt.Errorf("column %q occurs twice", name)
		}
		columns[name] = i
	}
	for _, name := range requiredColumns {
		if _, ok := columns[name]; !ok {
			return nil, fmt.Errorf("no column %q", name)
		}
	}
	return columns, nil
}

func readReportRows(r *csv.Reader, columns map[string]int) ([]Credential, error) {
	var rows []Credential
	users := map[string]bool{}
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, fmt.Errorf("credential report: %w", err)
		}
		row := reportRow{columns: columns, record: record}
		c := row.credential()
		if row.err != nil {
			return nil, fmt.Errorf("credential report: %w", row.err)
		}
		if users[c.User] {
			return nil, fmt.Errorf("credential report: user %q occurs twice", c.User)
		}
		users[c.User] = true
		rows = append(rows, c)
	}
}

// reportRow reads the fields of one record and keeps the first error.
type reportRow struct {
	columns map[string]int
	record  []string
	err     error
}

func (r *reportRow) credential() Credential {
	c := Credential{
		User:                r.required("user"),
		ARN:                 r.required("arn"),
		Created:             r.time("user_creation_time"),
		PasswordEnabled:     r.tri("password_enabled"),
		PasswordLastUsed:    r.time("password_last_used"),
		PasswordLastChanged: r.time("password_last_changed"),
		MFAActive:           r.bool("mfa_active"),
		Additional:          r.name("additional_credentials_info"),
	}
	r.time("password_next_rotation")
	for i := range c.Keys {
		c.Keys[i] = r.key("access_key_" + strconv.Itoa(i+1))
		c.Certs[i] = r.cert("cert_" + strconv.Itoa(i+1))
	}
	return c
}

func (r *reportRow) key(prefix string) CredentialKey {
	return CredentialKey{
		Active:          r.bool(prefix + "_active"),
		Rotated:         r.time(prefix + "_last_rotated"),
		LastUsed:        r.time(prefix + "_last_used_date"),
		LastUsedRegion:  r.name(prefix + "_last_used_region"),
		LastUsedService: r.name(prefix + "_last_used_service"),
	}
}

func (r *reportRow) cert(prefix string) CredentialCert {
	return CredentialCert{Active: r.bool(prefix + "_active"), Rotated: r.time(prefix + "_last_rotated")}
}

// field returns a column's text, and false for a column that the report does not have.
func (r *reportRow) field(column string) (string, bool) {
	i, ok := r.columns[column]
	if !ok {
		return "", false
	}
	return strings.TrimSpace(r.record[i]), true
}

func (r *reportRow) required(column string) string {
	text := r.record[r.columns[column]]
	if text == "" {
		r.fail(column, text)
	}
	return text
}

// name returns a column's text, and nothing for a word that says that there is none.
func (r *reportRow) name(column string) string {
	text, _ := r.field(column)
	if absent(text) {
		return ""
	}
	return text
}

// bool reads a column of which AWS always knows the value.
func (r *reportRow) bool(column string) bool {
	v := r.tri(column)
	if text, _ := r.field(column); v == TriUnknown {
		r.fail(column, text)
	}
	return v == TriTrue
}

func (r *reportRow) tri(column string) Tri {
	text, ok := r.field(column)
	switch {
	case !ok || absent(text):
		return TriUnknown
	case strings.EqualFold(text, "true"):
		return TriTrue
	case strings.EqualFold(text, "false"):
		return TriFalse
	}
	r.fail(column, text)
	return TriUnknown
}

func (r *reportRow) time(column string) time.Time {
	text, ok := r.field(column)
	if !ok || absent(text) {
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		r.fail(column, text)
		return time.Time{}
	}
	return t.UTC()
}

func (r *reportRow) fail(column, text string) {
	if r.err == nil {
		r.err = fmt.Errorf("user %q: column %s: cannot read %q", r.record[r.columns["user"]], column, text)
	}
}

// absent reports whether a value says that there is none. AWS writes "N/A", "no_information" for a password that was
// never used since AWS keeps track, and "not_supported" where the question does not arise.
func absent(text string) bool {
	switch strings.ToLower(text) {
	case "n/a", "no_information", "not_supported":
		return true
	}
	return false
}
