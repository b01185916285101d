package checks

import (
	"regexp"
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
)

// issuer is an OpenID Connect issuer that signs tokens for many of its customers, or a kind of issuer with one customer
// each. The table follows AWS's list of identity provider controls for shared issuers, of August 2026, and the providers'
// own pages on AWS.
type issuer struct {
	// host is the issuer without its scheme, in lower case; * stands for any text.
	host string
	name string
	// shared is true when all customers of the provider get tokens from this issuer.
	shared bool
	// claims tell the customers apart; the first is the one that AWS asks for. One with a colon is a whole condition key.
	claims []string
	// tenant matches the beginning of a value, up to its first wildcard, when the customer is there in full; nil when a value
	// with wildcards never says so.
	tenant *regexp.Regexp
	// narrow reports whether a value names more than the customer and its project: a branch, an environment, a workspace. Nil
	// when a value without wildcards is all one can ask for.
	narrow func(limitValue) bool
}

var segments = regexp.MustCompile(`^[^:/]+:[^:/]+[:/]`)

// issuers are tried in order.
var issuers = []issuer{
	{
		host: "token.actions.githubusercontent.com", name: "GitHub Actions", shared: true,
		claims: []string{"sub", "repository", "repository_id", "repository_owner", "repository_owner_id"},
		tenant: regexp.MustCompile(`^(repo|repository|job_workflow_ref):[^/]+/|^(repository_owner|repository_owner_id|repository_id|enterprise|enterprise_id):[^:]+:`),
		narrow: githubNarrow,
	},
	{host: "vstoken.actions.githubusercontent.com", name: "GitHub Actions (vstoken)", shared: true, claims: []string{"sub"}, tenant: segments},
	{host: "oidc-configuration.audit-log.githubusercontent.com", name: "GitHub audit log", shared: true, claims: []string{"sub"}, tenant: segments},
	{
		host: "gitlab.com", name: "GitLab", shared: true, claims: []string{"sub"},
		tenant: regexp.MustCompile(`^project_path:[^/]+/`), narrow: gitlabNarrow,
	},
	{
		host: "app.terraform.io", name: "HCP Terraform", shared: true, claims: []string{"sub"},
		tenant: regexp.MustCompile(`^organization:[^:]+:`), narrow: terraformNarrow,
	},
	{host: "agent.buildkite.com", name: "Buildkite", shared: true, claims: []string{"sub"}, tenant: segments},
	{host: "oidc.codefresh.io", name: "Codefresh", shared: true, claims: []string{"sub"}, tenant: segments},
	{host: "studio.datachain.ai/api", name: "DVC Studio", shared: true, claims: []string{"sub"}, tenant: segments},
	{host: "scalr.io", name: "Scalr", shared: true, claims: []string{"sub"}, tenant: segments},
	{host: "tokens.cloud.shisho.dev", name: "Shisho Cloud", shared: true, claims: []string{"sub"}, tenant: segments},
	{host: "proidc.upbound.io", name: "Upbound", shared: true, claims: []string{"sub"}, tenant: segments},
	{
		host: "oidc.op1.openshiftapps.com/2f785sojlpb85i7402pk3qogugim5nfb", name: "IBM Turbonomic", shared: true,
		claims: []string{"sub"}, tenant: segments,
	},
	{host: "oidc.vercel.com", name: "Vercel", shared: true, claims: []string{"aud"}},
	{host: "api.pulumi.com/oidc", name: "Pulumi Cloud", shared: true, claims: []string{"aud"}},
	{host: "*.sandboxes.cloud", name: "Sandboxes.cloud", shared: true, claims: []string{"aud"}},
	{host: "cognito-identity.amazonaws.com", name: "Amazon Cognito", shared: true, claims: []string{"aud"}},
	{
		host: "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d", name: "Azure Sentinel", shared: true,
		claims: []string{"sts:rolesessionname"},
	},
	{host: "accounts.google.com", name: "Google", shared: true, claims: []string{"aud", "sub", "oaud"}},
	{host: "www.amazon.com", name: "Login with Amazon", shared: true, claims: []string{"app_id"}},
	{host: "graph.facebook.com", name: "Facebook", shared: true, claims: []string{"app_id"}},
	{host: "oidc.circleci.com/org/*", name: "CircleCI", claims: []string{"sub"}, tenant: segments},
	{host: "api.bitbucket.org/2.0/workspaces/*", name: "Bitbucket", claims: []string{"sub"}, tenant: segments},
	{host: "oidc.vercel.com/*", name: "Vercel (team)", claims: []string{"sub"}, tenant: segments},
	{host: "token.actions.githubusercontent.com/*", name: "GitHub Actions (enterprise)", claims: []string{"sub"}, tenant: segments},
	{host: eksIssuer, name: "Amazon EKS", claims: []string{"sub"}},
}

