package snapshot_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/orgscan/orgscan/scan/snapshot"
)

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}

// alone fails unless the directory holds exactly one file, with the content.
func alone(t *testing.T, dir, name, want string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 1 || entries[0].Name() != name {
		t.Fatalf("the directory holds %v, want %s alone", entries, name)
	}
	if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(got) != want {
		t.Errorf("the file holds %q (%v), want %q", got, err, want)
	}
}

func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "run.json")
	for _, content := range []string{"first, the longer one", "second"} {
		if err := snapshot.WriteFile(path, text(content)); err != nil {
			t.Fatal(err)
		}
		alone(t, dir, "run.json", content)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("mode %o, want 600", info.Mode().Perm())
	}
}

func TestWriteFileThatBreaksOff(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "run.json")
	if err := snapshot.WriteFile(path, text("before")); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("disk on fire")
	err := snapshot.WriteFile(path, func(w io.Writer) error {
		if err := text("half")(w); err != nil {
			return err
		}
		return broken
	})
	if !errors.Is(err, broken) {
		t.Errorf("got error %v, want %v", err, broken)
	}
	alone(t, dir, "run.json", "before")
}

func TestWriteFileWhosePartPanics(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "run.json")
	if err := snapshot.WriteFile(path, text("before")); err != nil {
		t.Fatal(err)
	}
	func() {
		defer func() { _ = recover() }()
		_ = snapshot.WriteFile(path, func(io.Writer) error { panic("broken encoder") })
	}()
	alone(t, dir, "run.json", "before")
}

func TestWriteFileWithoutDirectory(t *testing.T) {
	if err := snapshot.WriteFile(filepath.Join(t.TempDir(), "none", "run.json"), text("x")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got error %v, want that the directory does not exist", err)
	}
}

func TestWriteFileOverDirectory(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "taken"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := snapshot.WriteFile(filepath.Join(dir, "taken"), text("x")); err == nil {
		t.Error("a directory was replaced by a file")
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("the directory holds %v (%v), want no part left behind", entries, err)
	}
}
