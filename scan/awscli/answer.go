package awscli

import "errors"

// field reads one field at the top of an answer. The command is the one that prints it, nil when several do.
type field struct {
	command *command
	read    func(*stream, *part) error
}

// fields are those that are understood; others are passed over, because AWS adds new ones.
var fields = map[string]field{
	"UserDetailList":  {detailsCommand, eachOf(users, readUser)},
	"GroupDetailList": {detailsCommand, eachOf(groups, readGroup)},
	"RoleDetailList":  {detailsCommand, eachOf(roles, readRole)},
	"Policies":        {nil, readPolicies},

	"SummaryMap":                    {summaryCommand, readSummary},
	"PasswordPolicy":                {passwordCommand, readPasswordPolicy},
	"AccountAliases":                {aliasesCommand, each(readAlias)},
	"VirtualMFADevices":             {mfaCommand, each(readMFADevice)},
	"ServerCertificateMetadataList": {certificateCommand, each(readCertificate)},
	"SAMLProviderList":              {samlCommand, each(readSAML)},
	"SAMLMetadataDocument":          {metadataCommand, readMetadata},
	"OpenIDConnectProviderList":     {oidcCommand, each(readOIDC)},
	"ServiceSpecificCredentials":    {credentialCommand, each(readServiceCredential)},
	"State":                         {startCommand, (*stream).skipped},
	"Content":                       {reportCommand, readReport},
	"GeneratedTime":                 {reportCommand, readGenerated},
	"Account":                       {identityCommand, readIdentity},

	"Organization":             {describeCommand, readOrganization},
	"Accounts":                 {accountsCommand, each(readAccount)},
	"Roots":                    {rootsCommand, each(readRoot)},
	"OrganizationalUnits":      {unitsCommand, each(readUnit)},
	"Policy":                   {controlCommand, readControl},
	"Targets":                  {targetsCommand, each(readTarget)},
	"DelegatedAdministrators":  {delegatesCommand, each(readDelegate)},
	"DelegatedServices":        {delegationCommand, each(readDelegation)},
	"EnabledServicePrincipals": {trustedCommand, each(readTrusted)},
	"ResourcePolicy":           {resourceCommand, readResourcePolicy},
	"EnabledFeatures":          {rootAccessCommand, readFeatures},

	"IsTruncated": {nil, readTruncated},
	"NextToken":   {nil, readNextToken},
	"Arn":         {nil, readCallerARN},
}

func (s *stream) skipped(*part) error { return s.skip() }

// each reads the elements of a list.
func each(read func(*stream, *part) error) func(*stream, *part) error {
	return func(s *stream, p *part) error {
		return s.list(func() error { return read(s, p) })
	}
}

// eachOf also notes that the file holds a family, though it may be empty.
func eachOf(f family, read func(*stream, *part) error) func(*stream, *part) error {
	return func(s *stream, p *part) error {
		p.families[f] = true
		return each(read)(s, p)
	}
}

// readPolicies notes the family for an empty list, too: which command printed that is told by the other fields.
func readPolicies(s *stream, p *part) error {
	empty := true
	err := s.list(func() error {
		empty = false
		return readPolicy(s, p)
	})
	if empty {
		p.families[managed] = true
	}
	return err
}

// readAnswer reads one answer in JSON.
func readAnswer(s *stream, p *part) error {
	err := s.object(func(name string) error {
		f, ok := fields[name]
		if !ok {
			return s.skip()
		}
		if f.command != nil {
			if err := p.is(f.command); err != nil {
				return err
			}
		}
		return f.read(s, p)
	})
	if err != nil {
		return err
	}
	if err := s.end(); err != nil {
		return err
	}
	return p.whole()
}

// whole checks what only the end of the file tells.
func (p *part) whole() error {
	switch {
	case p.command == nil && p.families[managed]:
		p.command = controlsCommand
	case p.command == nil:
		return errors.New("no field that orgscan knows: " + understood)
	case p.command == reportCommand && p.data.CredentialReport.Raw == "":
		return errors.New("a credential report without content")
	case p.command == reportCommand && p.data.CredentialReport.Generated.IsZero():
		return errors.New("a credential report without date")
	case p.command == identityCommand && p.data.Identity.ARN == "":
		return errors.New("an identity without ARN")
	}
	return nil
}

// understood names what is, for errors.
const understood = "it reads what the AWS CLI prints with --output json for iam get-account-authorization-details and the commands beside it"

func readTruncated(s *stream, p *part) error {
	var more bool
	p.page = true
	err := s.value(&more)
	p.more = p.more || more
	return err
}

func readNextToken(s *stream, p *part) error {
	var token *string
	err := s.value(&token)
	p.more = p.more || token != nil && *token != ""
	return err
}
