package main

import (
	"fmt"
	"regexp"

	"go.yaml.in/yaml/v4"

	"github.com/orgscan/orgscan/scan"
	"github.com/orgscan/orgscan/scan/checks"
)

// params returns the defaults with the profile's numbers, the file's thresholds and those of the units laid over them, in
// this order. Every call returns new ones, since lists are replaced as a whole.
func (f *configFile) params(profile string, units ...*configLocal) (*checks.Params, error) {
	p := checks.DefaultParams()
	if err := layProfile(p, profile); err != nil {
		return nil, err
	}
	nodes := []*yaml.Node{f.Thresholds.node}
	for _, u := range units {
		nodes = append(nodes, u.Thresholds.node)
	}
	for _, n := range nodes {
		if err := decode(n, p); err != nil {
			return nil, err
		}
		if err := validateParams(p, n); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func layProfile(p *checks.Params, name string) error {
	if name == "" {
		return nil
	}
	profile, err := scan.FindProfile(name)
	if err != nil {
		return err
	}
	text, err := yaml.Dump(profile.Thresholds)
	if err != nil {
		return err
	}
	return yaml.Load(text, p, yaml.WithKnownFields())
}

// validateParams refuses thresholds that would turn a check off without saying so.
func validateParams(p *checks.Params, n *yaml.Node) error {
	for name, value := range p.Numbers() {
		if value < 1 {
			return wrongField(n, name, fmt.Sprintf("thresholds.%s is %d: at least 1", name, value))
		}
	}
	if p.OutlierMajority <= 50 || p.OutlierMajority > 99 {
		return wrongField(n, "outlier_majority", fmt.Sprintf("thresholds.outlier_majority is %d: 51 to 99", p.OutlierMajority))
	}
	if _, err := regexp.Compile(p.RootEmailPattern); err != nil {
		return wrongField(n, "root_email_pattern", "thresholds.root_email_pattern: "+err.Error())
	}
	if _, list := field(n, "trusted_accounts"); list != nil {
		if err := validateTrusted(list); err != nil {
			return err
		}
	}
	if _, list := field(n, "assertions"); list != nil {
		return validateAssertions(list)
	}
	return nil
}

var accountID = regexp.MustCompile(`^[0-9]{12}$`)

// validateTrusted refuses ids that no account can have, kinds that mean nothing, and an account that is there twice: any of
// them would trust more or less than was meant.
func validateTrusted(list *yaml.Node) error {
	seen := map[string]int{}
	for _, item := range list.Content {
		_, id := field(item, "id")
		if id == nil || !accountID.MatchString(id.Value) {
			return atLine(item.Line, "trusted_accounts: an account has no id of twelve digits")
		}
		if first, twice := seen[id.Value]; twice {
			return atLine(id.Line, "trusted_accounts: account %s is in line %d already", id.Value, first)
		}
		seen[id.Value] = id.Line
		_, kind := field(item, "kind")
		if kind == nil || (kind.Value != "own" && kind.Value != "partner" && kind.Value != "vendor") {
			return atLine(item.Line, "trusted_accounts: the kind of account %s is none of own, partner, vendor", id.Value)
		}
	}
	return nil
}
