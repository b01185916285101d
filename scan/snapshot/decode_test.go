package snapshot_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/orgscan/orgscan/scan/snapshot"
)

func TestDecodedDocument(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"encoded":             {"%7B%22a%22%3A%20%22b%2Bc%22%7D", `{"a": "b+c"}`},
		"plus-stays":          {"%7B%22a%22%3A%22b+c%22%7D", `{"a":"b+c"}`},
		"raw":                 {`{"a":"b+c"}`, `{"a":"b+c"}`},
		"raw-with-percent":    {"\n {\"a\":\"100%25\"}", "\n {\"a\":\"100%25\"}"},
		"bad-escape":          {"%7B%zz", "%7B%zz"},
		"cut-escape":          {"%7B%2", "%7B%2"},
		"lower-case-escape":   {"%7b%7d", "{}"},
		"empty":               {"", ""},
		"not-json":            {"no policy", "no policy"},
		"encoded-not-decoded": {"%257B", "%7B"},
		"not-utf-8":           {"%ff", "\xff"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := snapshot.DecodedDocument(c.in); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func FuzzDecodedDocument(f *testing.F) {
	for _, s := range []string{"", "{}", "{\"a\":\"%41+\"}", "%7B%7D", "%zz", "\xff%"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got := snapshot.DecodedDocument(url.PathEscape(s)); got != s {
			t.Errorf("escaped %q came back as %q", s, got)
		}
		got := snapshot.DecodedDocument(s)
		if raw := strings.HasPrefix(s, "{") || !strings.Contains(s, "%"); raw && got != s {
			t.Errorf("raw %q became %q", s, got)
		}
	})
}
