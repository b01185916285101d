package awscli

import "io"

// ReadFrom reads one file's content and returns what is wrong with it.
func ReadFrom(path string, r io.Reader) error {
	_, err := read(path, r)
	return err
}
