package scan

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

const (
	runFile          = "run.json"
	organizationFile = "organization.json.gz"
	findingsFile     = "findings.jsonl"
	accountsFolder   = "accounts"
	spoolFolder      = "spool"
	accountSuffix    = ".json.gz"
)

// Directory is a run directory. Folders have mode 0700, files 0600; every file is written whole or not at all.
type Directory struct{ Path string }

// NotEmptyError says that a directory for a new run already holds something.
type NotEmptyError struct{ Path string }

// Error names the directory.
func (e *NotEmptyError) Error() string { return fmt.Sprintf("run directory %s is not empty", e.Path) }

// Hint names the two ways out.
func (e *NotEmptyError) Hint() string {
	return fmt.Sprintf("continue it with --resume %s, or name another --out", e.Path)
}

// CreateDirectory makes a directory for a new run: path itself when it is absent or empty.
func CreateDirectory(path string) (*Directory, error) {
	if entries, err := os.ReadDir(path); err == nil && len(entries) > 0 {
		return nil, &NotEmptyError{Path: path}
	}
	d := &Directory{Path: filepath.Clean(path)}
	if err := d.prepare(); err != nil {
		return nil, err
	}
	return d, os.Chmod(path, 0o700) //nolint:gosec // a folder needs the x bit
}

// RemoveReports deletes the reports of an earlier end of the run.
func (d *Directory) RemoveReports() error {
	entries, err := os.ReadDir(d.Path)
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), "report.") {
			err = errors.Join(err, os.RemoveAll(filepath.Join(d.Path, e.Name())))
		}
	}
	return err
}

// CreateUnder makes a directory for a new run below runs, named after the time in UTC, and a .gitignore beside it that
// keeps runs out of version control. A number is added when two runs start in one second.
func CreateUnder(runs string, now time.Time) (*Directory, error) {
	if err := os.MkdirAll(runs, 0o700); err != nil {
		return nil, err
	}
	if err := ignoreAll(filepath.Join(runs, ".gitignore")); err != nil {
		return nil, err
	}
	name := now.UTC().Format("20060102T150405Z")
	for n := 1; ; n++ {
		path := filepath.Join(runs, name)
		if n > 1 {
			path = fmt.Sprintf("%s-%d", path, n)
		}
		err := os.Mkdir(path, 0o700)
		if err == nil {
			d := &Directory{Path: path}
			return d, d.prepare()
		}
		if !errors.Is(err, fs.ErrExist) {
			return nil, err
		}
	}
}

func ignoreAll(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) //nolint:gosec // the path is the user's own choice
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = f.WriteString("*\n")
	return errors.Join(err, f.Close())
}

// OpenDirectory opens the directory of an earlier run, finished or not.
func OpenDirectory(path string) (*Directory, error) {
	if _, err := os.Stat(filepath.Join(path, runFile)); err != nil {
		return nil, fmt.Errorf("%s is not a run directory: %w", path, err)
	}
	return &Directory{Path: filepath.Clean(path)}, nil
}

// Latest returns the newest run directory below runs; fs.ErrNotExist when there is none.
func Latest(runs string) (*Directory, error) {
	entries, err := os.ReadDir(runs)
	if err != nil {
		return nil, err
	}
	slices.Reverse(entries)
	for _, e := range entries {
		if d, err := OpenDirectory(filepath.Join(runs, e.Name())); err == nil {
			return d, nil
		}
	}
	return nil, fmt.Errorf("no run in %s: %w", runs, fs.ErrNotExist)
}

func (d *Directory) prepare() error {
	return os.MkdirAll(filepath.Join(d.Path, accountsFolder), 0o700)
}

// Create opens a file of the directory, such as a report, for writing, and makes the folders that its name holds. The
// caller closes it.
func (d *Directory) Create(name string) (io.WriteCloser, error) {
	path := filepath.Join(d.Path, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	return os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600) //nolint:gosec // inside the run directory
}

