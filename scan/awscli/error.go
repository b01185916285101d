package awscli

import "fmt"

// FileError says what is wrong with one file. All errors of this package that the files cause are of this type.
type FileError struct {
	// Path is the file, as it was named or found in a folder.
	Path string
	// Offset is the byte at which reading stopped, and Line its line counted from 1; 0 when the place does not matter.
	Offset int64
	Line   int
	// Problem says what is wrong; Try what to do, and may be empty.
	Problem, Try string
}

// Error names the file, the place and the problem.
func (e *FileError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %s", e.Path, e.Problem)
	}
	return fmt.Sprintf("%s: line %d (byte %d): %s", e.Path, e.Line, e.Offset, e.Problem)
}

// Hint says what to try; empty when the problem says it all.
func (e *FileError) Hint() string { return e.Try }

func fileError(path, try, format string, args ...any) *FileError {
	return &FileError{Path: path, Problem: fmt.Sprintf(format, args...), Try: try}
}
