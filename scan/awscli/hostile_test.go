package awscli_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/orgscan/orgscan/scan/awscli"
)

func base64Of(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

// TestRefusedFiles wants an error that names the file and the problem, and for what has a place the line.
func TestRefusedFiles(t *testing.T) {
	a, b := detailsOf(accountA), detailsOf(accountB)
	tests := map[string]struct {
		all  map[string]string
		want []string
	}{
		"empty":                {map[string]string{"x": ""}, []string{"x: the file is empty"}},
		"blank":                {map[string]string{"x": "\n \t\n"}, []string{"x: the file is empty"}},
		"binary":               {map[string]string{"x": "\x7fELF\x00\x01"}, []string{"x: the file is binary"}},
		"gzip":                 {map[string]string{"x": "\x1f\x8b\x08\x00\x00\x00\x00\x00"}, []string{"x: the file is binary"}},
		"utf-16":               {map[string]string{"x": "\xff\xfe{\x00}\x00"}, []string{"x: the file is UTF-16"}},
		"text":                 {map[string]string{"x": "hello"}, []string{"x: the file is not the answer of a command"}},
		"yaml":                 {map[string]string{"x": "UserDetailList: []\n"}, []string{"x: the file is not the answer of a command"}},
		"a-list":               {map[string]string{"x": "[]"}, []string{"x: the file is not the answer of a command"}},
		"cut-off":              {map[string]string{"x": a[:len(a)/2]}, []string{"x: line 1 (byte ", "the file is cut off"}},
		"cut-off-at-line":      {map[string]string{"x": "{\n\"UserDetailList\":\n[\n"}, []string{"x: line 4 (byte 22): the file is cut off"}},
		"broken":               {map[string]string{"x": "{\"UserDetailList\":[],\n\"RoleDetailList\":[}]}"}, []string{"x: line 2 (byte 40)", "invalid character '}'"}},
		"two-answers":          {map[string]string{"x": a + "\n" + a}, []string{"x: line ", "something stands behind the answer"}},
		"two-commands":         {map[string]string{"x": `{"SummaryMap":{"Users":1},"AccountAliases":[]}`}, []string{"answers of two commands in one file: iam get-account-summary and iam list-account-aliases"}},
		"nothing-known":        {map[string]string{"x": `{"Reservations":[{"Instances":[]}]}`}, []string{"x: line 1", "no field that orgscan knows"}},
		"empty-object":         {map[string]string{"x": `{}`}, []string{"no field that orgscan knows"}},
		"wrong-type":           {map[string]string{"x": `{"UserDetailList":[{"Arn":5}]}`}, []string{"Arn is number, which is not what the AWS CLI prints there"}},
		"list-is-object":       {map[string]string{"x": `{"UserDetailList":{}}`}, []string{"a list was expected"}},
		"user-without-arn":     {map[string]string{"x": `{"UserDetailList":[{}]}`}, []string{"a user without ARN"}},
		"user-without-date":    {map[string]string{"x": strings.Replace(a, `"CreateDate":"2024-01-02T03:04:05Z",`, "", 1)}, []string{"a user without creation date"}},
		"role-without-trust":   {map[string]string{"x": strings.Replace(a, trust, "null", 1)}, []string{"a role without trust policy"}},
		"no-time":              {map[string]string{"x": strings.Replace(a, "2024-01-02T03:04:05Z", "yesterday", 1)}, []string{"a time in a form that the AWS CLI does not print"}},
		"year-one-million":     {map[string]string{"x": strings.Replace(a, `"2024-01-02T03:04:05Z"`, "1e15", 1)}, []string{"a time in a form"}},
		"no-arn":               {map[string]string{"x": strings.ReplaceAll(a, "arn:aws:iam::"+accountA, "somewhere")}, []string{"is not the ARN of something in an account"}},
		"account-id-is-a-path": {map[string]string{"x": strings.ReplaceAll(a, accountA, "../../..")}, []string{"is not the ARN"}},
		"not-utf-8":            {map[string]string{"x": strings.Replace(a, "user/deploy", "user/\xff", 1)}, []string{"is not the ARN"}},
		"iam-list-policies":    {map[string]string{"x": `{"Policies":[{"PolicyName":"p","Arn":"arn:aws:iam::` + accountA + `:policy/p"}]}`}, []string{"not from iam list-policies"}},
		"iam-get-policy":       {map[string]string{"x": `{"Policy":{"PolicyName":"p","Arn":"arn:aws:iam::` + accountA + `:policy/p"}}`}, []string{"not from iam get-policy"}},
		"report-not-base64":    {map[string]string{"x": `{"Content":"***","GeneratedTime":"2026-01-01T00:00:00Z"}`}, []string{"not base64"}},
		"report-not-csv":       {map[string]string{"x": `{"Content":"` + base64Of("busy") + `","GeneratedTime":"2026-01-01T00:00:00Z"}`}, []string{"credential report: "}},
		"report-without-date":  {map[string]string{"x": `{"Content":"` + base64Of(header) + `"}`}, []string{"without date"}},
		"csv-cut-off":          {map[string]string{"x": header + "deploy,arn:aws"}, []string{"x: credential report: "}},
		"nobody's":             {map[string]string{"x": summary}, []string{"x: nothing says which account the file is about"}},
		"one-of-two":           {map[string]string{"a": a, "b": b, "x": summary}, []string{"x: nothing says which", accountA + " and " + accountB}},
		"two-in-one-file":      {map[string]string{"x": details([]string{user(accountA, "u"), user(accountB, "u")}, nil)}, []string{"x: line 1", "two accounts in one file: " + accountA + ", and " + accountB}},
		"two-in-one-report":    {map[string]string{"x": header + reportRow(accountA, "a") + reportRow(accountB, "b")}, []string{"x: two accounts in one file: " + accountA + ", and " + accountB}},
		"other-account-folder": {map[string]string{accountA + "/x": b}, []string{"x: the file is about account " + accountB + ", its folder about account " + accountA}},
		"contradiction":        {map[string]string{"a": a, "b": strings.Replace(a, "2024-01-02", "2023-01-02", 1)}, []string{"b: it says something else of", ":user/deploy", "than ", "a"}},
		"two-summaries":        {map[string]string{"a": summary, "b": strings.Replace(summary, "1", "2", 1), "c": a}, []string{"b: it says something else of the account summary than"}},
		"two-reports":          {map[string]string{"a": header + reportRow(accountA, "u"), "b": header + reportRow(accountA, "v")}, []string{"b: it says something else of the credential report"}},
		"management-differs":   {map[string]string{"o": `{"Organization":{"Id":"o-1","MasterAccountId":"` + accountB + `"}}`, "a": a}, []string{"the management account is " + accountB}},
		"account-not-digits":   {map[string]string{"o": `{"Accounts":[{"Id":"../x"}]}`}, []string{`account id "../x" is not twelve digits`}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			o := awscli.Options{}
			if name == "management-differs" {
				o.Management = accountA
			}
			_, err := read(t, tt.all, o)
			e, ok := errors.AsType[*awscli.FileError](err)
			if !ok {
				t.Fatalf("error %v", err)
			}
			for _, want := range tt.want {
				if !strings.Contains(e.Error(), want) {
					t.Errorf("error %q lacks %q", e.Error(), want)
				}
			}
		})
	}
	t.Run("account-option", func(t *testing.T) {
		_, err := read(t, map[string]string{"x": b}, awscli.Options{Account: accountA})
		if err == nil || !strings.Contains(err.Error(), "about account "+accountB+", --account says "+accountA) {
			t.Errorf("error %v", err)
		}
	})
}

