package findings_test

import (
	"encoding"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/findings"
)

// roundTrip writes a value as text and reads it back into a pointer.
func roundTrip(t *testing.T, v encoding.TextMarshaler, want string, back encoding.TextUnmarshaler) {
	t.Helper()
	text, err := v.MarshalText()
	if err != nil || string(text) != want {
		t.Fatalf("text %q, error %v; want %q", text, err, want)
	}
	if err := back.UnmarshalText(text); err != nil {
		t.Fatal(err)
	}
}

func TestStatuses(t *testing.T) {
	want := []string{"FAIL", "UNKNOWN", "MANUAL", "PASS", "NOT_APPLICABLE"}
	var got []string
	for _, s := range findings.Statuses() {
		var back findings.Status
		roundTrip(t, s, s.String(), &back)
		if back != s {
			t.Errorf("%v came back as %v", s, back)
		}
		if summarised := s == findings.Pass || s == findings.NotApplicable; s.Summarised() != summarised {
			t.Errorf("%v summarised: %t", s, s.Summarised())
		}
		got = append(got, s.String())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if zero := findings.Status(0); zero != findings.Unknown {
		t.Errorf("the zero status is %v, so an empty finding reads as judged", zero)
	}
}

func TestSeverities(t *testing.T) {
	want := []string{"critical", "high", "medium", "low", "info"}
	var got []string
	for i, s := range findings.Severities() {
		var back findings.Severity
		roundTrip(t, s, s.String(), &back)
		parsed, err := findings.ParseSeverity(s.String())
		if back != s || parsed != s || err != nil {
			t.Errorf("%v came back as %v and %v, error %v", s, back, parsed, err)
		}
		if i > 0 && s >= findings.Severities()[i-1] {
			t.Errorf("%v is not below %v", s, findings.Severities()[i-1])
		}
		got = append(got, s.String())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWordsThatAreNone(t *testing.T) {
	for _, text := range []string{"", "Pass", "pass", "FAIL ", "SKIPPED", "Status(9)"} {
		s := findings.Fail
		if err := s.UnmarshalText([]byte(text)); err == nil || s != findings.Fail {
			t.Errorf("status %q read as %v, error %v", text, s, err)
		}
	}
	for _, text := range []string{"", "High", "HIGH", "high ", "urgent", "none"} {
		s := findings.High
		err := s.UnmarshalText([]byte(text))
		if err == nil || s != findings.High {
			t.Errorf("severity %q read as %v, error %v", text, s, err)
			continue
		}
		if !strings.Contains(err.Error(), "info, low, medium, high, critical") {
			t.Errorf("%v does not list the names", err)
		}
	}
	if got := findings.Status(9).String() + " " + findings.Severity(9).String(); got != "Status(9) Severity(9)" {
		t.Errorf("out of range: %s", got)
	}
}
