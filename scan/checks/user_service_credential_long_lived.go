package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "user-service-credential-long-lived",
		Group:    "user",
		Title:    "user's service-specific credential is old or never ends",
		Severity: findings.Medium,
		Why:      "An API key or Git password of one service is a long-term secret that no credential report shows and nobody rotates.",
		Fix:      "Delete the credential and use a role or short-term keys; where that is impossible make one that expires.",
		Blind:    "When the credential was last used, and how far ahead its end lies.",
		References: []string{
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_api_keys_for_aws_services.html",
			"https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServiceSpecificCredentials.html",
		},
		Since: "0.1.0",
	},
	Needs:     []snapshot.Section{snapshot.SectionServiceCredentials, snapshot.SectionPrincipals},
	NoSubject: "no service-specific credentials",
	Eval: func(p *Pass) {
		arns := map[string]string{}
		for _, u := range p.Account.Users {
			arns[u.Name] = u.ARN
		}
		for _, c := range p.Account.ServiceCredentials {
			arn, ok := arns[c.User]
			if !ok {
				// Made between the two calls; its path is not known.
				arn = "arn:" + p.Account.Partition + ":iam::" + p.Account.ID + ":user/" + c.User
			}
			judgeServiceCredential(p, arn, c)
		}
	},
})

func judgeServiceCredential(p *Pass, user string, c snapshot.ServiceSpecificCredential) {
	limit := p.Params.ServiceCredentialMaxAge
	switch {
	case !works(p, c):
		p.NotApplicable(user, "inactive or expired")
	case p.Days(c.Created) > limit:
		p.Fail(user, "credential for %s made %s, %d days ago, is active; the limit is %d", c.Service, date(c.Created), p.Days(c.Created), limit).
			Detail(c.ID).Evidence("ends", ends(c))
	case c.Expires.IsZero():
		p.Fail(user, "credential for %s made %s never ends", c.Service, date(c.Created)).Detail(c.ID).Evidence("ends", ends(c))
	default:
		p.OK(user)
	}
}
