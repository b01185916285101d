package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/scan/checks"
)

// TestBreakGlassForms reads break-glass principals in each form that the configuration allows.
func TestBreakGlassForms(t *testing.T) {
	arn := "arn:aws:iam::012345678901:user/ops/emergency"
	tests := map[string]struct {
		text string
		want []checks.BreakGlass
	}{
		"arn-alone":        {"[" + arn + "]", []checks.BreakGlass{{ARN: arn}}},
		"arn-by-name":      {"[{arn: '" + arn + "'}]", []checks.BreakGlass{{ARN: arn}}},
		"account-and-name": {"[{account: 012345678901, name: emergency}]", []checks.BreakGlass{{Account: "012345678901", Name: "emergency"}}},
		"no-arn":           {"[emergency]", nil},
		"other-service":    {"['arn:aws:sts::012345678901:assumed-role/x/y']", nil},
		"name-alone":       {"[{name: emergency}]", nil},
		"unknown-key":      {"[{acount: '012345678901', account: '012345678901', name: emergency}]", nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "orgscan.yaml")
			if err := os.WriteFile(path, []byte("thresholds:\n  break_glass: "+test.text+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			var got *checks.Params
			file, err := readConfig(path)
			if err == nil {
				got, err = file.params("")
			}
			if (err != nil) != (test.want == nil) {
				t.Fatalf("error %v", err)
			}
			if test.want == nil {
				return
			}
			if diff := cmp.Diff(test.want, got.BreakGlass); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
