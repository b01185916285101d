package awscli

import (
	"fmt"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// command is one command of the AWS CLI whose answer is understood.
type command struct {
	// name is how it is called behind "aws".
	name string
	// operation is how error messages name it.
	operation string
	// action is what a policy must allow.
	action string
	// section is what it fills; empty when it fills none by itself.
	section snapshot.Section
	// organization is true for answers about the organization and not about one account.
	organization bool
}

var (
	detailsCommand = &command{name: "iam get-account-authorization-details", operation: "GetAccountAuthorizationDetails", section: snapshot.SectionPrincipals}
	reportCommand  = &command{name: "iam get-credential-report", operation: "GetCredentialReport", section: snapshot.SectionCredentialReport}
	// startCommand's answer tells nothing, but stands beside the others when a loop ran it.
	startCommand       = &command{name: "iam generate-credential-report", operation: "GenerateCredentialReport", section: snapshot.SectionCredentialReport}
	identityCommand    = &command{name: "sts get-caller-identity", operation: "GetCallerIdentity", section: snapshot.SectionIdentity}
	summaryCommand     = &command{name: "iam get-account-summary", operation: "GetAccountSummary", section: snapshot.SectionSummary}
	passwordCommand    = &command{name: "iam get-account-password-policy", operation: "GetAccountPasswordPolicy", section: snapshot.SectionPasswordPolicy}
	aliasesCommand     = &command{name: "iam list-account-aliases", operation: "ListAccountAliases", section: snapshot.SectionAliases}
	mfaCommand         = &command{name: "iam list-virtual-mfa-devices", operation: "ListVirtualMFADevices", section: snapshot.SectionVirtualMFA}
	certificateCommand = &command{name: "iam list-server-certificates", operation: "ListServerCertificates", section: snapshot.SectionServerCertificates}
	samlCommand        = &command{name: "iam list-saml-providers", operation: "ListSAMLProviders", section: snapshot.SectionSAML}
	metadataCommand    = &command{name: "iam get-saml-provider", operation: "GetSAMLProvider", section: snapshot.SectionSAML}
	oidcCommand        = &command{name: "iam list-open-id-connect-providers", operation: "ListOpenIDConnectProviders", section: snapshot.SectionOIDC}
	credentialCommand  = &command{
		name: "iam list-service-specific-credentials", operation: "ListServiceSpecificCredentials", section: snapshot.SectionServiceCredentials,
	}

	describeCommand   = ofOrganization("describe-organization", "DescribeOrganization", snapshot.SectionOrganization)
	accountsCommand   = ofOrganization("list-accounts", "ListAccounts", snapshot.SectionAccounts)
	rootsCommand      = ofOrganization("list-roots", "ListRoots", snapshot.SectionOUs)
	unitsCommand      = ofOrganization("list-organizational-units-for-parent", "ListOrganizationalUnitsForParent", snapshot.SectionOUs)
	controlsCommand   = ofOrganization("list-policies", "ListPolicies", snapshot.SectionPolicies)
	controlCommand    = ofOrganization("describe-policy", "DescribePolicy", snapshot.SectionPolicies)
	targetsCommand    = ofOrganization("list-targets-for-policy", "ListTargetsForPolicy", snapshot.SectionPolicies)
	delegatesCommand  = ofOrganization("list-delegated-administrators", "ListDelegatedAdministrators", snapshot.SectionDelegations)
	delegationCommand = ofOrganization("list-delegated-services-for-account", "ListDelegatedServicesForAccount", snapshot.SectionDelegations)
	trustedCommand    = ofOrganization("list-aws-service-access-for-organization", "ListAWSServiceAccessForOrganization", snapshot.SectionTrustedAccess)
	resourceCommand   = ofOrganization("describe-resource-policy", "DescribeResourcePolicy", snapshot.SectionResourcePolicy)
	rootAccessCommand = &command{
		name: "iam list-organizations-features", operation: "ListOrganizationsFeatures", action: "iam:ListOrganizationsFeatures",
		section: snapshot.SectionRootAccess, organization: true,
	}
)

func ofOrganization(name, operation string, section snapshot.Section) *command {
	return &command{name: "organizations " + name, operation: operation, action: "organizations:" + operation, section: section, organization: true}
}

// commands lists all that are understood; where two fill one section, the first one stands for it.
var commands = []*command{
	identityCommand, reportCommand, startCommand, detailsCommand, summaryCommand, passwordCommand, aliasesCommand, mfaCommand,
	certificateCommand, samlCommand, metadataCommand, oidcCommand, credentialCommand,
	describeCommand, accountsCommand, rootsCommand, unitsCommand, controlsCommand, controlCommand, targetsCommand,
	delegatesCommand, delegationCommand, trustedCommand, resourceCommand, rootAccessCommand,
}

// permission is the action that a policy must allow for the command.
func (c *command) permission() string {
	switch {
	case c.action != "":
		return c.action
	case c == identityCommand:
		return "sts:" + c.operation
	}
	return "iam:" + c.operation
}

// Commands returns the commands of the AWS CLI whose answers are understood, as they are called behind "aws".
func Commands() []string {
	var names []string
	for _, c := range commands {
		names = append(names, c.name)
	}
	return names
}

func commandOf(operation string) *command {
	for _, c := range commands {
		if c.operation == operation {
			return c
		}
	}
	return nil
}

// notGiven is the reason of a section that no file fills.
func notGiven(section snapshot.Section) snapshot.Reason {
	r := snapshot.Reason{Cause: findings.NotCollected, Message: "no file holds it"}
	for _, c := range commands {
		if c.section == section {
			r.Action = c.permission()
			return r
		}
	}
	return r
}

// incomplete is the reason of a section of which the files hold only a part.
func incomplete(section snapshot.Section, message string) snapshot.Reason {
	r := notGiven(section)
	r.Message = message
	return r
}

// is notes which command wrote the file. A second one is an error.
func (p *part) is(c *command) error {
	if p.command != nil && p.command != c {
		return fmt.Errorf("answers of two commands in one file: %s and %s", p.command.name, c.name)
	}
	p.command = c
	return nil
}
