package awscli

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
)

// peeked is how much of a file is looked at to tell what it is: more than any error message of the AWS CLI.
const peeked = 16 << 10

// readFile reads one file. Its errors are *FileError.
func readFile(path string) (*part, error) {
	f, err := os.Open(path) //nolint:gosec // the path is the user's own choice
	if err != nil {
		return nil, fileError(path, "", "%s", cause(err))
	}
	defer f.Close() //nolint:errcheck // read only
	p, err := read(path, f)
	if e, ok := errors.AsType[*FileError](err); ok && e.Offset > 0 {
		e.Line = lineAt(f, e.Offset)
	}
	return p, err
}

// cause leaves the path out of an error that names it again.
func cause(err error) string {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err.Error()
	}
	return err.Error()
}

// lineAt counts the lines up to an offset; 0 when the file cannot be read again.
func lineAt(f io.ReadSeeker, offset int64) int {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return 0
	}
	line, left, buffer := 1, offset, make([]byte, 64<<10)
	for left > 0 {
		n, err := f.Read(buffer[:min(left, int64(len(buffer)))])
		line += bytes.Count(buffer[:n], []byte{'\n'})
		left -= int64(n)
		if err != nil {
			break
		}
	}
	return line
}

const (
	emptyHint = "the command that wrote it failed: run it again, with 2>&1 so that its error message is kept, or remove the file"
	jsonHint  = "let the AWS CLI write it, with --output json"
)

// read tells from its content what a file is, and reads it. Its errors are *FileError.
func read(path string, r io.Reader) (*part, error) {
	p := &part{path: path, families: map[family]bool{}}
	buffered := bufio.NewReaderSize(r, peeked)
	start, err := buffered.Peek(peeked)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fileError(path, "", "%s", cause(err))
	}
	if bytes.HasPrefix(start, []byte("\xef\xbb\xbf")) {
		_, _ = buffered.Discard(3)
		start = start[3:]
	}
	text := string(bytes.TrimSpace(start))
	switch {
	case text == "":
		return nil, fileError(path, emptyHint, "the file is empty")
	case bytes.HasPrefix(start, []byte("\xff\xfe")) || bytes.HasPrefix(start, []byte("\xfe\xff")):
		return nil, fileError(path, "in PowerShell, write it with: | Out-File -Encoding utf8", "the file is UTF-16, not UTF-8")
	case text[0] == '{':
		return readJSON(path, buffered, p)
	case looksLikeReport(text):
		if err := readCSV(buffered, p); err != nil {
			return nil, fileError(path, "", "%s", err)
		}
		return p, nil
	}
	known, err := readFailure(text, p)
	switch {
	case err != nil:
		return nil, fileError(path, "", "%s", err)
	case known:
		p.answers()
		return p, nil
	case strings.ContainsRune(text, 0):
		return nil, fileError(path, jsonHint, "the file is binary, not the answer of a command")
	}
	return nil, fileError(path, jsonHint, "the file is not the answer of a command that orgscan knows")
}

func readJSON(path string, r io.Reader, p *part) (*part, error) {
	s := newStream(r)
	err := readAnswer(s, p)
	if err == nil {
		return p, nil
	}
	text, offset := s.problem(err)
	out := &FileError{Path: path, Offset: offset, Problem: text}
	if _, mixed := errors.AsType[*mixedError](err); mixed {
		out.Try = "keep one file an account"
	}
	return nil, out
}
