package main

import (
	"fmt"
	"slices"

	"github.com/urfave/cli/v2"

	"github.com/orgscan/orgscan/assume"
	"github.com/orgscan/orgscan/org"
)

func (p *program) roleCommand() *cli.Command {
	return &cli.Command{
		Name: "role", Usage: "Print the policies that the caller and the audit role need",
		Description: "The policies follow from the selected checks: they allow the calls that a sweep makes, and no others.\n" +
			"The trust policy names the caller's account, or that of --principal.",
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
	if _, err := configure(c); err != nil {
		return err
	}
	policies, err := policiesOf(c)
	if err != nil {
		return err
	}
	if asJSON {
		return encodeJSON(p.stdout, policies)
	}
	p.printPolicies(c, policies)
	return nil
}

func policiesOf(c *cli.Context) (*rolePolicies, error) {
	role, err := roleOf(c)
	if err != nil {
		return nil, err
	}
	plan, err := planOf(c, true)
	if err != nil {
		return nil, err
	}
	partition := c.String("partition")
	out := &rolePolicies{
		Schema: "orgscan.role/1", Actions: plan.Actions,
		Caller: assume.CallerPolicy(org.Actions(c.Bool("tags")), partition, role),
		Audit:  assume.AuditRolePolicy(plan.Actions),
		Trust:  assume.TrustPolicy(trustOf(c, role, partition)),
	}
	if role.HubRole != "" {
		out.Hub = assume.HubPolicy(partition, role)
	}
	return out, nil
}

// placeholderPrincipal stands in the trust policy until --principal names who runs orgscan.
const placeholderPrincipal = "arn:%s:iam::111122223333:role/WHO-RUNS-ORGSCAN"

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

func (p *program) printPolicies(c *cli.Context, out *rolePolicies) {
	fmt.Fprintf(p.stdout, "# The caller: what the identity that runs orgscan needs, in the management account or a delegated administrator\n%s\n\n", out.Caller)
	if out.Hub != "" {
		fmt.Fprintf(p.stdout, "# The hub role %s\n%s\n\n", oneLine(c.String("hub-role")), out.Hub)
	}
	fmt.Fprintf(p.stdout, "# The audit role %s: its permissions, the same in every account\n", oneLine(c.String("role-name")))
	fmt.Fprintf(p.stdout, "# The caller needs them too for the account that it is in.\n%s\n\n", out.Audit)
	fmt.Fprintf(p.stdout, "# The audit role %s: its trust policy\n%s\n", oneLine(c.String("role-name")), out.Trust)
	if c.String("principal") == "" && c.String("hub-role") == "" {
		fmt.Fprintln(p.stderr, "orgscan: the trust policy holds a placeholder; name who runs orgscan with --principal ARN")
	}
}
