package scan

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/orgscan/orgscan/findings"
)

// BusyError says that another process works in a run directory.
type BusyError struct{ Path string }

// Error names the directory.
func (e *BusyError) Error() string {
	return "run directory " + e.Path + " is in use by another orgscan"
}

// Hint says to wait.
func (e *BusyError) Hint() string { return "wait until it is done, or name another --out" }

// ChangedError says that a file of a finished run is not what it was when the run ended.
type ChangedError struct{ Path, Name string }

// Error names the file.
func (e *ChangedError) Error() string {
	return fmt.Sprintf("%s does not match run.json: it was changed or removed after the run ended", filepath.Join(e.Path, e.Name))
}

// Hint says how to get a report that can be trusted.
func (e *ChangedError) Hint() string {
	return "restore the file, or sweep again"
}

// Verify compares the organization, the findings and every snapshot with the hashes that the finished run recorded, and
// returns a *ChangedError for the first difference. Reports are left out: they can be rendered again.
func (d *Directory) Verify(run *findings.Run) error {
	now, err := d.Hashes()
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(run.Files)) {
		if !strings.HasPrefix(name, "report.") && now[name] != run.Files[name] {
			return &ChangedError{Path: d.Path, Name: name}
		}
	}
	return nil
}
