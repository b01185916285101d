package collect

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/orgscan/orgscan/scan/snapshot"
)

const actionListServerCertificates = "iam:ListServerCertificates"

func serverCertificates() collector {
	return collector{
		section: snapshot.SectionServerCertificates,
		actions: []string{actionListServerCertificates},
		run: func(ctx context.Context, s *session) error {
			var found []snapshot.ServerCertificate
			err := pages(actionListServerCertificates, func(marker *string) (page, error) {
				in := &iam.ListServerCertificatesInput{Marker: marker, MaxItems: aws.Int32(pageSize)}
				out, err := s.iam.ListServerCertificates(ctx, in)
				if err != nil {
					return page{}, failed(actionListServerCertificates, err)
				}
				a := &answer{action: actionListServerCertificates}
				found = append(found, each(out.ServerCertificateMetadataList, a.serverCertificate)...)
				return page{out.IsTruncated, out.Marker}, a.err
			})
			if err != nil {
				return err
			}
			s.account.ServerCertificates = found
			return nil
		},
	}
}

func (a *answer) serverCertificate(c types.ServerCertificateMetadata) snapshot.ServerCertificate {
	return snapshot.ServerCertificate{
		ARN:      a.text(c.Arn, "a server certificate without ARN"),
		ID:       a.text(c.ServerCertificateId, "a server certificate without id"),
		Name:     a.text(c.ServerCertificateName, "a server certificate without name"),
		Uploaded: a.time(c.UploadDate, "a server certificate without upload date"),
		Expires:  a.time(c.Expiration, "a server certificate without expiry date"),
	}
}
