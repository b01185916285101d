package checks

import (
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// judgeBreadth judges one of AWS's policies by what it says, and reports whether it is narrow. The name decides only when
// the document is not known, because AWS calls some narrow policies FullAccess.
func judgeBreadth(p *Pass, h holder, a snapshot.AttachedPolicy, d *policy.Document) bool {
	why := breadth(d)
	switch {
	case why != "":
		failAttached(p, h, a, "has %s, which %s", a.Name, why)
	case understood(d):
		return true
	case a.Name == "PowerUserAccess" || a.Name == "ReadOnlyAccess" || strings.HasSuffix(a.Name, "FullAccess"):
		failAttached(p, h, a, "has %s, which has a broad name and a document that is not known", a.Name)
	default:
		p.Unknown(h.arn, unparsed, "the document of %s is not known", a.Name).Detail(attachmentKey(a.ARN))
	}
	return false
}

// breadth says how a document is broad; empty when it is not.
func breadth(d *policy.Document) string {
	for i := range d.Statements {
		s := &d.Statements[i]
		switch {
		case !s.Allows() || s.AllActions() && s.AllResources():
		case judgeNegation(s) != nil:
			return "allows all but what it lists"
		case len(wholeServices(d, i)) > 0:
			return "allows every action of " + firstOf(wholeServices(d, i)) + " on every resource"
		case s.AllResources() && len(grants(d, s, "s3:GetObject")) > 0:
			return "reads every object"
		}
	}
	return ""
}
