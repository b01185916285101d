package collect

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/orgscan/orgscan/scan/snapshot"
)

const actionListServiceSpecificCredentials = "iam:ListServiceSpecificCredentials"

func serviceCredentials() collector {
	return collector{
		section: snapshot.SectionServiceCredentials,
		actions: []string{actionListServiceSpecificCredentials},
		run: func(ctx context.Context, s *session) error {
			var found []snapshot.ServiceSpecificCredential
			err := pages(actionListServiceSpecificCredentials, func(marker *string) (page, error) {
				out, err := s.iam.ListServiceSpecificCredentials(ctx, &iam.ListServiceSpecificCredentialsInput{
					AllUsers: aws.Bool(true),
					Marker:   marker,
					MaxItems: aws.Int32(pageSize),
				})
				if err != nil {
					return page{}, failed(actionListServiceSpecificCredentials, err)
				}
				a := &answer{action: actionListServiceSpecificCredentials}
				found = append(found, each(out.ServiceSpecificCredentials, a.serviceCredential)...)
				return page{out.IsTruncated, out.Marker}, a.err
			})
			if err != nil {
				return err
			}
			s.account.ServiceCredentials = found
			return nil
		},
	}
}

func (a *answer) serviceCredential(c types.ServiceSpecificCredentialMetadata) snapshot.ServiceSpecificCredential {
	status := string(c.Status)
	return snapshot.ServiceSpecificCredential{
		ID:      a.text(c.ServiceSpecificCredentialId, "a service-specific credential without id"),
		User:    a.text(c.UserName, "a service-specific credential without user"),
		Service: a.text(c.ServiceName, "a service-specific credential without service"),
		Status:  a.text(&status, "a service-specific credential without status"),
		Created: a.time(c.CreateDate, "a service-specific credential without creation date"),
		Expires: optionalTime(c.ExpirationDate),
	}
}
