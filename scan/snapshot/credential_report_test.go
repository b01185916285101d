package snapshot_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/scan/snapshot"
)

const (
	reportHeader = "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active," +
		"access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service," +
		"access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service," +
		"cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated"
	rootRow = "<root_account>,arn:aws:iam::111122223333:root,2020-01-02T03:04:05Z,true,2026-09-11T13:14:52Z,2020-01-02T03:04:05Z,not_supported,true," +
		"false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A"
	userRow = "ci-runner,arn:aws:iam::111122223333:user/ci-runner,2021-01-01T00:00:00Z,false,N/A,N/A,N/A,false," +
		"true,2022-01-01T00:00:00Z,2026-01-01T00:00:00Z,us-east-1,s3,false,2021-06-01T00:00:00Z,N/A,N/A,N/A,true,2021-02-01T00:00:00Z,false,2021-01-01T00:00:00Z"
)

// required says, by hand, which columns a report cannot do without: the absence of each would read as a PASS of some check.
var required = []string{
	"user", "arn", "user_creation_time", "password_enabled", "password_last_used", "password_last_changed", "mfa_active",
	"access_key_1_active", "access_key_1_last_rotated", "access_key_1_last_used_date",
	"access_key_2_active", "access_key_2_last_rotated", "access_key_2_last_used_date",
	"cert_1_active", "cert_1_last_rotated", "cert_2_active", "cert_2_last_rotated",
}

func day(year, month, day int) time.Time {
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}

func root() snapshot.Credential {
	return snapshot.Credential{
		User: "<root_account>", ARN: "arn:aws:iam::111122223333:root", Created: time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC),
		PasswordEnabled: snapshot.TriTrue, PasswordLastUsed: time.Date(2026, 9, 11, 13, 14, 52, 0, time.UTC),
		PasswordLastChanged: time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC), MFAActive: true,
	}
}

func user() snapshot.Credential {
	return snapshot.Credential{
		User: "ci-runner", ARN: "arn:aws:iam::111122223333:user/ci-runner", Created: day(2021, 1, 1), PasswordEnabled: snapshot.TriFalse,
		Keys: [2]snapshot.CredentialKey{
			{Active: true, Rotated: day(2022, 1, 1), LastUsed: day(2026, 1, 1), LastUsedRegion: "us-east-1", LastUsedService: "s3"},
			{Rotated: day(2021, 6, 1)},
		},
		Certs: [2]snapshot.CredentialCert{{Active: true, Rotated: day(2021, 2, 1)}, {Rotated: day(2021, 1, 1)}},
	}
}

func TestParseCredentialReport(t *testing.T) {
	plain := strings.Join([]string{reportHeader, rootRow, userRow}, "\n")
	both := []snapshot.Credential{root(), user()}
	unsupported := root()
	unsupported.PasswordEnabled, unsupported.PasswordLastChanged = snapshot.TriUnknown, time.Time{}
	odd := user()
	odd.User = "ci,\"runner\"\nnightly"
	tests := map[string]struct {
		raw  string
		want []snapshot.Credential
	}{
		"as-aws-sends-it":   {plain, both},
		"trailing-newline":  {plain + "\n", both},
		"crlf":              {strings.ReplaceAll(plain, "\n", "\r\n"), both},
		"byte-order-mark":   {"\uFEFF" + plain, both},
		"upper-case":        {strings.NewReplacer("true", "TRUE", "false", "FALSE").Replace(plain), both},
		"offset":            {strings.ReplaceAll(plain, "Z,", "+00:00,"), both},
		"other-offset":      {strings.ReplaceAll(plain, "2020-01-02T03:04:05Z", "2020-01-02T05:04:05+02:00"), both},
		"all-fields-quoted": {quoted(plain), both},
		"hostile-name":      {strings.Replace(plain, "ci-runner,", "\"ci,\"\"runner\"\"\nnightly\",", 1), []snapshot.Credential{root(), odd}},
		"header-alone":      {reportHeader, nil},
		"other-order":       {reversed(plain), both},
		"root-not-supported": {
			reportHeader + "\n" + strings.Replace(rootRow, "Z,true,2026-09-11T13:14:52Z,2020-01-02T03:04:05Z", "Z,not_supported,2026-09-11T13:14:52Z,not_supported", 1),
			[]snapshot.Credential{unsupported},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := snapshot.ParseCredentialReport(tt.raw)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("rows (-want +got):\n%s", diff)
			}
		})
	}
}

