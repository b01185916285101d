package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/urfave/cli/v2"

	"github.com/orgscan/orgscan/scan/actions"
)

// version is the release; builds set it with -ldflags "-X main.version=…".
var version = "0.1.0-dev"

func (p *program) versionCommand() *cli.Command {
	return &cli.Command{
		Name: "version", Usage: "Print the version",
		Flags: []cli.Flag{textOrJSONFlag()}, Action: p.printVersion,
	}
}

// versionInfo is what version --format json prints.
type versionInfo struct {
	Schema   string `json:"schema"`
	Version  string `json:"version"`
	Revision string `json:"revision,omitempty"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
	// Actions is the day of the catalogue of AWS's actions.
	Actions string `json:"actions"`
}

func (p *program) printVersion(c *cli.Context) error {
	if err := noArguments(c); err != nil {
		return err
	}
	asJSON, err := wantsJSON(c)
	if err != nil {
		return err
	}
	v := versionInfo{
		Schema: "orgscan.version/1", Version: version, Revision: revision(),
		Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH, Actions: actions.Date(),
	}
	if asJSON {
		return encodeJSON(p.stdout, v)
	}
	_, err = fmt.Fprintf(p.stdout, "orgscan %s %s %s %s, AWS actions of %s\n", v.Version, v.Revision, v.Go, v.Platform, v.Actions)
	return err
}

// revision returns the commit that the binary was built from, or "unknown-revision".
func revision() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				return s.Value
			}
		}
	}
	return "unknown-revision"
}
