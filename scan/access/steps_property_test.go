package access_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/orgscan/orgscan/scan/access"
	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var (
	drawnActions = []string{
		"iam:PutRolePolicy", "iam:PutUserPolicy", "iam:AttachRolePolicy", "iam:CreateAccessKey", "iam:AddUserToGroup", "iam:PassRole",
		"iam:CreateRole", "iam:UpdateAssumeRolePolicy", "iam:CreatePolicyVersion", "iam:DeleteUserPermissionsBoundary", "iam:PutGroupPolicy",
		"iam:DeleteUserPolicy", "iam:TagUser", "iam:SetDefaultPolicyVersion", "lambda:CreateFunction", "lambda:InvokeFunction", "lambda:UpdateFunctionCode",
		"ec2:RunInstances", "iam:*", "lambda:*", "iam:Put*", "sts:AssumeRole", "s3:GetObject", "organizations:LeaveOrganization", "*",
	}
	drawnResources = []string{
		"*", "arn:aws:iam::111122223333:role/*", "arn:aws:iam::111122223333:role/exec", "arn:aws:iam::111122223333:user/${aws:username}",
		"arn:aws:iam::*:user/*", "arn:aws:iam::111122223333:policy/own", "arn:aws:lambda:*:111122223333:function:app-*", "arn:aws:iam::444455556666:*",
		"arn:aws:iam::111122223333:group/*",
	}
	drawnConditions = []string{
		"", "", "", `"Bool":{"aws:MultiFactorAuthPresent":"true"}`, `"StringEquals":{"iam:PassedToService":"lambda.amazonaws.com"}`,
		`"StringEquals":{"aws:PrincipalTag/team":"ops"}`, `"StringNotEquals":{"aws:RequestedRegion":"eu-west-1"}`,
		`"StringEquals":{"iam:ResourceTag/team":"ops"}`,
	}
)

func drawStatement(t *rapid.T, effects ...string) string {
	list := rapid.SliceOfN(rapid.SampledFrom(drawnActions), 1, 4).Draw(t, "actions")
	condition := rapid.SampledFrom(drawnConditions).Draw(t, "condition")
	if condition != "" {
		condition = `,"Condition":{` + condition + `}`
	}
	element := rapid.SampledFrom([]string{"Action", "Action", "Action", "NotAction"}).Draw(t, "element")
	return fmt.Sprintf(`{"Effect":%q,%q:["%s"],"Resource":%q%s}`, rapid.SampledFrom(effects).Draw(t, "effect"), element,
		strings.Join(list, `","`), rapid.SampledFrom(drawnResources).Draw(t, "resource"), condition)
}

func drawStatements(t *rapid.T, most int) []string {
	out := make([]string, rapid.IntRange(0, most).Draw(t, "n"))
	for i := range out {
		out[i] = drawStatement(t, "Allow", "Allow", "Allow", "Deny")
	}
	return out
}

