package checks

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/access"
)

const (
	escalationPage = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-least-privilege"
	passRolePage   = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html"
	privescBlind   = "Gains that are no administrator's, steps over several principals, which privesc-path-to-admin follows, the policies of resources, and techniques that " +
		"nobody has published."
)

// judgeEscalation reports the users and roles that a technique of the category leads to an administrator's rights.
func judgeEscalation(p *Pass, category access.Category) {
	for i := range p.Account.Users {
		u := &p.Account.Users[i]
		judgeEscalating(p, category, u.ARN, p.Access().UserAdmin(u), p.Access().UserSteps(u))
	}
	for i := range p.Account.Roles {
		r := &p.Account.Roles[i]
		if serviceLinked(r) {
			p.NotApplicable(r.ARN, "service-linked role")
			continue
		}
		if o := judgeEscalating(p, category, r.ARN, p.Access().RoleAdmin(r), p.Access().RoleSteps(r)); o != nil {
			label(o, r)
		}
	}
}

func judgeEscalating(p *Pass, category access.Category, arn string, v access.Verdict, all []access.Step) *Outcome {
	if v.Granted() {
		p.NotApplicable(arn, "an administrator already")
		return nil
	}
	steps := leading(p, category, all)
	switch {
	case len(steps) == 0 && v.Possible():
		p.Unknown(arn, unparsed, "what it can do depends on what could not be read").Evidence("not read", strings.Join(v.Unread, ", "))
		return nil
	case len(steps) == 0:
		p.OK(arn)
		return nil
	}
	best := steps[0]
	t, _ := access.TechniqueByID(best.Technique)
	keys := limiting(best.Conditions)
	o := p.Fail(arn, "can %s: %s%s%s", t.Name, gain(p, best.To), onlyUnder(keys), furtherWays(steps))
	o.At(p.check.Severity)
	if !best.Certain() {
		if category != access.ExistingPassRole {
			o.At(findings.Medium)
		}
		o.Evidence("possible if there is", strings.Join(best.Needs, "; "))
	} else if len(best.Unread) > 0 {
		o.Evidence("not read", strings.Join(best.Unread, ", "))
	}
	lowered(o, keys)
	return o.Evidence("steps", stepsText(p, steps)).Evidence("allowed by", allowedBy(steps))
}

// leading are the steps of a category to an administrator's rights, the surest first.
func leading(p *Pass, category access.Category, all []access.Step) []access.Step {
	var out []access.Step
	for _, s := range all {
		if t, ok := access.TechniqueByID(s.Technique); ok && t.Category == category && p.Access().LeadsToAdmin(s.To) {
			out = append(out, s)
		}
	}
	root := p.Account.RootARN()
	slices.SortStableFunc(out, func(a, b access.Step) int {
		return cmp.Or(
			yesFirst(a.Certain(), b.Certain()), cmp.Compare(len(limiting(a.Conditions)), len(limiting(b.Conditions))), cmp.Compare(len(a.Needs), len(b.Needs)),
			yesFirst(a.To == root, b.To == root),
		)
	})
	return out
}

// limiting are the condition keys that make it harder to get there. The region is not one: whoever calls chooses it.
func limiting(keys []string) []string {
	return slices.DeleteFunc(slices.Clone(keys), func(key string) bool { return strings.EqualFold(key, "aws:RequestedRegion") })
}

func yesFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	default:
		return 1
	}
}

// gain says what a step leads to.
func gain(p *Pass, to string) string {
	if to == p.Account.RootARN() {
		return "all permissions in the account"
	}
	return resourceOf(to) + " leads to all permissions"
}

// resourceOf is an ARN's part behind the account: "role/deploy".
func resourceOf(arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	return parts[len(parts)-1]
}

func furtherWays(steps []access.Step) string {
	if len(steps) == 1 {
		return ""
	}
	return fmt.Sprintf(" (1 of %d ways)", len(steps))
}

// shownSteps is how many steps a finding spells out: a reader who takes these away looks again.
const shownSteps = 8

func stepsText(p *Pass, steps []access.Step) string {
	var out []string
	for _, s := range steps[:min(len(steps), shownSteps)] {
		text := s.Technique + " to " + resourceOf(s.To)
		if s.To == p.Account.RootARN() {
			text = s.Technique
		}
		if s.Outcome == access.Possible {
			text += " (possible)"
		}
		out = append(out, text)
	}
	if more := len(steps) - shownSteps; more > 0 {
		out = append(out, fmt.Sprintf("%d more", more))
	}
	return strings.Join(out, ", ")
}

// allowedBy names the statements without which none of the steps is left.
func allowedBy(steps []access.Step) string {
	var out []string
	for _, s := range steps {
		for _, by := range s.AllowedBy {
			out = append(out, statementName(by))
		}
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), ", ")
}

func statementName(s access.Statement) string {
	if s.SID != "" {
		return s.Source + " statement " + s.SID
	}
	return fmt.Sprintf("%s statement %d", s.Source, s.Place)
}