// WriteRun writes run.json.
func (d *Directory) WriteRun(r *findings.Run) error {
	return snapshot.WriteFile(filepath.Join(d.Path, runFile), func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(r)
	})
}

// ReadRun reads run.json.
func (d *Directory) ReadRun() (*findings.Run, error) {
	text, err := os.ReadFile(filepath.Join(d.Path, runFile))
	if err != nil {
		return nil, err
	}
	var r findings.Run
	if err := json.Unmarshal(text, &r); err != nil {
		return nil, fmt.Errorf("read %s: %w", filepath.Join(d.Path, runFile), err)
	}
	if r.Schema != findings.RunSchema {
		return nil, fmt.Errorf("read %s: schema %q, this version reads %q", filepath.Join(d.Path, runFile), r.Schema, findings.RunSchema)
	}
	return &r, nil
}

// WriteOrganization saves the organization.
func (d *Directory) WriteOrganization(o *snapshot.Organization) error {
	return snapshot.WriteFile(filepath.Join(d.Path, organizationFile), func(w io.Writer) error {
		return snapshot.EncodeOrganization(w, o)
	})
}

// ReadOrganization reads the saved organization; fs.ErrNotExist when the run ended before it was saved.
func (d *Directory) ReadOrganization() (*snapshot.Organization, error) {
	f, err := os.Open(filepath.Join(d.Path, organizationFile))
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // read only
	o, err := snapshot.DecodeOrganization(f)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", f.Name(), err)
	}
	return o, nil
}

func (d *Directory) accountPath(id string) string {
	return filepath.Join(d.Path, accountsFolder, id+accountSuffix)
}

// WriteAccount saves an account's snapshot.
func (d *Directory) WriteAccount(a *snapshot.Account) error {
	return snapshot.WriteFile(d.accountPath(a.ID), func(w io.Writer) error { return snapshot.EncodeAccount(w, a) })
}

// ReadAccount reads a saved snapshot; fs.ErrNotExist when the account was not saved. A file that holds another account
// than its name says is an error.
func (d *Directory) ReadAccount(id string) (*snapshot.Account, error) {
	f, err := os.Open(d.accountPath(id))
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // read only
	a, err := snapshot.DecodeAccount(f)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", f.Name(), err)
	}
	if a.ID != id {
		return nil, fmt.Errorf("read %s: it holds account %s", f.Name(), a.ID)
	}
	return a, nil
}

// HasAccount reports whether the account's snapshot is saved.
func (d *Directory) HasAccount(id string) bool {
	_, err := os.Stat(d.accountPath(id))
	return err == nil
}

// Hashes returns the SHA-256 of every file but run.json, by its path with slashes.
func (d *Directory) Hashes() (map[string]string, error) {
	sums := map[string]string{}
	err := filepath.WalkDir(d.Path, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		name, err := filepath.Rel(d.Path, path)
		if err != nil || name == runFile {
			return err
		}
		sums[filepath.ToSlash(name)], err = hashFile(path)
		return err
	})
	return sums, err
}

func hashFile(path string) (string, error) {
	f, err := os.Open(path) //nolint:gosec // inside the run directory
	if err != nil {
		return "", err
	}
	defer f.Close() //nolint:errcheck // read only
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// spoolPath is where an account's findings wait for the merge.
func (d *Directory) spoolPath(id string) string {
	return filepath.Join(d.Path, spoolFolder, id+".jsonl")
}

// removeSpool deletes the spool, also that of an interrupted run.
func (d *Directory) removeSpool() error { return os.RemoveAll(filepath.Join(d.Path, spoolFolder)) }

// accountIDs returns the ids of the saved snapshots, sorted.
func (d *Directory) accountIDs() ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(d.Path, accountsFolder))
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, e := range entries {
		if id, ok := strings.CutSuffix(e.Name(), accountSuffix); ok {
			ids = append(ids, id)
		}
	}
	return ids, nil
}
