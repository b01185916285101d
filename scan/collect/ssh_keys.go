package collect

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"golang.org/x/sync/errgroup"

	"github.com/orgscan/orgscan/scan/snapshot"
)

const actionListSSHPublicKeys = "iam:ListSSHPublicKeys"

// sshKeys asks one user after the other: AWS has no list for the whole account. What fails for one user is missing for
// that user alone.
func sshKeys() collector {
	return collector{
		section: snapshot.SectionSSHKeys,
		needs: []snapshot.Section{
			snapshot.SectionCredentialReport, snapshot.SectionPrincipals, snapshot.SectionServiceCredentials,
		},
		actions: []string{actionListSSHPublicKeys},
		run: func(ctx context.Context, s *session) error {
			users, err := s.usersToAsk()
			if err != nil {
				return err
			}
			answers := make([]snapshot.UserSSHKeys, len(users))
			var group errgroup.Group
			group.SetLimit(s.options.inFlight())
			for i, user := range users {
				group.Go(func() error {
					answers[i] = s.userSSHKeys(ctx, user)
					return nil
				})
			}
			_ = group.Wait()
			s.account.SSHKeys, s.account.SSHKeysAsked = answers, s.options.SSHKeys
			return nil
		},
	}
}

// usersToAsk returns the names of the users whose keys are wanted.
func (s *session) usersToAsk() ([]string, error) {
	if err := s.lacking(snapshot.SectionPrincipals); err != nil {
		return nil, err
	}
	if s.options.SSHKeys == SSHKeysOfAll {
		return each(s.account.Users, func(u snapshot.User) string { return u.Name }), nil
	}
	if err := s.lacking(snapshot.SectionCredentialReport, snapshot.SectionServiceCredentials); err != nil {
		return nil, err
	}
	equipped, err := equippedUsers(s.account)
	if err != nil {
		return nil, err
	}
	var empty []string
	for i := range s.account.Users {
		if name := s.account.Users[i].Name; !equipped[name] {
			empty = append(empty, name)
		}
	}
	return empty, nil
}

// equippedUsers returns the users known to have a credential in force. A user who is too new for the report is not among
// them: one call too many does less harm than one user too few.
func equippedUsers(account *snapshot.Account) (map[string]bool, error) {
	rows, err := snapshot.ParseCredentialReport(account.CredentialReport.Raw)
	if err != nil {
		return nil, notUnderstood(actionGetCredentialReport, "the credential report cannot be parsed")
	}
	equipped := map[string]bool{}
	for i := range rows {
		if hasCredential(&rows[i]) {
			equipped[rows[i].User] = true
		}
	}
	for _, c := range account.ServiceCredentials {
		if c.Active() {
			equipped[c.User] = true
		}
	}
	return equipped, nil
}

func hasCredential(c *snapshot.Credential) bool {
	return c.PasswordEnabled == snapshot.TriTrue ||
		c.Keys[0].Active || c.Keys[1].Active || c.Certs[0].Active || c.Certs[1].Active
}

// userSSHKeys asks for one user's keys. A user who is gone by now has none.
func (s *session) userSSHKeys(ctx context.Context, user string) snapshot.UserSSHKeys {
	var keys []snapshot.SSHKey
	err := guarded(actionListSSHPublicKeys, func() (err error) {
		keys, err = s.listSSHKeys(ctx, user)
		return err
	})
	if _, gone := errors.AsType[*types.NoSuchEntityException](err); gone {
		return snapshot.UserSSHKeys{User: user}
	}
	if err != nil {
		reason := reasonOf(actionListSSHPublicKeys, err)
		return snapshot.UserSSHKeys{User: user, Missing: &reason}
	}
	return snapshot.UserSSHKeys{User: user, Keys: keys}
}

func (s *session) listSSHKeys(ctx context.Context, user string) ([]snapshot.SSHKey, error) {
	var keys []snapshot.SSHKey
	err := pages(actionListSSHPublicKeys, func(marker *string) (page, error) {
		in := &iam.ListSSHPublicKeysInput{UserName: &user, Marker: marker, MaxItems: aws.Int32(pageSize)}
		out, err := s.iam.ListSSHPublicKeys(ctx, in)
		if err != nil {
			return page{}, failed(actionListSSHPublicKeys, err)
		}
		a := &answer{action: actionListSSHPublicKeys}
		keys = append(keys, each(out.SSHPublicKeys, a.sshKey)...)
		return page{out.IsTruncated, out.Marker}, a.err
	})
	return keys, err
}

func (a *answer) sshKey(k types.SSHPublicKeyMetadata) snapshot.SSHKey {
	status := string(k.Status)
	return snapshot.SSHKey{
		ID:       a.text(k.SSHPublicKeyId, "an SSH key without id"),
		Status:   a.text(&status, "an SSH key without status"),
		Uploaded: a.time(k.UploadDate, "an SSH key without upload date"),
	}
}
