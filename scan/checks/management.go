package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// managementOnly leaves out all accounts but the management account.
func managementOnly(o *snapshot.Organization, _ *Params, account string) string {
	switch o.ManagementID {
	case account:
		return ""
	case "":
		return "no management account is known"
	}
	return "not the management account"
}

// credentialsOf names the credentials of a report's row that work.
func credentialsOf(u *snapshot.Credential) []string {
	var held []string
	if u.PasswordEnabled == snapshot.TriTrue {
		held = append(held, "a password")
	}
	if len(activeKeys(u)) > 0 {
		held = append(held, "access keys")
	}
	if slices.ContainsFunc(u.Certs[:], func(c snapshot.CredentialCert) bool { return c.Active }) {
		held = append(held, "signing certificates")
	}
	return held
}

// compute are the services, without their domain, that run the customer's own code under a role.
var compute = []string{
	"apprunner.tasks", "tasks.apprunner", "batch", "build.apprunner", "codebuild", "ec2", "ecs-tasks", "eks",
	"elasticbeanstalk", "elasticmapreduce", "emr-serverless", "glue", "lambda", "pods.eks", "sagemaker",
}

// computeServices returns the compute services that may assume a role, sorted.
func computeServices(d *policy.Document) []string {
	var out []string
	for i := range d.Statements {
		s := &d.Statements[i]
		if !s.Allows() || s.Principal == nil || !speaksOf(s, "sts:AssumeRole") {
			continue
		}
		for _, name := range s.Principal.Service {
			service, _, _ := strings.Cut(name, ".amazonaws.com")
			if slices.Contains(compute, service) {
				out = append(out, service)
			}
		}
	}
	return distinct(out)
}

func profiles(o *Outcome, r *snapshot.Role) {
	var names []string
	for _, profile := range r.InstanceProfiles {
		names = append(names, profile.Name)
	}
	if len(names) > 0 {
		o.Evidence("instance profiles", strings.Join(distinct(names), ", "))
	}
}

// Whom a trust lets in when it does not name an account.
const (
	anyAccount  = "*"
	everyMember = "every-member"
)

func accountName(who string) string {
	switch who {
	case anyAccount:
		return "any AWS account"
	case everyMember:
		return "every account of the organization"
	}
	if strings.HasPrefix(who, "o-") {
		return "every account of organization " + who
	}
	return "account " + who
}

func isMemberAccount(o *snapshot.Organization, id string) bool {
	return slices.ContainsFunc(o.Accounts, func(a snapshot.OrgAccount) bool { return a.ID == id })
}

// judgeManagementTrusts calls judge for every role and every account that its trust policy lets in. A role of which judge
// reported nothing is as it should be.
func judgeManagementTrusts(p *Pass, judge func(r *snapshot.Role, d *policy.Document, who string) bool) {
	for i := range p.Account.Roles {
		r := &p.Account.Roles[i]
		d := p.Document(r.Trust)
		if serviceLinked(r) {
			p.NotApplicable(r.ARN, "a service-linked role")
			continue
		}
		if !understood(d) {
			p.Unknown(r.ARN, unparsed, "the trust policy is not a policy that can be read")
			continue
		}
		reported := false
		for _, who := range assumers(d, p.Org.ID) {
			reported = judge(r, d, who) || reported
		}
		if !reported {
			p.OK(r.ARN)
		}
	}
}

// assumers returns the accounts that a trust policy lets in, sorted, each once.
func assumers(d *policy.Document, organization string) []string {
	var out []string
	for i := range d.Statements {
		s := &d.Statements[i]
		if s.Allows() && speaksOf(s, "sts:AssumeRole") {
			out = append(out, narrowed(s, organization)...)
		}
	}
	return distinct(out)
}

// narrowed applies the conditions on the principal's account and organization to whom a statement names.
func narrowed(s *policy.Statement, organization string) []string {
	named := namedAccounts(s)
	accounts, limited := limits(s, "aws:PrincipalAccount")
	if limited && slices.Contains(named, anyAccount) {
		return accounts
	}
	organizations, limited := limits(s, "aws:PrincipalOrgID")
	if !limited || !slices.Contains(named, anyAccount) {
		return named
	}
	for i, id := range organizations {
		if id == organization {
			organizations[i] = everyMember
		}
	}
	return organizations
}

// limits returns the values that a condition on the key restricts a request to, and false when none does or a wildcard
// leaves it open.
func limits(s *policy.Statement, key string) ([]string, bool) {
	for _, c := range s.Conditions {
		op := parseOperator(c.Operator)
		wild := slices.ContainsFunc(c.Values, func(v string) bool { return strings.ContainsAny(v, "*?") })
		if strings.EqualFold(c.Key, key) && strings.HasPrefix(op.name, "string") && matchers[op.name] != nil &&
			!op.negated && !op.ifExists && !op.forAllValues && !wild {
			return distinct(slices.Clone(c.Values)), true
		}
	}
	return nil, false
}

// namedAccounts are the accounts of the AWS principals of a statement. An id such as AROA…, which stands for a deleted
// principal, belongs to no account.
func namedAccounts(s *policy.Statement) []string {
	if s.NotPrincipal != nil || s.Principal != nil && s.Principal.All {
		return []string{anyAccount}
	}
	if s.Principal == nil {
		return nil
	}
	var out []string
	for _, name := range s.Principal.AWS {
		parts := strings.SplitN(name, ":", 6)
		switch {
		case name == anyAccount:
			out = append(out, anyAccount)
		case len(parts) == 6:
			out = append(out, parts[4])
		case len(name) == 12 && strings.Trim(name, "0123456789") == "":
			out = append(out, name)
		}
	}
	return out
}

// inventoryOfTrusts says once what there is while nobody has decided what is allowed.
func inventoryOfTrusts(p *Pass, entries []string) {
	if len(entries) > 0 {
		p.Fail(p.Account.RootARN(), "nobody has decided about %s: list the accounts that may stay in management_trusted_members",
			quantity(len(entries), "trust", "trusts")).
			At(findings.Info).Detail("inventory").Evidence("found", strings.Join(entries, ", "))
	}
}
