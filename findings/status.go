package findings

import "fmt"

// Status is the outcome of one check for one resource. The zero value is Unknown, so that a finding nobody filled in
// never reads as clean.
type Status uint8

// The five outcomes. Manual means that no API tells and a person must attest; NotApplicable that data prove there is
// nothing to judge.
const (
	Unknown Status = iota
	Fail
	Manual
	Pass
	NotApplicable
)

var statusNames = [...]string{"UNKNOWN", "FAIL", "MANUAL", "PASS", "NOT_APPLICABLE"}

// Statuses returns every status, most important first.
func Statuses() []Status { return []Status{Fail, Unknown, Manual, Pass, NotApplicable} }

// String returns the name used in every export, for example "NOT_APPLICABLE".
func (s Status) String() string {
	if int(s) < len(statusNames) {
		return statusNames[s]
	}
	return fmt.Sprintf("Status(%d)", uint8(s))
}

// MarshalText writes the name.
func (s Status) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText accepts exactly the names that MarshalText writes.
func (s *Status) UnmarshalText(text []byte) error {
	for i, name := range statusNames {
		if name == string(text) {
			*s = Status(i)
			return nil
		}
	}
	return fmt.Errorf("unknown status %q", text)
}

// Summarised reports whether findings of this status are written as one line per account and check, with a count,
// instead of one line a resource.
func (s Status) Summarised() bool { return s == Pass || s == NotApplicable }
