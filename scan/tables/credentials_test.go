package tables_test

import (
	"errors"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
	"github.com/orgscan/orgscan/scan/tables"
)

const awsHeader = "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed," +
	"password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date," +
	"access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated," +
	"access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active," +
	"cert_1_last_rotated,cert_2_active,cert_2_last_rotated"

var organization = &snapshot.Organization{Accounts: []snapshot.OrgAccount{
	{ID: "012345678901", Name: "audit", OU: "Root/Security"},
	{ID: "111122223333", Name: "payments", OU: "Root/Workloads"},
}}

func withReport(id, raw string) *snapshot.Account {
	return &snapshot.Account{ID: id, CredentialReport: &snapshot.CredentialReport{
		Generated: time.Date(2026, 9, 1, 4, 0, 0, 0, time.FixedZone("", 2*60*60)), Raw: raw,
	}}
}

func sequence(accounts ...*snapshot.Account) iter.Seq2[*snapshot.Account, error] {
	return func(yield func(*snapshot.Account, error) bool) {
		for _, a := range accounts {
			if !yield(a, nil) {
				return
			}
		}
	}
}

// records walks a table and returns its rows as maps without empty values.
func records(t *testing.T, table findings.Table) []map[string]string {
	t.Helper()
	var out []map[string]string
	for row, err := range table.Rows {
		if err != nil {
			t.Fatal(err)
		}
		if len(row) != len(table.Columns) {
			t.Fatalf("row of %d cells, table of %d columns", len(row), len(table.Columns))
		}
		record := map[string]string{}
		for i, value := range row {
			if value != "" {
				record[table.Columns[i]] = value
			}
		}
		out = append(out, record)
	}
	return out
}

func TestCredentialsColumns(t *testing.T) {
	table := tables.Credentials(organization, sequence())
	want := strings.Split("account,account_name,ou,"+awsHeader+",additional_credentials_info,report_generated", ",")
	if diff := cmp.Diff(want, table.Columns); diff != "" {
		t.Errorf("columns (-want +got):\n%s", diff)
	}
	if got := records(t, table); got != nil {
		t.Errorf("rows without accounts: %v", got)
	}
}

func TestCredentials(t *testing.T) {
	const generated = "2026-09-01T02:00:00Z"
	tests := map[string]struct {
		account *snapshot.Account
		want    []map[string]string
	}{
		"values-as-sent": {
			withReport("012345678901", "user,password_enabled,password_last_used,mfa_active,access_key_1_last_rotated\n"+
				"<root_account>,not_supported,no_information,TRUE,2026-01-02T03:04:05+00:00\nci-runner,false,N/A,false,N/A"),
			[]map[string]string{
				{
					"account": "012345678901", "account_name": "audit", "ou": "Root/Security", "user": "<root_account>",
					"password_enabled": "not_supported", "password_last_used": "no_information", "mfa_active": "TRUE",
					"access_key_1_last_rotated": "2026-01-02T03:04:05+00:00", "report_generated": generated,
				},
				{
					"account": "012345678901", "account_name": "audit", "ou": "Root/Security", "user": "ci-runner",
					"password_enabled": "false", "password_last_used": "N/A", "mfa_active": "false",
					"access_key_1_last_rotated": "N/A", "report_generated": generated,
				},
			},
		},
		"columns-in-another-order": {
			withReport("999988887777", "mfa_active,user\ntrue,deploy\n"),
			[]map[string]string{{"account": "999988887777", "user": "deploy", "mfa_active": "true", "report_generated": generated}},
		},
		"extra-columns": {
			withReport("999988887777", "\ufeffuser,passkeys,additional_credentials_info\ndeploy,2,1 access key\n"),
			[]map[string]string{{
				"account": "999988887777", "user": "deploy", "additional_credentials_info": "1 access key", "report_generated": generated,
			}},
		},
		"quoted-and-carriage-returns": {
			withReport("999988887777", "user,arn\r\n\"a,b\",\"arn:aws:iam::999988887777:user/a,b\"\r\n"),
			[]map[string]string{{
				"account": "999988887777", "user": "a,b", "arn": "arn:aws:iam::999988887777:user/a,b", "report_generated": generated,
			}},
		},
		"header-alone":      {withReport("012345678901", awsHeader), nil},
		"no-report-no-rows": {&snapshot.Account{ID: "012345678901"}, nil},
		"missing-report":    {snapshot.Unreachable("012345678901", "aws", snapshot.Reason{Cause: findings.Denied}), nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := records(t, tables.Credentials(organization, sequence(test.account)))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("rows (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCredentialsKeepsAccountOrderAndStops(t *testing.T) {
	raw := "user\nb\na\n"
	table := tables.Credentials(organization, sequence(withReport("111122223333", raw), withReport("012345678901", raw)))
	var got []string
	for row, err := range table.Rows {
		if err != nil {
			t.Fatal(err)
		}
		if got = append(got, row[0]+" "+row[3]); len(got) == 3 {
			break
		}
	}
	if diff := cmp.Diff([]string{"111122223333 b", "111122223333 a", "012345678901 b"}, got); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

func TestCredentialsErrors(t *testing.T) {
	broken := errors.New("snapshot is not readable")
	tests := map[string]struct {
		accounts iter.Seq2[*snapshot.Account, error]
		want     string
	}{
		"accounts":     {func(yield func(*snapshot.Account, error) bool) { yield(nil, broken) }, "snapshot is not readable"},
		"empty-report": {sequence(withReport("111122223333", "")), "account 111122223333: credential report: header"},
		"short-row":    {sequence(withReport("111122223333", "user,arn\ndeploy\n")), "account 111122223333: credential report: record on line 2"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var got []error
			for row, err := range tables.Credentials(organization, test.accounts).Rows {
				if row != nil {
					t.Errorf("row %q beside an error", row)
				}
				got = append(got, err)
			}
			if len(got) != 1 || !strings.HasPrefix(got[0].Error(), test.want) {
				t.Errorf("errors %v, want one that begins %q", got, test.want)
			}
		})
	}
}

func TestAll(t *testing.T) {
	names := tables.Names()
	if !slices.IsSorted(names) || !slices.Contains(names, "credentials") {
		t.Errorf("names %q", names)
	}
	for i, build := range tables.All() {
		table := build(organization, sequence())
		if table.Name != names[i] {
			t.Errorf("the table registered as %q calls itself %q", names[i], table.Name)
		}
		if slices.Contains(table.Columns, "") || len(table.Columns) == 0 {
			t.Errorf("%s: columns %q", table.Name, table.Columns)
		}
	}
}

// FuzzCredentials proves that any report becomes whole rows or one error.
func FuzzCredentials(f *testing.F) {
	f.Add(awsHeader + "\n<root_account>,arn:aws:iam::111122223333:root")
	f.Add("user,user\na,b\n")
	f.Add("\ufeff\"user\"\r\n\"a\nb\"\r\n")
	f.Add("")
	f.Fuzz(func(t *testing.T, raw string) {
		table := tables.Credentials(organization, sequence(withReport("111122223333", raw)))
		ended := false
		for row, err := range table.Rows {
			if ended || (err == nil) != (row != nil) {
				t.Fatalf("row %q, error %v, after the end: %t", row, err, ended)
			}
			if ended = err != nil; !ended && (len(row) != len(table.Columns) || row[0] != "111122223333") {
				t.Fatalf("row %q", row)
			}
		}
	})
}
