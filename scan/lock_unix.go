//go:build unix

package scan

import (
	"errors"
	"os"
	"syscall"
)

// Lock keeps other processes out of the directory until the returned function is called or the process ends, however it
// ends. A directory that is locked already is a *BusyError.
func (d *Directory) Lock() (release func() error, err error) {
	f, err := os.Open(d.Path)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		if errors.Is(err, syscall.EWOULDBLOCK) {
			err = &BusyError{Path: d.Path}
		}
		return nil, errors.Join(err, f.Close())
	}
	return f.Close, nil
}
