package checks

import (
	"strings"

	"github.com/orgscan/orgscan/scan/access"
	"github.com/orgscan/orgscan/scan/snapshot"
)

const (
	notAdministrator = "not an administrator"
	adminBlind       = "Whoever can become an administrator by a further step, session policies, and identities that other accounts make."
)

// accessNeeds are the sections that Pass.Access stands on, accessUses those of the organization that it takes into account.
var (
	accessNeeds = []snapshot.Section{snapshot.SectionPrincipals, snapshot.SectionManagedDocuments}
	accessUses  = []snapshot.Section{snapshot.SectionPolicies, snapshot.SectionAccounts}
)

// judgeAdministrator reports a principal that is an administrator, and one of which that cannot be told. It returns nil
// when there is nothing to add to. Verb is "has" or "gives".
func judgeAdministrator(p *Pass, arn, verb string, v access.Verdict) *Outcome {
	switch {
	case !v.Possible():
		p.OK(arn)
		return nil
	case !v.Granted():
		return undecidedAdministrator(p, arn, v)
	}
	return byWhat(p, p.Fail(arn, "%s all permissions in the account%s", verb, onlyUnder(v.Conditions)), v)
}

func undecidedAdministrator(p *Pass, arn string, v access.Verdict) *Outcome {
	return p.Unknown(arn, unparsed, "whether that is all permissions depends on what could not be read").
		Evidence("not read", strings.Join(v.Unread, ", "))
}

// byWhat adds what a verdict rests on. Conditions make it milder, because they may not be met; what could not be read does
// not.
func byWhat(p *Pass, o *Outcome, v access.Verdict) *Outcome {
	o.Evidence("allowed everything by", strings.Join(v.By, ", "))
	if len(v.Unread) > 0 {
		o.Evidence("not read", strings.Join(v.Unread, ", "))
	}
	return limitedBy(p, o, v.Conditions)
}
