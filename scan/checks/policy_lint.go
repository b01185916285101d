package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/policy"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "policy-lint",
		Group:      "policy",
		Title:      "policy does not say what it seems to say",
		Severity:   findings.Low,
		Why:        "A misspelled action or a variable that stays plain text leaves a statement without effect; a Deny then protects nothing.",
		Fix:        "Correct the document; IAM Access Analyzer's policy validation shows the place.",
		Blind:      "Conditions with misspelled keys, resources that do not exist, and versions that are not in force.",
		References: []string{"https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html"},
		Since:      "0.1.0",
	},
	Needs:     policySections(),
	NoSubject: noPolicies,
	Eval: func(p *Pass) {
		eachSubject(p, func(sub *subject) {
			wrong, strange := misspelled(sub.document), unknownActions(p, sub.document)
			switch {
			case len(wrong) > 0:
				sub.describe(p.Fail(sub.resource, "%s is not valid: %s", sub.name(), firstOf(wrong)).
					Detail(sub.detail("")).Policy(sub.document))
			case len(strange) > 0:
				sub.describe(p.Fail(sub.resource, "%s names actions that AWS does not list: %s", sub.name(), firstOf(strange)).
					Detail(sub.detail("")).Policy(sub.document).At(findings.Info))
			default:
				p.OK(sub.resource)
			}
		})
	},
})

// misspelled returns what the grammar does not allow, with its place.
func misspelled(d *policy.Document) []string {
	var out []string
	for _, problem := range d.Problems {
		text := problem.Text
		if problem.Path != "" {
			text = problem.Path + ": " + text
		}
		out = append(out, text)
	}
	return append(out, plainVariables(d)...)
}
