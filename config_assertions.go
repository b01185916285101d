package main

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/orgscan/orgscan/scan/actions"
	"github.com/orgscan/orgscan/scan/checks"
)

// validateAssertions refuses assertions that would always hold, whatever principals may do: of actions that do not exist, and
// of resources that no request is for.
func validateAssertions(list *yaml.Node) error {
	seen := map[string]int{}
	for _, n := range list.Content {
		var a checks.Assertion
		if n.Kind != yaml.MappingNode {
			return atLine(n.Line, "assertions: an assertion is a mapping of action, resource and who")
		}
		if err := decode(n, &a); err != nil {
			return err
		}
		if err := validateAssertion(a, n); err != nil {
			return err
		}
		key := strings.ToLower(a.Action) + " " + a.On()
		if first, twice := seen[key]; twice {
			return atLine(n.Line, "assertions: %s is in line %d already", key, first)
		}
		seen[key] = n.Line
	}
	return nil
}

func validateAssertion(a checks.Assertion, n *yaml.Node) error {
	_, resource := field(n, "resource")
	switch {
	case strings.Count(a.Action, ":") != 1 || strings.ContainsAny(a.Action, "*? "):
		return atLine(n.Line, "assertions: action %q is no single action such as iam:CreateUser", a.Action)
	case actions.Expand(a.Action).Len() == 0:
		return atLine(n.Line, "assertions: unknown action %q: not in AWS's list of %s", a.Action, actions.Date())
	case resource != nil && a.Resource != "*" && (!strings.HasPrefix(a.Resource, "arn:") || strings.ContainsAny(a.Resource, "*?")):
		return atLine(n.Line, "assertions: resource %q is neither an ARN without wildcards nor \"*\"", a.Resource)
	case slices.Contains(a.Who, ""):
		return atLine(n.Line, "assertions: who of %s has an empty name", a.Action)
	}
	return nil
}
