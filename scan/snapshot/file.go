package snapshot

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// WriteFile makes or replaces a file, readable by its owner alone, with what write writes. The file is complete or
// unchanged: until everything is on disk it has another name, which begins with "." and ends with ".part". The rename
// itself is not forced to disk, so that a power failure may bring back the earlier state.
func WriteFile(path string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.part")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	// After the rename there is nothing left to remove; before it, neither an error nor a panic leaves the part behind.
	defer func() { _ = os.Remove(f.Name()) }()
	if err := fill(f, write); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

func fill(f *os.File, write func(io.Writer) error) (err error) {
	defer func() {
		if closed := f.Close(); err == nil {
			err = closed
		}
	}()
	if err := write(f); err != nil {
		return err
	}
	return f.Sync()
}
