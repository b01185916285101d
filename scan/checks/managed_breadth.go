package checks

import (
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
)

// breadth judges AWS's policies by what they say. The name decides only when the document is not known, because AWS calls
// some narrow policies FullAccess.
func breadth(p *Pass, name string, d *policy.Document) string {
	if !understood(d) {
		if name == "PowerUserAccess" || name == "ReadOnlyAccess" || strings.HasSuffix(name, "FullAccess") {
			return "has a broad name and a document that is not known"
		}
		return ""
	}
	for i := range d.Statements {
		s := &d.Statements[i]
		switch {
		case !s.Allows() || s.AllActions() && s.AllResources():
		case judgeNegation(s) != nil:
			return "allows all but what it lists"
		case len(wholeServices(d, i)) > 0:
			return "allows every action of " + some(wholeServices(d, i)) + " on every resource"
		case s.AllResources() && len(grants(d, s, "s3:GetObject")) > 0:
			return "reads every object"
		}
	}
	return ""
}
