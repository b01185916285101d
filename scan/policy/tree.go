package policy

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxDepth bounds the levels of a document that are read. The grammar needs six: document, statement list, statement,
// condition, operator, value list.
const maxDepth = 16

// kind is the JSON type of a node.
type kind uint8

const (
	kindNull kind = iota
	kindBool
	kindNumber
	kindString
	kindList
	kindObject
	// kindDeep stands for a list or object below maxDepth; its content was skipped.
	kindDeep
)

func (k kind) String() string {
	return [...]string{"null", "a boolean", "a number", "a string", "a list", "an object", "nested too deep"}[k]
}

// node is a JSON value with everything that encoding/json would drop: literal text of numbers, order of keys, repeated
// keys.
type node struct {
	kind kind
	// text is the content of a string and the literal of a boolean, a number or null.
	text    string
	list    []node
	members []member
}

type member struct {
	key   string
	value node
}

// treeReader reads one JSON value. Lossy becomes true when the tree holds less than the text, so that two different texts
// could give equal trees.
type treeReader struct {
	decoder *json.Decoder
	lossy   bool
	deep    bool
}

// readTree reads the value at the start of the text and returns what follows it, without surrounding space.
func readTree(text string) (tree node, r *treeReader, rest string, err error) {
	r = &treeReader{decoder: json.NewDecoder(strings.NewReader(text))}
	r.decoder.UseNumber()
	tree, err = r.value(0)
	if err != nil {
		return node{}, r, "", fmt.Errorf("not valid JSON near byte %d: %w", r.decoder.InputOffset(), err)
	}
	return tree, r, strings.TrimSpace(text[r.decoder.InputOffset():]), nil
}

func (r *treeReader) token() (json.Token, error) {
	t, err := r.decoder.Token()
	if errors.Is(err, io.EOF) {
		return nil, io.ErrUnexpectedEOF
	}
	return t, err
}

func (r *treeReader) value(depth int) (node, error) {
	t, err := r.token()
	if err != nil {
		return node{}, err
	}
	switch t := t.(type) {
	case json.Delim:
		return r.nested(t, depth)
	case string:
		return node{kind: kindString, text: r.content(t)}, nil
	case json.Number:
		return node{kind: kindNumber, text: t.String()}, nil
	case bool:
		return node{kind: kindBool, text: fmt.Sprint(t)}, nil
	}
	return node{kind: kindNull, text: "null"}, nil
}

// content notices strings in which the decoder replaced something that is not a character, such as half a surrogate pair.
func (r *treeReader) content(s string) string {
	if strings.ContainsRune(s, '\uFFFD') {
		r.lossy = true
	}
	return s
}

func (r *treeReader) nested(open json.Delim, depth int) (node, error) {
	if depth == maxDepth {
		r.lossy, r.deep = true, true
		return node{kind: kindDeep}, r.skip()
	}
	if open == '[' {
		return r.elements(depth)
	}
	return r.object(depth)
}

func (r *treeReader) elements(depth int) (node, error) {
	n := node{kind: kindList}
	for r.decoder.More() {
		v, err := r.value(depth + 1)
		if err != nil {
			return node{}, err
		}
		n.list = append(n.list, v)
	}
	_, err := r.token()
	return n, err
}

func (r *treeReader) object(depth int) (node, error) {
	n := node{kind: kindObject}
	for r.decoder.More() {
		t, err := r.token()
		if err != nil {
			return node{}, err
		}
		// The decoder hands out only strings where a key belongs.
		key, _ := t.(string)
		v, err := r.value(depth + 1)
		if err != nil {
			return node{}, err
		}
		n.members = append(n.members, member{key: r.content(key), value: v})
	}
	_, err := r.token()
	return n, err
}

// skip reads to the end of the list or object that was just opened, without recursion.
func (r *treeReader) skip() error {
	for open := 1; open > 0; {
		t, err := r.token()
		if err != nil {
			return err
		}
		switch t {
		case json.Delim('['), json.Delim('{'):
			open++
		case json.Delim(']'), json.Delim('}'):
			open--
		}
	}
	return nil
}
