package access_test

import (
	"testing"
	"time"

	"github.com/orgscan/orgscan/scan/access"
	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// ways searches one account for principals that lead to an administrator.
type ways struct {
	account  *snapshot.Account
	analysis *access.Account
	steps    map[string][]access.Step
	admins   map[string]bool
}

func waysIn(a *snapshot.Account, o *snapshot.Organization) *ways {
	w := &ways{account: a, analysis: access.New(a, o, policy.Parse), steps: map[string][]access.Step{}, admins: map[string]bool{}}
	w.admins[a.RootARN()] = true
	for i := range a.Users {
		u := &a.Users[i]
		w.admins[u.ARN] = w.analysis.UserAdmin(u).Granted()
		w.steps[u.ARN] = append(w.analysis.UserSteps(u), w.assumes(w.analysis.User(u))...)
	}
	for i := range a.Roles {
		r := &a.Roles[i]
		w.admins[r.ARN] = w.analysis.RoleAdmin(r).Granted()
		w.steps[r.ARN] = append(w.analysis.RoleSteps(r), w.assumes(w.analysis.Role(r))...)
	}
	return w
}

// assumes are the plain uses of trusts, which Steps leaves to others.
func (w *ways) assumes(p *access.Principal) []access.Step {
	var out []access.Step
	for _, r := range w.account.Roles {
		policies := p.Policies
		policies.Resource = policy.Parse(r.Trust)
		d := policy.Evaluate(policy.Request{Caller: p.Caller, Action: "sts:AssumeRole", Resource: r.ARN}, policies)
		if d.Outcome != policy.Deny && r.ARN != p.Caller.ARN {
			out = append(out, access.Step{Technique: "assume-role", From: p.Caller.ARN, To: r.ARN, Outcome: access.Proven})
		}
	}
	return out
}

// reaches returns everything that a principal gets to.
func (w *ways) reaches(from string) map[string]bool {
	seen, queue := map[string]bool{from: true}, []string{from}
	for len(queue) > 0 {
		next := queue[0]
		queue = queue[1:]
		for _, s := range w.steps[next] {
			if !seen[s.To] {
				seen[s.To] = true
				queue = append(queue, s.To)
			}
		}
	}
	return seen
}

func (w *ways) leadsToAdmin(from string) bool {
	for to := range w.reaches(from) {
		if w.admins[to] {
			return true
		}
	}
	return false
}

// onlyOneVersion are principals that may switch their policy to another version; no policy in the data has a second one.
var onlyOneVersion = map[string]bool{
	"role/privesc2-SetExistingDefaultPolicyVersion-role": true,
	"user/privesc2-SetExistingDefaultPolicyVersion-user": true,
}

// TestStepsOracle wants a way to an administrator from every principal labelled with one, and none from the others.
func TestStepsOracle(t *testing.T) {
	labels := labelled(t, oracle(t, "iam-vulnerable/expected.csv"))
	a := fromCLI(t, oracle(t, "iam-vulnerable/111111111111.json"))
	a.AsOf = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	w := waysIn(a, &snapshot.Organization{})
	count := map[string]int{}
	for name, label := range labels {
		found := w.leadsToAdmin("arn:aws:iam::111111111111:" + name)
		if label == "path" || label == "no-path" {
			count[label]++
		}
		switch {
		case label == "path" && found != !onlyOneVersion[name]:
			t.Errorf("%s is labelled path; found: %v %v", name, found, describe(w.steps["arn:aws:iam::111111111111:"+name]))
		case label == "no-path" && found:
			t.Errorf("%s is labelled no-path: %v", name, describe(w.steps["arn:aws:iam::111111111111:"+name]))
		}
	}
	if count["path"] != 63 || count["no-path"] != 10 {
		t.Errorf("labels: %v", count)
	}
}

// TestStepsOracleByName takes the cases that were made to fool evaluators one by one.
func TestStepsOracleByName(t *testing.T) {
	a := fromCLI(t, oracle(t, "iam-vulnerable/111111111111.json"))
	a.AsOf = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	w := waysIn(a, &snapshot.Organization{})
	tests := map[string]string{
		"fn1-privesc3-partial":                  "ec2-run-instances",
		"fn2-exploitableResourceConstraint":     "iam-create-policy-version",
		"fn3-exploitableConditionConstraint":    "iam-create-policy-version",
		"fn4-exploitableNotAction":              "iam-put-X-policy-self",
		"fp1-allow-and-deny":                    "",
		"fp2-allow-and-deny-multiple-policies":  "",
		"fp3-deny-iam":                          "",
		"fp4-nonExploitableResourceConstraint":  "",
		"fp5-nonExploitableConditionConstraint": "",
	}
	for name, technique := range tests {
		for _, kind := range []string{"user", "role"} {
			t.Run(name+"-"+kind, func(t *testing.T) {
				steps := w.steps["arn:aws:iam::111111111111:"+kind+"/"+name+"-"+kind]
				if technique == "" && len(steps) > 0 {
					t.Errorf("%v", describe(steps))
				}
				if technique != "" && !uses(steps, technique, kind) {
					t.Errorf("no %s in %v", technique, describe(steps))
				}
			})
		}
	}
}
