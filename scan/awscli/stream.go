package awscli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// The bounds of what is read. IAM's quotas keep the largest entity, a role or a policy with five versions, far below
// maxValue however it is indented, and an account below maxFile.
const (
	maxFile  int64 = 1 << 30
	maxValue int64 = 4 << 20
	// maxEntities bounds the users, groups, roles and policies of one file: ten times the highest quota.
	maxEntities = 50_000
	// maxDepth bounds the nesting of what is passed over; encoding/json bounds that of what is decoded alike.
	maxDepth = 10_000
)

var (
	errFileTooLarge = errors.New("more than 1 GiB, which no answer about one account holds")
	errTooMany      = fmt.Errorf("more than %d users, groups, roles and policies, which no account holds", maxEntities)
	errTooDeep      = errors.New("nested too deeply")
)

// meter counts what is read and ends the reading where one value, or all of it, is larger than any answer can be. It reads
// in small steps, so that what is read ahead of the decoder stays small.
type meter struct {
	r    io.Reader
	read int64
	// mark is where the value that is being read began, and limit how long it may be.
	mark, limit int64
}

// allow changes how long a value may be.
func (m *meter) allow(limit int64) { m.limit = limit }

// Read reads at most 64 KiB.
func (m *meter) Read(p []byte) (int, error) {
	n, err := m.r.Read(p[:min(len(p), 64<<10)])
	m.read += int64(n)
	switch {
	case m.read > maxFile:
		return 0, errFileTooLarge
	case m.read-m.mark > m.limit:
		return 0, fmt.Errorf("a value of more than %d MiB, which no answer of IAM or Organizations holds", m.limit>>20)
	}
	return n, err
}

// stream reads JSON piece by piece: what is not needed is never held.
type stream struct {
	json  *json.Decoder
	meter *meter
}

func newStream(r io.Reader) *stream {
	m := &meter{r: r, limit: maxValue}
	return &stream{json.NewDecoder(m), m}
}

func (s *stream) mark() { s.meter.mark = s.json.InputOffset() }

func (s *stream) token() (json.Token, error) {
	s.mark()
	return s.json.Token()
}

// more reports whether the list or object goes on; an error shows at the next token.
func (s *stream) more() bool {
	s.mark()
	return s.json.More()
}

// value decodes the next value.
func (s *stream) value(v any) error {
	s.mark()
	return s.json.Decode(v)
}

// object calls field for each field of the next value, which must be an object; field must consume the field's value.
func (s *stream) object(field func(name string) error) error {
	if err := s.open('{', "an object"); err != nil {
		return err
	}
	for s.more() {
		name, err := s.token()
		if err != nil {
			return err
		}
		text, _ := name.(string) // encoding/json takes nothing else for a name
		if err := field(text); err != nil {
			return err
		}
	}
	_, err := s.token()
	return err
}

// list calls element before each element of the next value, which must be a list; element must consume it.
func (s *stream) list(element func() error) error {
	if err := s.open('[', "a list"); err != nil {
		return err
	}
	for s.more() {
		if err := element(); err != nil {
			return err
		}
	}
	_, err := s.token()
	return err
}

func (s *stream) open(want json.Delim, what string) error {
	t, err := s.token()
	if err != nil {
		return err
	}
	if t != want {
		return fmt.Errorf("%s was expected", what)
	}
	return nil
}

// skip passes over the next value without holding it.
func (s *stream) skip() error {
	for depth := 0; ; {
		t, err := s.token()
		if err != nil {
			return err
		}
		switch t {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			return nil
		}
		if depth > maxDepth {
			return errTooDeep
		}
	}
}

// end wants nothing but white space after the answer.
func (s *stream) end() error {
	switch _, err := s.token(); {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		return err
	}
	return errors.New("something stands behind the answer: one file holds the answer of one command")
}

// problem says in words for people what encoding/json or the meter found, and where.
func (s *stream) problem(err error) (text string, offset int64) {
	offset = s.json.InputOffset()
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		offset = max(offset, syntax.Offset)
	}
	if kind, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Sprintf("%s is %s, which is not what the AWS CLI prints there", kind.Field, kind.Value), offset
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || strings.HasPrefix(err.Error(), "unexpected end of JSON") {
		return "the file is cut off", s.meter.read
	}
	return err.Error(), offset
}