const (
	executorTrust = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":["lambda.amazonaws.com","ec2.amazonaws.com"]},"Action":"sts:AssumeRole"}}`
	openTrust     = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"sts:AssumeRole"}}`
)

// world is an account with a user and a role that hold drawn policies, beside others that they can take over.
type world struct {
	account *snapshot.Account
	org     *snapshot.Organization
}

func drawWorld(t *rapid.T) world {
	arn := "arn:aws:iam::" + accountID + ":"
	a := &snapshot.Account{
		ID: accountID, Partition: "aws",
		Users: []snapshot.User{
			{ARN: arn + "user/drawn", Name: "drawn", Path: "/", Groups: []string{"staff"}, Inline: inlines(drawStatements(t, 3)...), Attached: []snapshot.AttachedPolicy{{Name: "own", ARN: arn + "policy/own"}}},
			{ARN: arn + "user/other", Name: "other", Path: "/", Inline: inlines("Allow s3:* *")},
		},
		Groups: []snapshot.Group{
			{ARN: arn + "group/staff", Name: "staff", Inline: inlines(drawStatements(t, 1)...)},
			{ARN: arn + "group/admins", Name: "admins", Inline: inlines(allowAll)},
		},
		Roles: []snapshot.Role{
			{ARN: arn + "role/drawn", Name: "drawn", Path: "/", Trust: openTrust, Inline: inlines(drawStatements(t, 3)...)},
			{ARN: arn + "role/exec", Name: "exec", Path: "/", Trust: executorTrust, Inline: inlines(allowAll), InstanceProfiles: []snapshot.InstanceProfile{{Name: "exec"}}, Tags: []snapshot.Tag{{Key: "team", Value: "ops"}}},
		},
		Policies: []snapshot.ManagedPolicy{{
			ARN: arn + "policy/own", Name: "own", Versions: []snapshot.PolicyVersion{
				{ID: "v2", Default: true, Document: document(drawStatements(t, 2)...)}, {ID: "v1", Document: document(allowAll)},
			},
		}, managedPolicy("limit", document(drawStatement(t, "Allow"), drawStatement(t, "Allow")))},
	}
	if rapid.Bool().Draw(t, "bounded") {
		a.Users[0].Boundary = arn + "policy/limit"
	}
	return world{a, organization(scp(document(allowAll), "r-root", "ou-upper", "ou-lower", accountID))}
}

// drawn are the two principals with drawn policies.
var drawn = []string{"arn:aws:iam::111122223333:user/drawn", "arn:aws:iam::111122223333:role/drawn"}

// certainty of getting somewhere: 0 not at all, 1 possibly or under conditions, 2 for certain.
func (w world) reach() map[string]int {
	search := waysIn(w.account, w.org)
	out := map[string]int{}
	for _, from := range drawn {
		for to, certain := range search.best(from) {
			out[from+" "+to] = certain
		}
	}
	return out
}

// best returns how certainly a principal gets to each other one, taking an administrator for everything.
func (w *ways) best(from string) map[string]int {
	out := map[string]int{}
	for certain := 1; certain <= 2; certain++ {
		seen, queue := map[string]bool{from: true}, []string{from}
		for len(queue) > 0 {
			next := queue[0]
			queue = queue[1:]
			for _, to := range w.next(next, certain == 2) {
				if !seen[to] {
					seen[to] = true
					queue = append(queue, to)
				}
			}
		}
		for to := range seen {
			out[to] = certain
		}
	}
	return out
}

func (w *ways) next(from string, certain bool) []string {
	var out []string
	for _, s := range w.steps[from] {
		if !certain || s.Outcome == access.Proven && len(s.Conditions) == 0 {
			out = append(out, s.To)
		}
	}
	verdict := w.verdict(from)
	if from == w.account.RootARN() || certain && verdict.Certain() || !certain && verdict.Granted() {
		out = append(out, w.account.RootARN())
		for arn := range w.steps {
			out = append(out, arn)
		}
	}
	return out
}

func (w *ways) verdict(arn string) access.Verdict {
	for i := range w.account.Users {
		if w.account.Users[i].ARN == arn {
			return w.analysis.UserAdmin(&w.account.Users[i])
		}
	}
	for i := range w.account.Roles {
		if w.account.Roles[i].ARN == arn {
			return w.analysis.RoleAdmin(&w.account.Roles[i])
		}
	}
	return access.Verdict{Outcome: policy.Deny}
}

func notMore(t *rapid.T, what string, before, after map[string]int) {
	for key, certain := range after {
		if certain > before[key] {
			t.Fatalf("%s: %s was %d, now %d", what, key, before[key], certain)
		}
	}
}

// addStatement gives both drawn principals one more inline policy.
func (w world) addStatement(s string) {
	w.account.Users[0].Inline = append(w.account.Users[0].Inline, snapshot.InlinePolicy{Name: "more", Document: document(s)})
	w.account.Roles[0].Inline = append(w.account.Roles[0].Inline, snapshot.InlinePolicy{Name: "more", Document: document(s)})
}

func TestStepsNeverGrowByLimits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		before := w.reach()
		switch rapid.IntRange(0, 2).Draw(t, "limit") {
		case 0:
			w.addStatement(drawStatement(t, "Deny"))
			notMore(t, "a Deny", before, w.reach())
		case 1:
			w.account.Policies = append(w.account.Policies, managedPolicy("second", document(drawStatement(t, "Allow"), drawStatement(t, "Allow", "Deny"))))
			w.account.Roles[0].Boundary = "arn:aws:iam::111122223333:policy/second"
			notMore(t, "a boundary", before, w.reach())
		default:
			w.org.Policies = append(w.org.Policies, scp(document(drawStatement(t, "Deny")), "ou-upper"))
			notMore(t, "a control policy", before, w.reach())
		}
	})
}

func TestStepsNeverShrinkByAllow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		before := w.reach()
		w.addStatement(drawStatement(t, "Allow"))
		notMore(t, "without an Allow", w.reach(), before)
	})
}

// plain are the steps of the drawn principals without what names statements.
func (w world) plain() map[string][]access.Step {
	out := map[string][]access.Step{}
	analysis := access.New(w.account, w.org, policy.Parse)
	keep := func(arn string, steps []access.Step) {
		for _, s := range steps {
			s.AllowedBy = nil
			out[arn] = append(out[arn], s)
		}
	}
	keep(drawn[0], analysis.UserSteps(&w.account.Users[0]))
	keep(drawn[1], analysis.RoleSteps(&w.account.Roles[0]))
	return out
}

func TestStepsDoNotDependOnForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		statements := append(drawStatements(t, 3), drawStatement(t, "Allow"))
		w.account.Roles[0].Inline = inlines(statements...)
		before := w.plain()
		changed := slices.Clone(statements)
		switch rapid.IntRange(0, 2).Draw(t, "form") {
		case 0:
			changed = rapid.Permutation(changed).Draw(t, "shuffled")
			w.account.Roles[0].Inline = inlines(changed...)
		case 1:
			w.account.Roles[0].Inline = inlines(append(changed, changed[0])...)
		default:
			cut := rapid.IntRange(0, len(changed)).Draw(t, "cut")
			w.account.Roles[0].Inline = append(inlines(changed[:cut]...), snapshot.InlinePolicy{Name: "rest", Document: document(changed[cut:]...)})
		}
		if diff := cmp.Diff(keepingDenies(before[drawn[1]]), keepingDenies(w.plain()[drawn[1]])); diff != "" {
			t.Fatalf("(-before +after):\n%s", diff)
		}
	})
}

// keepingDenies leaves out the techniques that take a policy with a Deny away: how statements are spread over policies is
// what they hang on.
func keepingDenies(steps []access.Step) []access.Step {
	return slices.DeleteFunc(slices.Clone(steps), func(s access.Step) bool { return strings.HasSuffix(s.Technique, "-deny") })
}

func TestStepsDoNotDependOnNames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		w.org.Accounts[0].Name = rapid.String().Draw(t, "name")
		before := w.plain()
		w.org.Accounts[0].Name = rapid.String().Draw(t, "other name")
		if diff := cmp.Diff(before, w.plain()); diff != "" {
			t.Fatalf("(-before +after):\n%s", diff)
		}
	})
}

func TestStepsNeedAnAllow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		w.account.Roles[0].Inline = inlines(drawStatement(t, "Deny"), drawStatement(t, "Deny"))
		if steps := w.plain()[drawn[1]]; len(steps) > 0 {
			t.Fatalf("%v", describe(steps))
		}
	})
}

// TestStepsAllowedBy takes the statements of a step away, and the step with them.
func TestStepsAllowedBy(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		statements := append(drawStatements(t, 4), drawStatement(t, "Allow"))
		w.account.Roles[0].Inline = inlines(statements...)
		analysis := access.New(w.account, w.org, policy.Parse)
		for _, s := range analysis.RoleSteps(&w.account.Roles[0]) {
			if len(s.AllowedBy) == 0 {
				t.Fatalf("no statement allows %v", s)
			}
			left := without(statements, s.AllowedBy)
			w.account.Roles[0].Inline = inlines(left...)
			for _, still := range access.New(w.account, w.org, policy.Parse).RoleSteps(&w.account.Roles[0]) {
				if still.Technique == s.Technique && still.To == s.To {
					t.Fatalf("%v is left by %v", describe([]access.Step{s}), left)
				}
			}
		}
	})
}

func without(statements []string, gone []access.Statement) []string {
	var out []string
	for i, s := range statements {
		if !slices.ContainsFunc(gone, func(g access.Statement) bool { return g.Place == i+1 }) {
			out = append(out, s)
		}
	}
	return out
}