// TestPlaces refuses what is not a regular file or folder with files.
func TestPlaces(t *testing.T) {
	dir := files(t, map[string]string{"a/x": detailsOf(accountA)})
	empty := filepath.Join(dir, "empty")
	if err := errors.Join(os.Mkdir(empty, 0o700), os.Symlink(filepath.Join(dir, "a"), filepath.Join(dir, "a", "loop"))); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct{ path, want string }{
		"absent":      {filepath.Join(dir, "none"), "no such file"},
		"empty":       {empty, "there is no file in the folder"},
		"folder-loop": {filepath.Join(dir, "a"), "a link to a folder is not followed"},
		"device":      {os.DevNull, "not a regular file"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := awscli.Read([]string{tt.path}, awscli.Options{})
			if e, ok := errors.AsType[*awscli.FileError](err); !ok || !strings.Contains(e.Error(), tt.want) {
				t.Errorf("error %v", err)
			}
		})
	}
	t.Run("unreadable", func(t *testing.T) {
		path := filepath.Join(dir, "a", "x")
		if err := os.Chmod(path, 0); err != nil {
			t.Fatal(err)
		}
		if f, err := os.Open(path); err == nil {
			f.Close()
			t.Skip("this user may read everything")
		}
		if _, err := awscli.Read([]string{path}, awscli.Options{}); err == nil || !strings.Contains(err.Error(), "permission denied") {
			t.Errorf("error %v", err)
		}
	})
	t.Run("same-file-twice", func(t *testing.T) {
		dir := files(t, map[string]string{"x": detailsOf(accountA)})
		im, err := awscli.Read([]string{filepath.Join(dir, "x"), dir, dir + "/./x"}, awscli.Options{Now: now})
		if err != nil || im.Files != 1 {
			t.Errorf("%v, %+v", err, im)
		}
	})
}

