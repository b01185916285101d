package checks

import (
	"strings"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// serviceLinked reports whether a role belongs to an AWS service, which alone can change it. Nobody else can make a role
// under this path.
func serviceLinked(r *snapshot.Role) bool { return strings.HasPrefix(r.Path, "/aws-service-role/") }

// identityCenter reports whether IAM Identity Center made the role for a permission set. The path counts, not the name:
// /aws-reserved/ is AWS's own, while a customer's role may be called AWSReservedSSO_anything.
func identityCenter(r *snapshot.Role) bool {
	return strings.HasPrefix(r.Path, "/aws-reserved/sso.amazonaws.com/")
}

// landingZone names the product that puts the role into every account; empty for the customer's own roles.
func landingZone(r *snapshot.Role) string {
	switch {
	case identityCenter(r):
		return "IAM Identity Center"
	case r.Name == "AWSControlTowerExecution":
		return "AWS Control Tower"
	case strings.HasPrefix(r.Name, "stacksets-exec-"):
		return "CloudFormation StackSets"
	case strings.HasPrefix(r.Name, "cdk-"):
		return "AWS CDK"
	}
	return ""
}

// madeByAWS reports whether an AWS service made the role by what an administrator of the organization set up elsewhere.
func madeByAWS(r *snapshot.Role) bool {
	switch landingZone(r) {
	case "IAM Identity Center", "AWS Control Tower", "CloudFormation StackSets":
		return true
	}
	return false
}

// label adds the landing zone's product, so that a reader sees why the role is the same everywhere.
func label(o *Outcome, r *snapshot.Role) {
	if product := landingZone(r); product != "" {
		o.Evidence("made by", product)
	}
}

// sweepRole reports whether sweeps use the role, in this account or by default. The account names it as the end of its ARN
// does, "audit/OrgScanAudit", while people may begin the path with a slash.
func sweepRole(p *Pass, r *snapshot.Role) bool {
	full := strings.TrimPrefix(r.Path+r.Name, "/")
	return full == strings.TrimPrefix(p.Params.AuditRole, "/") || full == strings.TrimPrefix(p.Account.AuditRole, "/")
}

// attachmentKey is what an attached policy is called in a finding's identity: its ARN without partition and account, so
// that the same attachment in many accounts is one group, with a mark on AWS's own policies, which may share a name with a
// customer's.
func attachmentKey(arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) != 6 {
		return arn
	}
	if parts[4] == "aws" {
		return "aws:" + parts[5]
	}
	return parts[5]
}
