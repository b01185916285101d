package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// maxYAML is the largest YAML file that is read, in bytes: far more than a list of every account needs.
const maxYAML = 4 << 20

// lineError is a mistake in one line of a file.
type lineError struct {
	line int
	text string
}

// Error names the line.
func (e *lineError) Error() string { return fmt.Sprintf("line %d: %s", e.line, e.text) }

func atLine(line int, format string, args ...any) error {
	return &lineError{line: line, text: fmt.Sprintf(format, args...)}
}

// readYAML reads the one mapping that a file holds; nil for an empty file. A key that is there twice is an error, and so is
// an alias: a few of them can stand for gigabytes.
func readYAML(path string) (*yaml.Node, error) {
	text, err := readBounded(path)
	if err != nil || len(strings.TrimSpace(string(text))) == 0 {
		return nil, err
	}
	var document yaml.Node
	if err := yaml.Load(text, &document); err != nil {
		if strings.Contains(err.Error(), "no documents in stream") {
			return nil, nil
		}
		return nil, err
	}
	root := document.Content[0]
	if root.Kind == yaml.ScalarNode && root.ShortTag() == "!!null" {
		return nil, nil
	}
	if root.Kind != yaml.MappingNode {
		return nil, atLine(root.Line, "the file is no mapping of keys to values")
	}
	return root, plain(root)
}

func readBounded(path string) ([]byte, error) {
	f, err := os.Open(path) //nolint:gosec // the path is the user's own choice
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // read only
	text, err := io.ReadAll(io.LimitReader(f, maxYAML+1))
	if err == nil && len(text) > maxYAML {
		return nil, fmt.Errorf("larger than %d bytes", maxYAML)
	}
	return text, err
}

// plain refuses aliases, merge keys and repeated keys at any depth.
func plain(n *yaml.Node) error {
	if n.Kind == yaml.AliasNode {
		return atLine(n.Line, "aliases such as *%s are not supported: write the value out", n.Value)
	}
	seen := map[string]int{}
	for i, child := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 {
			if first, twice := seen[child.Value]; twice {
				return atLine(child.Line, "key %q is in line %d already", child.Value, first)
			}
			seen[child.Value] = child.Line
		}
		if err := plain(child); err != nil {
			return err
		}
	}
	return nil
}

// decode fills v from a node and refuses keys that v does not have. A nil node leaves v alone.
func decode(n *yaml.Node, v any) error {
	if n == nil || n.Kind == 0 {
		return nil
	}
	return n.Load(v, yaml.WithKnownFields())
}

// field returns the key and the value of a mapping's key; nil when it is not there.
func field(n *yaml.Node, name string) (key, value *yaml.Node) {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil, nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			return n.Content[i], n.Content[i+1]
		}
	}
	return nil, nil
}

// wrongField puts the line of a key, or of its mapping where it is missing, in front of what is wrong.
func wrongField(n *yaml.Node, name, text string) error {
	if key, _ := field(n, name); key != nil {
		return atLine(key.Line, "%s", text)
	}
	if n != nil && n.Line > 0 {
		return atLine(n.Line, "%s", text)
	}
	return errors.New(text)
}

// The YAML library's own words, and those that a person understands without knowing Go.
var (
	yamlPlace   = regexp.MustCompile(`\bL(\d+)\.C\d+(-L\d+\.C\d+)?`)
	yamlParser  = regexp.MustCompile(`go-yaml load error in \w+( \([^)]*\))? at `)
	yamlPrefix  = regexp.MustCompile(`(yaml: )?construct errors: (<unknown position>: )?(yaml: )?`)
	yamlUnknown = regexp.MustCompile(`field (\S+) not found in type \S+`)
	yamlType    = regexp.MustCompile("cannot construct !!\\w+(?: `([^`]*)`)? into (\\S+)$")
)

// kindInWords names a Go type as a person who writes YAML would.
func kindInWords(goType string) string {
	switch {
	case strings.HasPrefix(goType, "[]"):
		return "a list"
	case strings.HasPrefix(goType, "int"):
		return "a whole number"
	case goType == "string":
		return "a plain value"
	}
	return "a mapping of keys to values"
}

// shorten says what is wrong with a file in one line: without the path, which the message names already, and only the
// first of many mistakes.
func shorten(err error) string {
	if e, ok := errors.AsType[*os.PathError](err); ok {
		return e.Err.Error()
	}
	text := strings.Join(strings.Fields(err.Error()), " ")
	text = yamlParser.ReplaceAllString(text, "")
	text = yamlPlace.ReplaceAllString(text, "line $1")
	text = strings.Replace(yamlPrefix.ReplaceAllString(text, ""), "<unknown position>: ", "", 1)
	first, rest, _ := strings.Cut(text, "; line ")
	first = yamlUnknown.ReplaceAllString(first, `unknown key "$1"`)
	if m := yamlType.FindStringSubmatch(first); m != nil {
		value := "this"
		if m[1] != "" {
			value = strconv.Quote(m[1])
		}
		first = strings.TrimSuffix(first, m[0]) + value + " is not " + kindInWords(m[2])
	}
	if n := strings.Count(rest, "; line ") + 1; rest != "" {
		first += fmt.Sprintf(", and %d more", n)
	}
	return first
}
