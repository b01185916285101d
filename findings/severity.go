package findings

import (
	"fmt"
	"strings"
)

// Severity says how bad a FAIL is. Higher values are worse. The zero value is Info, which raises no exit code by
// default; every rule sets its own.
type Severity uint8

// The five severities, least first.
const (
	Info Severity = iota
	Low
	Medium
	High
	Critical
)

var severityNames = [...]string{"info", "low", "medium", "high", "critical"}

// Severities returns every severity, worst first.
func Severities() []Severity { return []Severity{Critical, High, Medium, Low, Info} }

// String returns the lower-case name used in flags and exports.
func (s Severity) String() string {
	if int(s) < len(severityNames) {
		return severityNames[s]
	}
	return fmt.Sprintf("Severity(%d)", uint8(s))
}

// ParseSeverity reads a lower-case name; the error lists the names.
func ParseSeverity(name string) (Severity, error) {
	for i, known := range severityNames {
		if known == name {
			return Severity(i), nil
		}
	}
	return Info, fmt.Errorf("unknown severity %q: one of %s", name, strings.Join(severityNames[:], ", "))
}

// MarshalText writes the name.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText accepts exactly the names that MarshalText writes.
func (s *Severity) UnmarshalText(text []byte) error {
	parsed, err := ParseSeverity(string(text))
	if err != nil {
		return err
	}
	*s = parsed
	return nil
}
