package checks

import (
	"strings"

	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "irsa-subject-wildcard",
		Group:      "federation",
		Title:      "every pod of a cluster can assume the role",
		Severity:   findings.High,
		Why:        "Whoever can start a pod in any namespace of the cluster, or takes one over, gets the role's rights.",
		Fix:        "Require sub to be system:serviceaccount:NAMESPACE:NAME.",
		Blind:      "Roles open to all service accounts of one namespace, and clusters outside EKS.",
		References: []string{"https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html"},
		Since:      "0.1.0",
	},
	Needs:     needsPrincipals,
	NoSubject: "no role trusts the issuer of an EKS cluster",
	Eval: func(p *Pass) {
		eachWebTrust(p, eks, func(t trusting, w webTrust, detail string) verdict {
			strict, optional := w.tenancy()
			switch {
			case len(strict) == 0 && len(optional) > 0:
				return aside // oidc-forallvalues says so
			case some(strict, inOneNamespace):
				return fine
			case len(strict) == 0:
				t.tell(p.Fail(t.ARN, "lets in every service account of the cluster: no condition on %s", w.key("sub")).Detail(detail))
			default:
				t.tell(p.Fail(t.ARN, "lets in service accounts of every namespace of the cluster").Detail(detail)).
					Evidence("values", valuesOf(strict))
			}
			return wrong
		})
	},
})

// inOneNamespace accepts a subject whose namespace is there in full.
func inOneNamespace(v limitValue) bool {
	rest, ok := strings.CutPrefix(v.literal(), "system:serviceaccount:")
	return !v.wild || ok && strings.Contains(rest, ":")
}
