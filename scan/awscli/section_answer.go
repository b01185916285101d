package awscli

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/orgscan/orgscan/scan/snapshot"
)

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
	return p.claim(p.data.Identity.Account, "", "Account")
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