// eachLine rewrites the fields of every line of a report without quotes.
func eachLine(report string, rewrite func([]string)) string {
	lines := strings.Split(report, "\n")
	for i, line := range lines {
		fields := strings.Split(line, ",")
		rewrite(fields)
		lines[i] = strings.Join(fields, ",")
	}
	return strings.Join(lines, "\n")
}

func quoted(report string) string {
	return eachLine(report, func(fields []string) {
		for i := range fields {
			fields[i] = `"` + fields[i] + `"`
		}
	})
}

func reversed(report string) string {
	return eachLine(report, func(fields []string) {
		for i, j := 0, len(fields)-1; i < j; i, j = i+1, j-1 {
			fields[i], fields[j] = fields[j], fields[i]
		}
	})
}

func TestCredentialReportColumns(t *testing.T) {
	t.Run("additional", func(t *testing.T) {
		got, err := snapshot.ParseCredentialReport(reportHeader + ",additional_credentials_info,colour\n" + rootRow + ",2 more keys,red\n" + userRow + ",N/A,red")
		if err != nil {
			t.Fatal(err)
		}
		if got[0].Additional != "2 more keys" || got[1].Additional != "" {
			t.Errorf("additional are %q and %q", got[0].Additional, got[1].Additional)
		}
	})
	t.Run("without-the-others", func(t *testing.T) {
		got, err := snapshot.ParseCredentialReport(strings.Join(required, ",") + "\n" +
			"x,y,2020-01-01T00:00:00Z,false,N/A,N/A,true,true,2021-01-01T00:00:00Z,N/A,false,N/A,N/A,false,N/A,false,N/A")
		want := []snapshot.Credential{{
			User: "x", ARN: "y", Created: day(2020, 1, 1), PasswordEnabled: snapshot.TriFalse, MFAActive: true,
			Keys: [2]snapshot.CredentialKey{{Active: true, Rotated: day(2021, 1, 1)}, {}},
		}}
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("error %v, rows (-want +got):\n%s", err, diff)
		}
	})
	for _, column := range required {
		t.Run("required-"+column, func(t *testing.T) {
			raw := strings.Replace(reportHeader+",last\n"+rootRow+",x", column+",", "renamed,", 1)
			if _, err := snapshot.ParseCredentialReport(raw); err == nil || !strings.Contains(err.Error(), "no column \""+column+"\"") {
				t.Errorf("got error %v", err)
			}
		})
	}
}

// TestCredentialReportOfEmulator holds how moto spells a report: no root row, other words for absent values.
func TestCredentialReportOfEmulator(t *testing.T) {
	got, err := snapshot.ParseCredentialReport(reportHeader + "\n" +
		"deploy,arn:aws:iam::111122223333:user/deploy,2021-01-01T00:00:00+00:00,false,not_supported,2021-01-01T00:00:00+00:00,not_supported,false," +
		"true,2021-01-02T00:00:00+00:00,N/A,not_supported,not_supported,false,N/A,N/A,not_supported,not_supported,false,N/A,false,N/A\n")
	want := []snapshot.Credential{{
		User: "deploy", ARN: "arn:aws:iam::111122223333:user/deploy", Created: day(2021, 1, 1), PasswordEnabled: snapshot.TriFalse,
		PasswordLastChanged: day(2021, 1, 1), Keys: [2]snapshot.CredentialKey{{Active: true, Rotated: day(2021, 1, 2)}, {}},
	}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("error %v, rows (-want +got):\n%s", err, diff)
	}
}

