package awscli_test

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/awscli"
	"github.com/orgscan/orgscan/scan/snapshot"
)

const (
	accountA = "111122223333"
	accountB = "222233334444"
)

var now = time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)

// files writes files below a new folder and returns it.
func files(t *testing.T, all map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range all {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func read(t *testing.T, all map[string]string, o awscli.Options) (*awscli.Import, error) {
	t.Helper()
	if o.Now.IsZero() {
		o.Now = now
	}
	return awscli.Read([]string{files(t, all)}, o)
}

func account(t *testing.T, all map[string]string, o awscli.Options) *snapshot.Account {
	t.Helper()
	im, err := read(t, all, o)
	if err != nil {
		t.Fatal(err)
	}
	a, err := im.Account(accountA)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

const trust = `{"Version":"2012-10-17","Statement":[]}`

func user(account, name string) string {
	return `{"Arn":"arn:aws:iam::` + account + `:user/` + name + `","UserId":"AIDA` + name + `","UserName":"` + name + `","Path":"/","CreateDate":"2024-01-02T03:04:05Z","GroupList":[]}`
}

func role(account, name string) string {
	return `{"Arn":"arn:aws:iam::` + account + `:role/` + name + `","RoleId":"AROA` + name + `","RoleName":"` + name + `","Path":"/","CreateDate":"2024-01-02T03:04:05+00:00","AssumeRolePolicyDocument":` + trust + `}`
}

// details is the answer of an account with the users and roles.
func details(users, roles []string, more ...string) string {
	return `{"UserDetailList":[` + strings.Join(users, ",") + `],"GroupDetailList":[],"RoleDetailList":[` + strings.Join(roles, ",") + `],"Policies":[]` +
		strings.Join(more, "") + `}`
}

func detailsOf(account string) string {
	return details([]string{user(account, "deploy")}, []string{role(account, "web")})
}

const (
	summary = `{"SummaryMap":{"Users":1,"Roles":1,"Groups":0,"Policies":0,"AccountMFAEnabled":1}}`
	header  = "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active," +
		"access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service," +
		"access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service," +
		"cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated\n"
)

func reportRow(account, user string) string {
	return user + ",arn:aws:iam::" + account + ":user/" + user + ",2024-01-02T03:04:05+00:00,false,N/A,N/A,N/A,false,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A\n"
}

func missingSections(a *snapshot.Account) []snapshot.Section {
	return slices.Sorted(maps.Keys(a.Missing))
}

// TestWhatIsNotGivenIsMissing imports one file alone.
func TestWhatIsNotGivenIsMissing(t *testing.T) {
	a := account(t, map[string]string{"x": detailsOf(accountA)}, awscli.Options{})
	want := slices.Sorted(slices.Values(slices.DeleteFunc(snapshot.Default(), func(s snapshot.Section) bool {
		return s == snapshot.SectionPrincipals || s == snapshot.SectionManagedDocuments
	})))
	if diff := cmp.Diff(want, missingSections(a)); diff != "" {
		t.Errorf("missing (-want +got):\n%s", diff)
	}
	for s, r := range a.Missing {
		if r.Cause != findings.NotCollected || r.Action == "" || r.Message != "no file holds it" {
			t.Errorf("%s: %+v", s, r)
		}
	}
	if len(a.Users) != 1 || len(a.Roles) != 1 || a.Roles[0].Trust != trust || !a.AsOf.Equal(now) || a.Partition != "aws" {
		t.Errorf("%+v", a)
	}
}

// TestFormsOfOneAnswer has everything that may differ between versions of the CLI: the snapshot must not.
func TestFormsOfOneAnswer(t *testing.T) {
	want := account(t, map[string]string{"x": detailsOf(accountA)}, awscli.Options{})
	plain := detailsOf(accountA)
	for name, text := range map[string]string{
		"indented-document":   strings.ReplaceAll(plain, `{"Version":"2012-10-17","Statement":[]}`, "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": []\n}"),
		"encoded-document":    strings.ReplaceAll(plain, trust, `"%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%5D%7D"`),
		"document-as-text":    strings.ReplaceAll(plain, trust, `"{\"Version\":\"2012-10-17\",\"Statement\":[]}"`),
		"offset-in-time":      strings.ReplaceAll(plain, "2024-01-02T03:04:05Z", "2024-01-02T05:04:05+02:00"),
		"seconds":             strings.ReplaceAll(plain, `"2024-01-02T03:04:05Z"`, "1704164645.0"),
		"unknown-fields":      strings.Replace(plain, `{"UserDetailList"`, `{"Later":{"a":[1,{"b":[]}]},"UserDetailList"`, 1),
		"unknown-field-below": strings.Replace(plain, `"Path":"/"`, `"Path":"/","Later":[{}]`, 1),
		"byte-order-mark":     "\ufeff" + plain,
		"carriage-returns":    strings.ReplaceAll(plain, ",", ",\r\n"),
		"explicit-last-page":  strings.TrimSuffix(plain, "}") + `,"IsTruncated":false}`,
		"null-lists":          strings.Replace(plain, `"GroupList":[]`, `"GroupList":null,"Tags":null,"PermissionsBoundary":null`, 1),
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(want, account(t, map[string]string{"x": text}, awscli.Options{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestHalfDetailsAreMissing has details of which a part is absent: half a section is no section.
func TestHalfDetailsAreMissing(t *testing.T) {
	grouped := strings.Replace(user(accountA, "deploy"), `"GroupList":[]`, `"GroupList":["ops"]`, 1)
	attached := strings.TrimSuffix(role(accountA, "web"), "}") + `,"AttachedManagedPolicies":[{"PolicyName":"mine","PolicyArn":"arn:aws:iam::` + accountA + `:policy/mine"}]}`
	policy := `{"Arn":"arn:aws:iam::` + accountA + `:policy/mine","PolicyId":"ANPA","AttachmentCount":1,"DefaultVersionId":"v1",` +
		`"PolicyVersionList":[{"VersionId":"v1","IsDefaultVersion":true,"Document":{}}]}`
	web := []string{role(accountA, "web")}
	tests := map[string]struct {
		all  map[string]string
		want string
	}{
		"list-absent":         {map[string]string{"x": `{"UserDetailList":[` + user(accountA, "deploy") + `]}`}, "a list is absent: groups"},
		"first-page-alone":    {map[string]string{"x": strings.TrimSuffix(detailsOf(accountA), "}") + `,"IsTruncated":true,"Marker":"m"}`}, "the last page"},
		"max-items":           {map[string]string{"x": strings.TrimSuffix(detailsOf(accountA), "}") + `,"NextToken":"t"}`}, "the last page"},
		"summary-has-users":   {map[string]string{"x": details(nil, web), "s": summary}, "the account summary counts more users"},
		"page-in-between":     {map[string]string{"x": details([]string{user(accountA, "a")}, web, `,"IsTruncated":false`), "s": strings.Replace(summary, `"Users":1`, `"Users":2`, 1)}, "counts more users"},
		"report-has-users":    {map[string]string{"x": details(nil, web), "r": header + reportRow(accountA, "deploy")}, "the credential report has users"},
		"groups-not-listed":   {map[string]string{"x": details([]string{grouped}, web)}, "groups that are not listed"},
		"no-role":             {map[string]string{"x": details([]string{user(accountA, "deploy")}, nil)}, "no role is listed"},
		"policy-not-listed":   {map[string]string{"x": details(nil, []string{attached})}, "attached that are not listed"},
		"attached-to-unknown": {map[string]string{"x": strings.Replace(details(nil, web), `"Policies":[]`, `"Policies":[`+policy+`]`, 1)}, "attached more often"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			a := account(t, tt.all, awscli.Options{})
			r, missing := a.Missing[snapshot.SectionPrincipals]
			if !missing || !strings.Contains(r.Message, tt.want) || r.Cause != findings.NotCollected || len(a.Users)+len(a.Roles)+len(a.Policies) > 0 {
				t.Errorf("missing %v for %+v", missing, r)
			}
			if a.Missing[snapshot.SectionManagedDocuments] != r {
				t.Errorf("managed documents are missing for %+v", a.Missing[snapshot.SectionManagedDocuments])
			}
		})
	}
	t.Run("no-role-but-a-summary", func(t *testing.T) {
		all := map[string]string{"x": details([]string{user(accountA, "deploy")}, nil), "s": strings.Replace(summary, `"Roles":1`, `"Roles":0`, 1)}
		if r, missing := account(t, all, awscli.Options{}).Missing[snapshot.SectionPrincipals]; missing {
			t.Errorf("missing for %+v", r)
		}
	})
}

// TestPages joins pages, filtered parts that complement each other, and files that say the same twice.
func TestPages(t *testing.T) {
	one, two := user(accountA, "one"), user(accountA, "two")
	web := []string{role(accountA, "web")}
	whole := account(t, map[string]string{"x": details([]string{one, two}, web)}, awscli.Options{})
	for name, all := range map[string]map[string]string{
		"two-pages":  {"2": details([]string{one}, nil, `,"IsTruncated":true,"Marker":"m"`), "1": details([]string{two}, web, `,"IsTruncated":false`)},
		"parts":      {"u": details([]string{one, two}, nil), "r": details(nil, web)},
		"duplicate":  {"a": details([]string{one, two}, web), "b": details([]string{one, two}, web)},
		"hidden":     {"a": details([]string{one, two}, web), ".b": "no answer", ".git/c": "no answer"},
		"deep-below": {"x/y/" + accountA + "/z/a": details([]string{one, two}, web)},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(whole, account(t, all, awscli.Options{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestWhoseFile settles the account of files that name none.
func TestWhoseFile(t *testing.T) {
	for name, tt := range map[string]struct {
		all map[string]string
		o   awscli.Options
	}{
		"beside":   {map[string]string{"x": detailsOf(accountA), "s": summary}, awscli.Options{}},
		"folder":   {map[string]string{accountA + "/s": summary}, awscli.Options{}},
		"option":   {map[string]string{"s": summary}, awscli.Options{Account: accountA}},
		"of-two":   {map[string]string{accountA + "/s": summary, accountB + "/x": detailsOf(accountB)}, awscli.Options{}},
		"identity": {map[string]string{"i": `{"UserId":"AIDA","Account":"` + accountA + `","Arn":"arn:aws:iam::` + accountA + `:user/me"}`, "s": summary}, awscli.Options{}},
	} {
		t.Run(name, func(t *testing.T) {
			if a := account(t, tt.all, tt.o); a.Summary["Users"] != 1 {
				t.Errorf("summary is %v", a.Summary)
			}
		})
	}
}

// TestErrorMessagesOfTheCLI stand in files when a command failed: they say why a section is missing, or are the answer.
func TestErrorMessagesOfTheCLI(t *testing.T) {
	message := func(code, operation string) string {
		return "\nAn error occurred (" + code + ") when calling the " + operation + " operation: User: arn:aws:sts::" + accountA +
			":assumed-role/Audit/me is not authorized\n"
	}
	a := account(t, map[string]string{
		"1": message("AccessDenied", "GetAccountSummary"), "2": message("NoSuchEntity", "GetAccountPasswordPolicy"),
		"3": "aws: [ERROR]: " + message("Throttling", "ListAccountAliases"), "4": message("ReportNotPresent", "GetCredentialReport"),
		"5": message("AccessDenied", "ListSAMLProviders"), "6": `{"SAMLProviderList":[]}`,
	}, awscli.Options{})
	for s, want := range map[snapshot.Section]findings.Cause{
		snapshot.SectionSummary: findings.Denied, snapshot.SectionAliases: findings.Throttled, snapshot.SectionCredentialReport: findings.Error,
	} {
		if r := a.Missing[s]; r.Cause != want || r.Code == "" || strings.Contains(r.Message, accountA) {
			t.Errorf("%s: %+v", s, r)
		}
	}
	if a.PasswordPolicy == nil || a.PasswordPolicy.Set {
		t.Errorf("password policy is %+v", a.PasswordPolicy)
	}
	if r, missing := a.Missing[snapshot.SectionSAML]; missing {
		t.Errorf("an answer beside an error counts; missing for %+v", r)
	}
}

// TestClock tells where the time comes from that ages are judged by.
func TestClock(t *testing.T) {
	made := now.AddDate(0, 0, -3)
	report := `{"Content":"` + base64Of(header+reportRow(accountA, "deploy")) + `","ReportFormat":"text/csv","GeneratedTime":"` + made.Format(time.RFC3339) + `"}`
	for name, tt := range map[string]struct {
		all   map[string]string
		o     awscli.Options
		want  time.Time
		clock string
	}{
		"report": {map[string]string{"r": report}, awscli.Options{}, made, "credential report"},
		"as-of":  {map[string]string{"r": report}, awscli.Options{AsOf: now.AddDate(1, 0, 0)}, now.AddDate(1, 0, 0), "--as-of"},
		"now":    {map[string]string{"x": detailsOf(accountA)}, awscli.Options{}, now, "now"},
		"csv":    {map[string]string{"r": header + reportRow(accountA, "deploy")}, awscli.Options{}, now, "now"},
	} {
		t.Run(name, func(t *testing.T) {
			im, err := read(t, tt.all, tt.o)
			if err != nil {
				t.Fatal(err)
			}
			a, err := im.Account(accountA)
			if err != nil || !a.AsOf.Equal(tt.want) || !im.Organization.AsOf.Equal(tt.want) || im.Clock != tt.clock {
				t.Errorf("%v: as of %v and %v by %s", err, a.AsOf, im.Organization.AsOf, im.Clock)
			}
		})
	}
	t.Run("both-forms-of-the-report", func(t *testing.T) {
		a := account(t, map[string]string{"a": header + reportRow(accountA, "deploy"), "b": report}, awscli.Options{})
		if !a.CredentialReport.Generated.Equal(made) {
			t.Errorf("made %v", a.CredentialReport.Generated)
		}
	})
}
