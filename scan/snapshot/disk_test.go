package snapshot_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/scan/snapshot"
)

func account(t *testing.T) *snapshot.Account {
	t.Helper()
	a := filled[snapshot.Account](t)
	a.Schema, a.ID = snapshot.AccountSchema, "111122223333"
	a.Sort()
	return a
}

func encoded(t *testing.T, a *snapshot.Account) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := snapshot.EncodeAccount(&b, a); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func compressed(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := io.WriteString(z, text); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAccountRoundTrip(t *testing.T) {
	want := account(t)
	want.Roles[0].Trust = "<&> \u2028 \uFEFF 😀 {\"not json"
	got, err := snapshot.DecodeAccount(bytes.NewReader(encoded(t, want)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestOrganizationRoundTrip(t *testing.T) {
	want := filled[snapshot.Organization](t)
	want.Schema = snapshot.OrganizationSchema
	want.Accounts[0].ID, want.Accounts[1].ID = "011122223333", "111122223333"
	want.Sort()
	var b bytes.Buffer
	if err := snapshot.EncodeOrganization(&b, want); err != nil {
		t.Fatal(err)
	}
	got, err := snapshot.DecodeOrganization(&b)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestEmptyAccountRoundTrip(t *testing.T) {
	want := &snapshot.Account{Schema: snapshot.AccountSchema, ID: "000011112222"}
	got, err := snapshot.DecodeAccount(bytes.NewReader(encoded(t, want)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestEqualAccountsGiveEqualBytes also holds the header: no time, no name.
func TestEqualAccountsGiveEqualBytes(t *testing.T) {
	first := encoded(t, account(t))
	for range 20 {
		if !bytes.Equal(first, encoded(t, account(t))) {
			t.Fatal("two encodings of one account differ")
		}
	}
	z, err := gzip.NewReader(bytes.NewReader(first))
	if err != nil {
		t.Fatal(err)
	}
	if !z.ModTime.IsZero() || z.Name != "" || z.Comment != "" || z.Extra != nil {
		t.Errorf("the header says %+v, want nothing", z.Header)
	}
}

func TestDamagedFilesAreErrors(t *testing.T) {
	whole := encoded(t, account(t))
	flipped := bytes.Clone(whole)
	flipped[len(flipped)-6] ^= 1
	const head = `{"schema":"orgscan.account/1"`
	tests := map[string]struct {
		data []byte
		want string
	}{
		"empty":              {nil, "cut off"},
		"not-compressed":     {[]byte(head + `}`), "invalid header"},
		"checksum":           {flipped, "invalid checksum"},
		"bytes-after-end":    {append(bytes.Clone(whole), "more"...), "cut off"},
		"another-file-after": {append(bytes.Clone(whole), whole...), "data after the end"},
		"json-cut-off":       {compressed(t, head), "cut off"},
		"json-twice":         {compressed(t, head+"}\n"+head+"}"), "data after the end"},
		"json-broken":        {compressed(t, head+",]"), "invalid character"},
		"unknown-field":      {compressed(t, head+`,"colour":"red"}`), `unknown field "colour"`},
		"unknown-field-deep": {compressed(t, head+`,"users":[{"colour":"red"}]}`), `unknown field "colour"`},
		"wrong-type":         {compressed(t, head+`,"users":"none"}`), "cannot unmarshal string"},
		"no-schema":          {compressed(t, `{}`), `schema "", want "orgscan.account/1"`},
		"null":               {compressed(t, `null`), `schema "", want "orgscan.account/1"`},
		"newer-schema":       {compressed(t, `{"schema":"orgscan.account/2","colour":"red"}`), `schema "orgscan.account/2"`},
		"organization":       {compressed(t, `{"schema":"orgscan.organization/1"}`), `schema "orgscan.organization/1"`},
		"no-id":              {compressed(t, head+`}`), `account id "" is not twelve digits`},
		"id-is-a-path":       {compressed(t, head+`,"id":"../../111122223333"}`), "is not twelve digits"},
		"id-with-line-end":   {compressed(t, head+`,"id":"111122223333\n"}`), "is not twelve digits"},
		"short-id":           {compressed(t, head+`,"id":"11122223333"}`), "is not twelve digits"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			a, err := snapshot.DecodeAccount(bytes.NewReader(tt.data))
			if a != nil || err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v and error %v, want %q", a, err, tt.want)
			}
		})
	}
}

func TestOrganizationsWhoseAccountsCannotBeRight(t *testing.T) {
	tests := map[string]struct{ ids, want string }{
		"path":      {`{"id":"../../../etc/cron.d/x"}`, `account id "../../../etc/cron.d/x" is not twelve digits`},
		"no-id":     {`{"name":"shop"}`, `account id "" is not twelve digits`},
		"letters":   {`{"id":"111122223333"},{"id":"22223333444x"}`, "is not twelve digits"},
		"unsorted":  {`{"id":"222233334444"},{"id":"111122223333"}`, "account 111122223333 does not belong after account 222233334444"},
		"duplicate": {`{"id":"111122223333"},{"id":"111122223333"}`, "account 111122223333 does not belong after account 111122223333"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			data := compressed(t, `{"schema":"orgscan.organization/1","accounts":[`+tt.ids+`]}`)
			o, err := snapshot.DecodeOrganization(bytes.NewReader(data))
			if o != nil || err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v and error %v, want %q", o, err, tt.want)
			}
		})
	}
}

func TestTruncatedFilesAreErrors(t *testing.T) {
	whole := encoded(t, account(t))
	for n := range whole {
		if _, err := snapshot.DecodeAccount(bytes.NewReader(whole[:n])); err == nil {
			t.Fatalf("the first %d of %d bytes were taken for an account", n, len(whole))
		}
	}
}

func TestOrganizationOfAnotherSchema(t *testing.T) {
	_, err := snapshot.DecodeOrganization(bytes.NewReader(encoded(t, account(t))))
	if err == nil || !strings.Contains(err.Error(), `want "orgscan.organization/1"`) {
		t.Errorf("got error %v", err)
	}
}

func TestSizeLimit(t *testing.T) {
	text := `{"schema":"` + strings.Repeat("x", 1_000_000) + `"}`
	data := compressed(t, text)
	if len(data) > 5000 {
		t.Fatalf("%d bytes are no bomb", len(data))
	}
	err := snapshot.DecodeWithin(bytes.NewReader(data), &snapshot.Account{}, 100_000)
	if err == nil || !strings.Contains(err.Error(), "too large") {
		t.Errorf("got error %v, want too large", err)
	}
	if err := snapshot.DecodeWithin(bytes.NewReader(data), &snapshot.Account{}, int64(len(text))); err != nil {
		t.Errorf("a file of exactly the limit: %v", err)
	}
	padded := compressed(t, `{}`+strings.Repeat(" ", 1_000_000))
	if err := snapshot.DecodeWithin(bytes.NewReader(padded), &snapshot.Account{}, 100_000); err == nil {
		t.Error("spaces after the end are not counted")
	}
}

// TestTextThatIsNotUTF8 holds two names that JSON alone would make one.
func TestTextThatIsNotUTF8(t *testing.T) {
	a := &snapshot.Account{
		Schema: snapshot.AccountSchema, ID: "111122223333",
		Users:   []snapshot.User{{Name: "deploy\xff"}, {Name: "deploy\xfe"}, {Name: "deploy\uFFFD"}},
		Summary: map[string]int{"Users\xff": 1},
	}
	err := snapshot.EncodeAccount(io.Discard, a)
	if err == nil || !strings.Contains(err.Error(), "not UTF-8 in Users[0].Name") {
		t.Errorf("got error %v, want one that names the field", err)
	}
	a.Sort()
	got, err := snapshot.DecodeAccount(bytes.NewReader(encoded(t, a)))
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, u := range got.Users {
		names[u.Name] = true
	}
	want := map[string]bool{"deploy\uFFFDff": true, "deploy\uFFFDfe": true, "deploy\uFFFD": true}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]int{"Users\uFFFDff": 1}, got.Summary); diff != "" {
		t.Errorf("summary (-want +got):\n%s", diff)
	}
}

func TestTextThatIsNotUTF8InMapsAndPointers(t *testing.T) {
	tests := map[string]*snapshot.Account{
		"map-key":   {Summary: map[string]int{"\xff": 1}},
		"map-value": {Missing: map[snapshot.Section]snapshot.Reason{"users": {Code: "\xff"}}},
		"pointer":   {Identity: &snapshot.Identity{ARN: "\xff"}},
	}
	for name, a := range tests {
		t.Run(name, func(t *testing.T) {
			if err := snapshot.EncodeAccount(io.Discard, a); err == nil {
				t.Error("no error")
			}
		})
	}
}

// FuzzDecodeAccount proves that no file panics, and that what can be read is written and read again unchanged.
func FuzzDecodeAccount(f *testing.F) {
	f.Add(`{"schema":"orgscan.account/1","id":"111122223333","users":[{"name":"deploy","created":"2026-01-01T00:00:00+01:00"}]}`)
	f.Add(`{"schema":"orgscan.account/1","id":"111122223333","missing":{"summary":{"cause":"denied"}}}`)
	f.Fuzz(func(t *testing.T, text string) {
		a, err := snapshot.DecodeAccount(bytes.NewReader(compressed(t, text)))
		if err != nil {
			return
		}
		a.Sort()
		again, err := snapshot.DecodeAccount(bytes.NewReader(encoded(t, a)))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(a, again); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}
