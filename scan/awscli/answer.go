package awscli

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/orgscan/orgscan/scan/snapshot"
)

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

func readIdentity(s *stream, p *part) error {
	if p.data.Identity == nil {
		p.data.Identity = &snapshot.Identity{}
	}
	if err := s.value(&p.data.Identity.Account); err != nil {
		return err
	}
	if !snapshot.IsAccountID(p.data.Identity.Account) {
		return fmt.Errorf("account id %q is not twelve digits", p.data.Identity.Account)
	}
	if p.account != "" && p.account != p.data.Identity.Account {
		return &mixedError{p.account, p.data.Identity.Account, "Account"}
	}
	p.account = p.data.Identity.Account
	return nil
}

func readCallerARN(s *stream, p *part) error {
	if p.data.Identity == nil {
		p.data.Identity = &snapshot.Identity{}
	}
	if err := s.value(&p.data.Identity.ARN); err != nil {
		return err
	}
	return p.own(p.data.Identity.ARN)
}

func readSummary(s *stream, p *part) error {
	p.data.Summary = map[string]int{}
	err := s.object(func(name string) error {
		var n json.Number
		if err := s.value(&n); err != nil {
			return err
		}
		count, err := n.Int64()
		if err != nil {
			return fmt.Errorf("%s is not a whole number", name)
		}
		p.data.Summary[name] = int(count)
		if len(p.data.Summary) > maxEntities {
			return errTooMany
		}
		return nil
	})
	if err == nil && len(p.data.Summary) == 0 {
		return errors.New("the summary is empty")
	}
	return err
}

func readPasswordPolicy(s *stream, p *part) error {
	var in *struct {
		MinimumPasswordLength                                   int
		RequireSymbols, RequireNumbers                          bool
		RequireUppercaseCharacters, RequireLowercaseCharacters  bool
		AllowUsersToChangePassword, ExpirePasswords, HardExpiry bool
		MaxPasswordAge, PasswordReusePrevention                 int
	}
	if err := s.value(&in); err != nil {
		return err
	}
	if in == nil {
		return errors.New("an answer without password policy")
	}
	p.data.PasswordPolicy = &snapshot.PasswordPolicy{
		Set: true, MinLength: in.MinimumPasswordLength, RequireUppercase: in.RequireUppercaseCharacters,
		RequireLowercase: in.RequireLowercaseCharacters, RequireSymbols: in.RequireSymbols, RequireNumbers: in.RequireNumbers,
		AllowUsersToChange: in.AllowUsersToChangePassword, ExpirePasswords: in.ExpirePasswords, HardExpiry: in.HardExpiry,
		MaxAgeDays: in.MaxPasswordAge, Reuse: in.PasswordReusePrevention,
	}
	return nil
}

func readAlias(s *stream, p *part) error {
	var alias string
	if err := s.value(&alias); err != nil {
		return err
	}
	p.data.Aliases = append(p.data.Aliases, alias)
	return needs(alias, "an empty account alias")
}

// rootMFASerial ends the serial number of the root user's device when it was made in the console.
const rootMFASerial = ":mfa/root-account-mfa-device"

// readMFADevice passes over devices that nobody holds: the CLI lists them unless it is asked for assigned ones.
func readMFADevice(s *stream, p *part) error {
	var in struct {
		SerialNumber string
		EnableDate   stamp
		User         *struct {
			ARN string `json:"Arn"`
		}
	}
	if err := s.value(&in); err != nil {
		return err
	}
	if err := errors.Join(needs(in.SerialNumber, "a virtual MFA device without serial number"), p.own(in.SerialNumber), p.count()); err != nil {
		return first(err)
	}
	out := snapshot.VirtualMFADevice{SerialNumber: in.SerialNumber, Enabled: in.EnableDate.Time}
	switch {
	case in.User != nil:
		out.UserARN = in.User.ARN
		if err := needs(out.UserARN, "an assigned virtual MFA device without user"); err != nil {
			return err
		}
	case strings.HasSuffix(in.SerialNumber, rootMFASerial):
		out.UserARN = "arn:" + p.partition + ":iam::" + p.account + ":root"
	default:
		return nil
	}
	p.data.VirtualMFA = append(p.data.VirtualMFA, out)
	return nil
}

func readCertificate(s *stream, p *part) error {
	var in struct {
		ARN                    string `json:"Arn"`
		ID                     string `json:"ServerCertificateId"`
		ServerCertificateName  string
		UploadDate, Expiration stamp
	}
	if err := s.value(&in); err != nil {
		return err
	}
	p.data.ServerCertificates = append(p.data.ServerCertificates, snapshot.ServerCertificate{
		ARN: in.ARN, ID: in.ID, Name: in.ServerCertificateName, Uploaded: in.UploadDate.Time, Expires: in.Expiration.Time,
	})
	return first(errors.Join(
		needs(in.ARN, "a server certificate without ARN", in.ID, "a server certificate without id", in.ServerCertificateName, "a server certificate without name"),
		dated(in.UploadDate, "a server certificate without upload date"), dated(in.Expiration, "a server certificate without expiry date"),
		p.own(in.ARN), p.count(),
	))
}

func readSAML(s *stream, p *part) error {
	var in struct {
		ARN                    string `json:"Arn"`
		CreateDate, ValidUntil stamp
	}
	if err := s.value(&in); err != nil {
		return err
	}
	p.data.SAML = append(p.data.SAML, snapshot.SAMLProvider{ARN: in.ARN, Created: in.CreateDate.Time, ValidUntil: in.ValidUntil.Time})
	return first(errors.Join(
		needs(in.ARN, "a SAML provider without ARN"), dated(in.CreateDate, "a SAML provider without creation date"), p.own(in.ARN), p.count(),
	))
}

func readOIDC(s *stream, p *part) error {
	var in struct {
		ARN string `json:"Arn"`
	}
	if err := s.value(&in); err != nil {
		return err
	}
	p.data.OIDC = append(p.data.OIDC, snapshot.OIDCProvider{ARN: in.ARN})
	return first(errors.Join(needs(in.ARN, "an OpenID Connect provider without ARN"), p.own(in.ARN), p.count()))
}

func readServiceCredential(s *stream, p *part) error {
	var in struct {
		ID                            string `json:"ServiceSpecificCredentialId"`
		UserName, ServiceName, Status string
		CreateDate, ExpirationDate    stamp
	}
	if err := s.value(&in); err != nil {
		return err
	}
	p.data.ServiceCredentials = append(p.data.ServiceCredentials, snapshot.ServiceSpecificCredential{
		ID: in.ID, User: in.UserName, Service: in.ServiceName, Status: in.Status, Created: in.CreateDate.Time, Expires: in.ExpirationDate.Time,
	})
	return first(errors.Join(
		needs(in.ID, "a service-specific credential without id", in.UserName, "a service-specific credential without user",
			in.ServiceName, "a service-specific credential without service", in.Status, "a service-specific credential without status"),
		dated(in.CreateDate, "a service-specific credential without creation date"), p.count(),
	))
}
