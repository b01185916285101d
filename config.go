package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
	"go.yaml.in/yaml/v4"

	"github.com/orgscan/orgscan/scan/checks"
)

// maxConfig is the largest configuration file that is read, in bytes: far more than a list of every account needs.
const maxConfig = 4 << 20

// configFile is the YAML form of --config.
type configFile struct {
	// Thresholds start from the defaults: keys that are absent keep theirs.
	Thresholds *checks.Params `yaml:"thresholds"`
	// Scan holds flags of scan by name. Values stay nodes, so that an account id keeps its leading zeros.
	Scan map[string]yaml.Node `yaml:"scan"`
}

// configure reads --config, sets the flags it names that were not given, and returns the thresholds.
func configure(c *cli.Context) (*checks.Params, error) {
	file := configFile{Thresholds: checks.DefaultParams()}
	if path := c.String("config"); path != "" {
		if err := readConfig(path, &file); err != nil {
			return nil, &usageError{
				message: fmt.Sprintf("configuration %s: %s", path, shorten(err)),
				hint:    "see Configuration in the README",
			}
		}
		if err := applyFlags(c, file.Scan); err != nil {
			return nil, &usageError{message: fmt.Sprintf("configuration %s: %v", path, err), hint: "orgscan scan --help"}
		}
	}
	if file.Thresholds == nil {
		file.Thresholds = checks.DefaultParams()
	}
	if err := validateParams(file.Thresholds); err != nil {
		return nil, &usageError{message: fmt.Sprintf("configuration %s: %v", c.String("config"), err)}
	}
	file.Thresholds.AuditRole = c.String("role-name")
	file.Thresholds.AuditHub = c.String("hub-role")
	file.Thresholds.AuditExternalID = c.String("external-id") != ""
	return file.Thresholds, nil
}

func readConfig(path string, file *configFile) error {
	f, err := os.Open(path) //nolint:gosec // the path is the user's own choice
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // read only
	text, err := io.ReadAll(io.LimitReader(f, maxConfig+1))
	if err != nil {
		return err
	}
	if len(text) > maxConfig {
		return fmt.Errorf("larger than %d bytes", maxConfig)
	}
	err = yaml.Load(text, file, yaml.WithKnownFields())
	if errors.Is(err, io.EOF) || len(strings.TrimSpace(string(text))) == 0 {
		return nil
	}
	return err
}

// shorten leaves the path out of an error of the file system, since the message names it already.
func shorten(err error) string {
	if e, ok := errors.AsType[*os.PathError](err); ok {
		return e.Err.Error()
	}
	return yamlPlace.ReplaceAllString(strings.Join(strings.Fields(err.Error()), " "), "line $1")
}

// yamlPlace is how the YAML library names a place: "L2.C23-L3.C1" begins in line 2.
var yamlPlace = regexp.MustCompile(`\bL(\d+)\.C\d+(-L\d+\.C\d+)?`)

// applyFlags sets flags from the file that the command line and the environment left alone. Flags of scan that the
// command does not have are passed over, so that one file serves several commands.
func applyFlags(c *cli.Context, values map[string]yaml.Node) error {
	known := flagNames(scanFlags())
	for _, name := range slices.Sorted(maps.Keys(values)) {
		node := values[name]
		if slices.Contains([]string{"config", "from", "resume"}, name) || !slices.Contains(known, name) {
			return fmt.Errorf("line %d: unknown key scan.%s", node.Line, name)
		}
		if c.IsSet(name) || !hasFlag(c, name) {
			continue
		}
		list, err := scalars(&node)
		if err != nil {
			return fmt.Errorf("line %d: scan.%s: %w", node.Line, name, err)
		}
		for _, value := range list {
			if err := c.Set(name, value); err != nil {
				return fmt.Errorf("line %d: scan.%s: %q is not a value for it", node.Line, name, value)
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

// validateParams refuses thresholds that would turn a check off without saying so.
func validateParams(p *checks.Params) error {
	for name, value := range p.Numbers() {
		if value < 1 {
			return fmt.Errorf("thresholds.%s is %d: at least 1", name, value)
		}
	}
	if _, err := regexp.Compile(p.RootEmailPattern); err != nil {
		return fmt.Errorf("thresholds.root_email_pattern: %w", err)
	}
	return nil
}
