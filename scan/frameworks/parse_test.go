package frameworks_test

import (
	"strings"
	"testing"

	"github.com/orgscan/orgscan/scan/frameworks"
)

func TestParseRefuses(t *testing.T) {
	head := "framework,version,control,basis,checks\n"
	for name, c := range map[string]struct{ text, want string }{
		"empty":              {"", "columns"},
		"wrong-columns":      {"framework,version,control,checks,basis\n", "columns"},
		"short-row":          {head + "cis,7.0.0,2.4,published\n", "wrong number of fields"},
		"unknown-basis":      {head + "cis,7.0.0,2.4,guessed,a-b\n", `line 2: control 2.4 has basis "guessed"`},
		"published-no-check": {head + "cis,7.0.0,2.4,published,\n", "line 2: control 2.4 is published but names no check"},
		"manual-with-check":  {head + "cis,7.0.0,2.4,manual,a-b\n", "line 2: control 2.4 is manual but names checks"},
	} {
		t.Run(name, func(t *testing.T) {
			all, err := frameworks.Parse(c.text)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, error %v; want %q", all, err, c.want)
			}
		})
	}
}