const eksIssuer = "oidc.eks.*.amazonaws.com*/id/*"

// issuerName returns the issuer of a federated principal, in lower case and without scheme, and false for SAML providers.
func issuerName(principal string) (string, bool) {
	text := strings.ToLower(principal)
	if _, name, ok := strings.Cut(text, ":oidc-provider/"); ok {
		return name, true
	}
	if strings.Contains(text, ":saml-provider/") || text == "*" {
		return "", false
	}
	return text, true
}

// knownIssuer returns the table's entry for an issuer, and false when it has none.
func knownIssuer(name string) (issuer, bool) {
	i := slices.IndexFunc(issuers, func(s issuer) bool { return policy.Match(s.host, name) })
	if i < 0 {
		return issuer{}, false
	}
	return issuers[i], true
}

// pinned reports whether the value belongs to one customer of the issuer.
func (s issuer) pinned(v limitValue) bool {
	return !v.wild || s.tenant != nil && s.tenant.MatchString(v.literal())
}

// exact reports whether the value names more than the customer.
func (s issuer) exact(v limitValue) bool {
	if s.narrow == nil {
		return !v.wild
	}
	return s.narrow(v)
}

// githubWitnesses are subjects that anybody who may push a branch, or open a pull request, gets.
var githubWitnesses = []string{":pull_request", ":ref:refs/heads/any-branch-zq", ":environment:any-environment-zq"}

var githubRepository = regexp.MustCompile(`^repo:[^/*?]+/[^:*?]+`)

// githubNarrow reports whether a subject is bound to a branch, a tag or an environment. Both forms of the subject are read:
// repo:owner/name:… and, with ids that a new owner of the name cannot get, repo:owner@1/name@2:….
func githubNarrow(v limitValue) bool {
	if !strings.HasPrefix(v.text, "repo:") {
		return !v.wild
	}
	repository := githubRepository.FindString(v.text)
	if repository == "" || v.wild && !strings.Contains(v.literal()[min(len("repo:"), len(v.literal())):], ":") {
		return false
	}
	return !slices.ContainsFunc(githubWitnesses, func(w string) bool { return v.matches(repository + w) })
}

// gitlabNarrow reports whether a subject is bound to a project and a branch or tag.
func gitlabNarrow(v limitValue) bool {
	project, _, ok := strings.Cut(v.text, ":ref_type:")
	if !ok || v.wild && strings.ContainsAny(project, "*?") {
		return !v.wild
	}
	return !v.matches(project+":ref_type:branch:ref:any-branch-zq") && !v.matches(project+":ref_type:tag:ref:any-tag-zq")
}

var terraformWorkspace = regexp.MustCompile(`:workspace:([^:]*)`)

// terraformNarrow reports whether a subject is bound to a workspace; the phase of the run may be open.
func terraformNarrow(v limitValue) bool {
	m := terraformWorkspace.FindStringSubmatch(v.text)
	return !v.wild || m != nil && !strings.ContainsAny(m[1], "*?")
}
