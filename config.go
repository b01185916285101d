package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/urfave/cli/v2"
	"go.yaml.in/yaml/v4"

	"github.com/orgscan/orgscan/scan/checks"
)

// configuration is the file of --config together with the flags that it works with.
type configuration struct {
	file    *configFile
	path    string
	profile string
	params  *checks.Params
}

// configure reads --config and sets the flags it names that were not given.
func configure(c *cli.Context) (*configuration, error) {
	cfg := &configuration{file: &configFile{}, path: c.String("config")}
	if cfg.path != "" {
		if err := cfg.read(c); err != nil {
			return nil, cfg.wrong(err)
		}
	}
	cfg.profile = c.String("profile")
	if cfg.profile == "" {
		cfg.profile = cfg.file.Profile
	}
	var err error
	if cfg.params, err = cfg.paramsFor(c); err != nil {
		return nil, err
	}
	return cfg, nil
}

func (cfg *configuration) read(c *cli.Context) error {
	var err error
	if cfg.file, err = readConfig(cfg.path); err != nil {
		return err
	}
	return applyFlags(c, cfg.file.Scan)
}

// paramsFor returns what accounts below the units are judged by.
func (cfg *configuration) paramsFor(c *cli.Context, units ...*configLocal) (*checks.Params, error) {
	p, err := cfg.file.params(cfg.profile, units...)
	if err != nil {
		if isUnknownProfile(err) {
			return nil, &usageError{message: err.Error(), hint: hintOf(err)}
		}
		return nil, cfg.wrong(err)
	}
	p.AuditRole = c.String("role-name")
	if p.AuditRole == "" {
		p.AuditRole = checks.DefaultParams().AuditRole
	}
	p.AuditHub, p.AuditExternalID = c.String("hub-role"), c.String("external-id") != ""
	return p, nil
}

// wrong is a mistake in the file.
func (cfg *configuration) wrong(err error) error {
	hint := hintOf(err)
	if hint == "" {
		hint = "see Configuration in the README"
	}
	return &usageError{message: fmt.Sprintf("configuration %s: %s", cfg.path, shorten(err)), hint: hint}
}

// applyFlags sets flags from the file that the command line and the environment left alone. Flags of scan that the
// command does not have are passed over, so that one file serves several commands.
func applyFlags(c *cli.Context, values map[string]yaml.Node) error {
	known := flagNames(scanFlags())
	for _, name := range slices.Sorted(maps.Keys(values)) {
		node := values[name]
		if slices.Contains([]string{"config", "from", "resume"}, name) || !slices.Contains(known, name) {
			return atLine(node.Line, "unknown key scan.%s", name)
		}
		if c.IsSet(name) || !hasFlag(c, name) {
			continue
		}
		list, err := scalars(&node)
		if err != nil {
			return atLine(node.Line, "scan.%s: %v", name, err)
		}
		for _, value := range list {
			if err := c.Set(name, value); err != nil {
				return atLine(node.Line, "scan.%s: %q is not a value for it", name, value)
			}
		}
	}
	return nil
}

func flagNames(flags []cli.Flag) []string {
	var names []string
	for _, f := range flags {
		names = append(names, f.Names()...)
	}
	return names
}

func hasFlag(c *cli.Context, name string) bool {
	return slices.Contains(flagNames(c.Command.Flags), name)
}

// scalars returns a scalar, or a list of scalars, as they are written.
func scalars(node *yaml.Node) ([]string, error) {
	switch node.Kind {
	case yaml.ScalarNode:
		return []string{node.Value}, nil
	case yaml.SequenceNode:
		var out []string
		for _, item := range node.Content {
			if item.Kind != yaml.ScalarNode {
				return nil, errors.New("a list holds something that is not a plain value")
			}
			out = append(out, item.Value)
		}
		return out, nil
	default:
		return nil, errors.New("neither a plain value nor a list of them")
	}
}
