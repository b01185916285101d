package checks

import (
	"regexp"
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// Found is what an account trusts beyond itself: material for the allow-lists of a configuration. Each name may come more
// than once.
type Found struct {
	// Accounts are the ids that trust policies of roles allow, its own included.
	Accounts []string
	// Issuers are those of OpenID Connect providers, without scheme.
	Issuers []string
	// SAML are the names of SAML providers but those that Identity Center makes.
	SAML []string
}

// principalAccount takes the account out of an id that stands alone or out of an ARN of IAM or STS.
var principalAccount = regexp.MustCompile(`^(?:arn:[a-z-]+:(?:iam|sts)::)?([0-9]{12})(?:$|:)`)

// FindTrusted reads what an account trusts. What its snapshot lacks is not found.
func FindTrusted(a *snapshot.Account) Found {
	var f Found
	for _, role := range a.Roles {
		for _, s := range policy.Parse(role.Trust).Statements {
			if !s.Allows() || s.Principal == nil {
				continue
			}
			for _, name := range s.Principal.AWS {
				if m := principalAccount.FindStringSubmatch(name); m != nil {
					f.Accounts = append(f.Accounts, m[1])
				}
			}
		}
	}
	for _, o := range a.OIDC {
		if _, issuer, ok := strings.Cut(o.ARN, ":oidc-provider/"); ok {
			f.Issuers = append(f.Issuers, issuer)
		}
	}
	for _, s := range a.SAML {
		if _, name, ok := strings.Cut(s.ARN, ":saml-provider/"); ok && !strings.HasPrefix(name, "AWSSSO_") {
			f.SAML = append(f.SAML, name)
		}
	}
	return f
}
