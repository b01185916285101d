package main

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/orgscan/orgscan/assume"
	"github.com/orgscan/orgscan/org"
)

func (p *program) roleCommand() *cli.Command {
	return &cli.Command{
		Name: "role", Usage: "Print the policies that the caller and the audit role need",
		Description: "The policies follow from the selected checks: they allow the calls that a sweep makes, and no others.\n" +
			"The trust policy lets in who --principal names; without it, it holds placeholders.",
		Flags: slices.Concat(roleFlags(), checkFlags(), []cli.Flag{
			&cli.StringFlag{Name: "principal", Category: forRole, Usage: "`ARN` of the role or user that will run orgscan"},
			&cli.StringFlag{Name: "organization", Category: forRole, Usage: "`ID` of the organization that the caller must belong to"},
			&cli.StringFlag{Name: "partition", Category: forRole, Value: "aws", Usage: "`PARTITION`: aws, aws-cn, aws-us-gov or another"},
			&cli.BoolFlag{Name: "tags", Category: forScope, Usage: "allow what --tag needs"},
			configFlag(), textOrJSONFlag(),
		}),
		Action: p.role,
	}
}

// rolePolicies is what role --format json prints; the policies are JSON text.
type rolePolicies struct {
	Schema  string   `json:"schema"`
	Actions []string `json:"actions"`
	Caller  string   `json:"caller_policy"`
	Hub     string   `json:"hub_policy,omitempty"`
	Audit   string   `json:"audit_role_policy"`
	Trust   string   `json:"audit_role_trust_policy"`
}

func (p *program) role(c *cli.Context) error {
	if err := noArguments(c); err != nil {
		return err
	}
	asJSON, err := wantsJSON(c)
	if err != nil {
		return err
	}
	cfg, err := configure(c)
	if err != nil {
		return err
	}
	policies, err := policiesOf(c, cfg)
	if err != nil {
		return err
	}
	if asJSON {
		err = encodeJSON(p.stdout, policies)
	} else {
		_, err = io.WriteString(p.stdout, describePolicies(c, policies))
	}
	if c.String("principal") == "" && c.String("hub-role") == "" {
		fmt.Fprintln(p.stderr, "orgscan: the trust policy holds placeholders; name who runs orgscan with --principal ARN")
	}
	return err
}

func policiesOf(c *cli.Context, cfg *configuration) (*rolePolicies, error) {
	role, err := roleOf(c)
	if err != nil {
		return nil, err
	}
	plan, err := planOf(c, cfg, true)
	if err != nil {
		return nil, err
	}
	partition, err := partitionOfRole(c)
	if err != nil {
		return nil, err
	}
	out := &rolePolicies{
		Schema: "orgscan.role/1", Actions: plan.Actions,
		Caller: assume.CallerPolicy(org.Actions(c.Bool("tags") || cfg.needsTags()), partition, role),
		Audit:  assume.AuditRolePolicy(plan.Actions),
		Trust:  assume.TrustPolicy(trustOf(c, role, partition)),
	}
	if role.HubRole != "" {
		out.Hub = assume.HubPolicy(partition, role)
	}
	return out, nil
}

// placeholderPrincipal stands in the trust policy until --principal names who runs orgscan.
const placeholderPrincipal = "arn:%s:iam::ACCOUNT_ID:role/WHO_RUNS_ORGSCAN"

var (
	principalForm    = regexp.MustCompile(`^arn:(aws[a-z-]*):(iam::\d{12}:(user|role)/[\x21-\x7e]+|sts::\d{12}:assumed-role/[^/]+/[^/]+)$`)
	organizationForm = regexp.MustCompile(`^o-[a-z0-9]{10,32}$`)
)

// partitionOfRole is the partition of --principal, or of --partition; the two must agree.
func partitionOfRole(c *cli.Context) (string, error) {
	if id := c.String("organization"); id != "" && !organizationForm.MatchString(id) {
		return "", &usageError{message: fmt.Sprintf("--organization %q is no organization id", id), hint: "--organization o-a1b2c3d4e5"}
	}
	partition, principal := c.String("partition"), c.String("principal")
	if principal == "" {
		return partition, nil
	}
	form := principalForm.FindStringSubmatch(principal)
	if form == nil {
		return "", &usageError{
			message: fmt.Sprintf("--principal %q is no ARN of a role, user or role session", principal),
			hint:    "--principal arn:aws:iam::111122223333:role/Security",
		}
	}
	if c.IsSet("partition") && form[1] != partition {
		return "", &usageError{message: fmt.Sprintf("--principal is in partition %s, --partition says %s", form[1], partition)}
	}
	return form[1], nil
}

// trustOf describes whom the audit role lets in: the hub role when there is one.
func trustOf(c *cli.Context, role assume.Role, partition string) assume.Trust {
	principal := c.String("principal")
	if role.HubRole != "" {
		principal = role.HubRole
	}
	if principal == "" {
		principal = fmt.Sprintf(placeholderPrincipal, partition)
	}
	return assume.Trust{
		Partition: partition, Principal: principal, OrganizationID: c.String("organization"), ExternalID: role.ExternalID,
		SourceIdentity: role.SourceIdentity != "", Tags: len(role.Tags) > 0,
	}
}

// describePolicies is the policies for people, each under a heading.
func describePolicies(c *cli.Context, out *rolePolicies) string {
	var b strings.Builder
	part := func(heading, policy string) { fmt.Fprintf(&b, "# %s\n%s\n\n", heading, policy) }
	part("The caller: what the identity that runs orgscan needs, in the management account or a delegated administrator", out.Caller)
	if out.Hub != "" {
		part("The hub role "+oneLine(c.String("hub-role")), out.Hub)
	}
	name := oneLine(c.String("role-name"))
	part("The audit role "+name+": its permissions, in every account; the caller needs them too for the account that it is in", out.Audit)
	part("The audit role "+name+": its trust policy", out.Trust)
	return strings.TrimSuffix(b.String(), "\n")
}
