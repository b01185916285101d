package scan

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// writeLines writes findings as JSON, one a line.
func writeLines(w io.Writer, all []findings.Finding) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for _, f := range all {
		if err := e.Encode(f); err != nil {
			return err
		}
	}
	return nil
}

// readLines yields the findings of a file in file order. A line that is not a finding ends them with an error that names
// the line.
func readLines(path string) iter.Seq2[findings.Finding, error] {
	return func(yield func(findings.Finding, error) bool) {
		f, err := os.Open(path) //nolint:gosec // inside the run directory
		if err != nil {
			yield(findings.Finding{}, err)
			return
		}
		defer f.Close() //nolint:errcheck // read only
		d := json.NewDecoder(bufio.NewReader(f))
		for n := 1; ; n++ {
			var line findings.Finding
			err := d.Decode(&line)
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(findings.Finding{}, fmt.Errorf("read %s, line %d: %w", path, n, err))
				return
			}
			if !yield(line, nil) {
				return
			}
		}
	}
}

// Findings yields the findings of a finished run in the order of findings.Compare. It may be called again.
func (d *Directory) Findings() iter.Seq2[findings.Finding, error] {
	return readLines(filepath.Join(d.Path, findingsFile))
}

// Accounts yields the saved snapshots in account order, one in memory at a time.
func (d *Directory) Accounts() iter.Seq2[*snapshot.Account, error] {
	return func(yield func(*snapshot.Account, error) bool) {
		ids, err := d.accountIDs()
		if err != nil {
			yield(nil, err)
			return
		}
		for _, id := range ids {
			a, err := d.ReadAccount(id)
			if !yield(a, err) || err != nil {
				return
			}
		}
	}
}

// spool writes the findings of one account or of one organization-wide check, already in order, to a file of its own. Spools do not outlive the run, so they
// are not forced to the disk.
func (d *Directory) spool(id string, all []findings.Finding) error {
	if err := os.MkdirAll(filepath.Join(d.Path, spoolFolder), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(d.spoolPath(id), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	buffered := bufio.NewWriter(f)
	return errors.Join(writeLines(buffered, all), buffered.Flush(), f.Close())
}

func collectFindings(seq iter.Seq2[findings.Finding, error]) ([]findings.Finding, error) {
	var all []findings.Finding
	for f, err := range seq {
		if err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return all, nil
}

func emit(w io.Writer, all []findings.Finding, t *findings.Tally) error {
	for _, f := range all {
		t.Add(f)
	}
	return writeLines(w, all)
}