// TestCredentialReportsThatAreNotUnderstood must not read as reports of users without credentials.
func TestCredentialReportsThatAreNotUnderstood(t *testing.T) {
	row := func(old, replacement string) string {
		return reportHeader + "\n" + strings.Replace(userRow, old, replacement, 1)
	}
	tests := map[string]struct{ raw, want string }{
		"empty":             {"", "empty"},
		"blank":             {"\n\n", "empty"},
		"not-a-report":      {"<html>busy</html>", `no column "user"`},
		"unknown-date":      {row("2022-01-01T00:00:00Z", "yesterday"), `user "ci-runner": column access_key_1_last_rotated: cannot read "yesterday"`},
		"empty-date":        {row("2022-01-01T00:00:00Z", ""), `column access_key_1_last_rotated: cannot read ""`},
		"unknown-boolean":   {row("false,N/A,N/A,N/A,false,true", "false,N/A,N/A,N/A,false,yes"), `column access_key_1_active: cannot read "yes"`},
		"absent-key-state":  {row("false,N/A,N/A,N/A,false,true", "false,N/A,N/A,N/A,false,N/A"), `column access_key_1_active: cannot read "N/A"`},
		"absent-mfa":        {row("false,N/A,N/A,N/A,false,true", "false,N/A,N/A,N/A,not_supported,true"), `column mfa_active: cannot read "not_supported"`},
		"unread-column":     {row("N/A,N/A,N/A,false", "N/A,N/A,soon,false"), `column password_next_rotation: cannot read "soon"`},
		"empty-arn":         {row("arn:aws:iam::111122223333:user/ci-runner", ""), `column arn: cannot read ""`},
		"row-cut-off":       {row(",false,2021-01-01T00:00:00Z", ""), "wrong number of fields"},
		"row-too-long":      {reportHeader + "\n" + userRow + ",x", "wrong number of fields"},
		"name-with-comma":   {row("ci-runner,", "ci,runner,"), "wrong number of fields"},
		"open-quote":        {row("ci-runner,", "\"ci-runner,"), "quote"},
		"header-open-quote": {`"user`, "header"},
		"column-twice":      {reportHeader + ",user\n" + userRow + ",x", `column "user" occurs twice`},
		"user-twice":        {reportHeader + "\n" + userRow + "\n" + userRow, `user "ci-runner" occurs twice`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			rows, err := snapshot.ParseCredentialReport(tt.raw)
			if rows != nil || err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("rows %v, error %v, want %q", rows, err, tt.want)
			}
		})
	}
}

func TestCredentialExists(t *testing.T) {
	tests := map[string]struct {
		active  bool
		rotated time.Time
		want    bool
	}{
		"none":              {},
		"active":            {true, day(2026, 1, 1), true},
		"inactive":          {false, day(2026, 1, 1), true},
		"active-of-no-date": {true, time.Time{}, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			key, cert := snapshot.CredentialKey{Active: tt.active, Rotated: tt.rotated}, snapshot.CredentialCert{Active: tt.active, Rotated: tt.rotated}
			if key.Exists() != tt.want || cert.Exists() != tt.want {
				t.Errorf("key exists: %v, certificate exists: %v", key.Exists(), cert.Exists())
			}
		})
	}
	if r, u := root(), user(); !r.IsRoot() || u.IsRoot() {
		t.Error("IsRoot does not tell the root user")
	}
}

// FuzzParseCredentialReport proves that no text panics, and that every row that is read names its user.
func FuzzParseCredentialReport(f *testing.F) {
	f.Add(reportHeader + "\n" + rootRow + "\n" + userRow)
	f.Add(strings.ReplaceAll(reportHeader+"\r\n"+rootRow, "Z,", "+00:00,"))
	f.Add("user,arn\n\"a,b\",c")
	f.Fuzz(func(t *testing.T, raw string) {
		rows, err := snapshot.ParseCredentialReport(raw)
		if err != nil && rows != nil {
			t.Error("rows beside an error")
		}
		users := map[string]bool{}
		for _, c := range rows {
			if c.User == "" || c.ARN == "" || users[c.User] {
				t.Errorf("row %+v without name or twice", c)
			}
			users[c.User] = true
		}
	})
}
