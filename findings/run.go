package findings

import "time"

// RunSchema is the value of Run.Schema that this version writes and reads.
const RunSchema = "orgscan.run/1"

// Run is run.json: everything about one sweep but its findings. It is the only file of a run directory that holds times.
type Run struct {
	Schema string `json:"schema"`
	// Version is the orgscan release that wrote the run.
	Version string `json:"version"`
	// AsOf is the time at which every snapshot is judged.
	AsOf    time.Time `json:"as_of"`
	Started time.Time `json:"started"`
	// Ended is zero while the sweep runs and stays so when it is killed.
	Ended  time.Time `json:"ended,omitzero"`
	Caller Caller    `json:"caller"`
	Scope  Scope     `json:"scope"`
	// Parameters are the flags that were given, by name; secrets read "(redacted)".
	Parameters map[string][]string `json:"parameters,omitempty"`
	// Thresholds are the numbers and lists that the checks judged by.
	Thresholds any `json:"thresholds,omitempty"`
	// Checks are the ids of the selected checks, sorted.
	Checks []string `json:"checks"`
	// Frameworks are those whose checks were asked for, with their versions, such as "cis@7.0.0".
	Frameworks []string   `json:"frameworks,omitempty"`
	Coverage   []Coverage `json:"coverage,omitempty"`
	// Exceptions are those of the exceptions file, in its order; nil when there was none.
	Exceptions []ExceptionUse `json:"exceptions,omitempty"`
	Verdict    *Verdict       `json:"verdict,omitempty"`
	// Files holds the SHA-256 of every other file of the directory, by its path with slashes.
	Files map[string]string `json:"files,omitempty"`
}

// Caller is who started the run. It never holds a key or token.
type Caller struct {
	Account string `json:"account"`
	ARN     string `json:"arn"`
}

// Scope is the population that the run was meant to cover.
type Scope struct {
	Organization string `json:"organization,omitempty"`
	Management   string `json:"management_account,omitempty"`
	// Population says who named the accounts: "organization", "organization and file", "file" or "self".
	Population string `json:"population"`
	// Accounts counts all accounts of the population, Selected those in scope.
	Accounts int `json:"accounts"`
	Selected int `json:"selected"`
	// Missing are the sections of the organization that could not be read.
	Missing []CoverageReason `json:"missing,omitempty"`
	// From are the run directories whose saved snapshots were judged, or the files that were imported, as they were named;
	// empty for a live sweep.
	From []string `json:"from,omitempty"`
}