// endless gives a start and then a text again and again, up to a size, without ever holding it.
type endless struct {
	start, again string
	left         int64
	pending      string
}

func (e *endless) Read(p []byte) (int, error) {
	if e.left <= 0 {
		return 0, io.EOF
	}
	if e.pending == "" {
		e.pending, e.start = e.start+e.again, ""
	}
	n := copy(p, e.pending)
	e.pending = e.pending[n:]
	e.left -= int64(n)
	return n, nil
}

// TestLargeFilesTakeLittleMemory generates files of 500 MB and more, which never exist: what has no bound ends with an error
// that says so, what is legitimate is passed over, and the memory stays small.
func TestLargeFilesTakeLittleMemory(t *testing.T) {
	const size = 500 << 20
	for name, tt := range map[string]struct {
		r    *endless
		want string
	}{
		"one-text":        {&endless{start: `{"UserDetailList":[{"UserName":"`, again: "aaaaaaaaaaaaaaaa", left: size}, "more than 4 MiB"},
		"unknown-text":    {&endless{start: `{"Later":"`, again: "aaaaaaaaaaaaaaaa", left: size}, "more than 4 MiB"},
		"white-space":     {&endless{start: `{`, again: strings.Repeat("\n", 4096), left: size}, "more than 4 MiB"},
		"one-object":      {&endless{start: `{"RoleDetailList":[{"Tags":[`, again: `{"Key":"k","Value":"v"},`, left: size}, "more than 4 MiB"},
		"nesting":         {&endless{start: `{"Later":`, again: strings.Repeat("[", 4096), left: size}, "nested too deeply"},
		"nested-document": {&endless{start: `{"RoleDetailList":[{"AssumeRolePolicyDocument":`, again: strings.Repeat("[", 4096), left: size}, "exceeded max depth"},
		"users":           {&endless{start: `{"UserDetailList":[`, again: user(accountA, "u") + ",", left: size}, "more than 50000 users"},
		"accounts":        {&endless{start: `{"Accounts":[`, again: `{"Id":"` + accountA + `"},`, left: size}, "more than 50000"},
		"counts":          {&endless{start: `{"IsTruncated":true,`, again: `"Later":{"a":[1,2,3]},`, left: 40 << 20}, "cut off"},
		"report":          {&endless{start: `{"Content":"`, again: "aaaaaaaaaaaaaaaa", left: size}, "a value of more than 16 MiB"},
		"metadata":        {&endless{start: `{"SAMLMetadataDocument":"`, again: "<KeyDescriptor/>", left: size}, "a value of more than 16 MiB"},
		"csv":             {&endless{start: header, again: reportRow(accountA, "deploy"), left: size}, "a credential report of more than 16 MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			err := awscli.ReadFrom("x", tt.r)
			runtime.ReadMemStats(&after)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
			if grown := int64(after.Sys) - int64(before.Sys); grown > 128<<20 {
				t.Errorf("%d MiB more than before", grown>>20)
			}
		})
	}
}

// FuzzRead proves that no content panics, and that what is taken fits one account.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		detailsOf(accountA), summary, header + reportRow(accountA, "deploy"), `{"Content":"` + base64Of(header) + `","GeneratedTime":"2026-01-01T00:00:00Z"}`,
		`{"PasswordPolicy":{"MinimumPasswordLength":14}}`, `{"VirtualMFADevices":[{"SerialNumber":"arn:aws:iam::` + accountA + `:mfa/root-account-mfa-device"}]}`,
		`{"Accounts":[{"Id":"` + accountA + `","Paths":["o-1/r-1/ou-1/` + accountA + `/"],"JoinedTimestamp":1.5}]}`, `{"Policies":[{"Id":"p-1","Type":"SERVICE_CONTROL_POLICY"}]}`,
		"An error occurred (AccessDenied) when calling the ListRoots operation: x", `{"Later":[{}],"Roots":null}`, "\ufeff{", `{"Policy":{"PolicySummary":{"Id":"p-1"},"Content":"{}"}}`,
		metadataOf("AAAA"), `{"SAMLMetadataDocument":"<!DOCTYPE x [<!ENTITY a \"b\">]><x>&a;</x>"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		err := awscli.ReadFrom("x", bytes.NewReader(data))
		if _, ok := errors.AsType[*awscli.FileError](err); err != nil && !ok {
			t.Errorf("error %T: %v", err, err)
		}
	})
}
