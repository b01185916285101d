package main

import (
	"errors"
	"fmt"
	"reflect"
	"slices"

	"go.yaml.in/yaml/v4"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan"
	"github.com/orgscan/orgscan/scan/checks"
)

// configFile is the YAML form of --config.
type configFile struct {
	// Profile names a selection of checks with its thresholds; see scan.Profiles.
	Profile string `yaml:"profile,omitempty"`
	// OwnerTag and EnvironmentTag are the keys of the account tags that name the owner and the environment of an account.
	OwnerTag       string `yaml:"owner_tag,omitempty"`
	EnvironmentTag string `yaml:"environment_tag,omitempty"`

	configLocal `yaml:",inline"`

	// OUs change what holds for the accounts below an organizational unit; the nearest one wins.
	OUs map[string]*configLocal `yaml:"ous,omitempty"`
	// Scan holds flags of scan by name. Values stay nodes, so that an account id keeps its leading zeros.
	Scan map[string]yaml.Node `yaml:"scan,omitempty"`
}

// configLocal is what may differ from one organizational unit to another.
type configLocal struct {
	// Thresholds are checks.Params. Those that are lists or texts may also stand beside the key thresholds.
	Thresholds paramNode `yaml:"thresholds,omitempty"`
	// Severity replaces severities by check id or glob. An id wins over a glob, a longer glob over a shorter one.
	Severity map[string]ratedNode `yaml:"severity,omitempty"`
	Checks   configChecks         `yaml:"checks,omitempty"`
}

// configChecks turns checks on and off by id or glob. Off wins.
type configChecks struct {
	On  []patternNode `yaml:"on,omitempty"`
	Off []patternNode `yaml:"off,omitempty"`
}

// paramNode is the YAML of checks.Params, kept until it is known what it is laid over.
type paramNode struct{ node *yaml.Node }

// UnmarshalYAML keeps the node.
func (p *paramNode) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.MappingNode {
		return errors.New("thresholds are a mapping of names to values") // the library adds the line
	}
	p.node = n
	return nil
}

// ratedNode is a severity and where it stands.
type ratedNode struct {
	severity findings.Severity
	line     int
}

// UnmarshalYAML reads the name of a severity.
func (r *ratedNode) UnmarshalYAML(n *yaml.Node) error {
	s, err := findings.ParseSeverity(n.Value)
	if err != nil {
		return err // the library adds the line
	}
	r.severity, r.line = s, n.Line
	return nil
}

// patternNode is a check's id or a glob, and where it stands.
type patternNode struct {
	text string
	line int
}

// UnmarshalYAML keeps the text and the line.
func (p *patternNode) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.ScalarNode {
		return errors.New("a check is named by its id or a glob") // the library adds the line
	}
	p.text, p.line = n.Value, n.Line
	return nil
}

// readConfig reads and checks a configuration file; an empty one is the zero value.
func readConfig(path string) (*configFile, error) {
	file := &configFile{}
	root, err := readYAML(path)
	if err != nil || root == nil {
		return file, err
	}
	if err := promoteAll(root); err != nil {
		return nil, err
	}
	if err := decode(root, file); err != nil {
		return nil, err
	}
	if _, err := file.params(file.Profile); isUnknownProfile(err) {
		return nil, wrongField(root, "profile", err.Error())
	}
	return file, file.check()
}

func isUnknownProfile(err error) bool {
	_, ok := errors.AsType[*scan.UnknownProfileError](err)
	return ok
}

// promoteAll moves the lists and texts of checks.Params below thresholds, where the numbers are.
func promoteAll(root *yaml.Node) error {
	if err := promote(root); err != nil {
		return err
	}
	_, ous := field(root, "ous")
	if ous == nil || ous.Kind != yaml.MappingNode {
		return nil
	}
	for i := 1; i < len(ous.Content); i += 2 {
		if err := promote(ous.Content[i]); err != nil {
			return err
		}
	}
	return nil
}

func promote(n *yaml.Node) error {
	if n.Kind != yaml.MappingNode {
		return nil
	}
	var rest, moved []*yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		if kind, ok := paramKinds()[n.Content[i].Value]; ok && kind != reflect.Int {
			moved = append(moved, n.Content[i], n.Content[i+1])
		} else {
			rest = append(rest, n.Content[i], n.Content[i+1])
		}
	}
	if len(moved) == 0 {
		return nil
	}
	n.Content = rest
	_, thresholds := field(n, "thresholds")
	if thresholds == nil || thresholds.Kind != yaml.MappingNode {
		thresholds = &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: moved[0].Line}
		n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: "thresholds", Line: moved[0].Line}, thresholds)
	}
	thresholds.Content = append(thresholds.Content, moved...)
	return plain(n)
}

// paramKinds returns the kind of every field of checks.Params that has a key, by the key.
func paramKinds() map[string]reflect.Kind {
	kinds := map[string]reflect.Kind{}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[checks.Params]()) {
		if key := f.Tag.Get("yaml"); key != "" && key != "-" {
			kinds[key] = f.Type.Kind()
		}
	}
	return kinds
}

// check holds everything that does not depend on the organization against what there is.
func (f *configFile) check() error {
	if err := f.configLocal.check(); err != nil {
		return err
	}
	if _, err := f.params(f.Profile); err != nil {
		return err
	}
	for name, unit := range f.OUs {
		if unit == nil {
			return fmt.Errorf("ous: %q has no value", name)
		}
		if err := unit.check(); err != nil {
			return err
		}
		if _, err := f.params(f.Profile, unit); err != nil {
			return err
		}
	}
	return nil
}

func (l *configLocal) check() error {
	for _, pattern := range slices.Concat(l.Checks.On, l.Checks.Off) {
		if _, err := checks.Find(pattern.text); err != nil {
			return atLine(pattern.line, "checks: %v", err)
		}
	}
	for pattern, rated := range l.Severity {
		if _, err := checks.Find(pattern); err != nil {
			return atLine(rated.line, "severity: %v", err)
		}
	}
	return nil
}
