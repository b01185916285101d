package collect

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/orgscan/orgscan/scan/snapshot"
)

const actionListAccountAliases = "iam:ListAccountAliases"

func aliases() collector {
	return collector{
		section: snapshot.SectionAliases,
		actions: []string{actionListAccountAliases},
		run: func(ctx context.Context, s *session) error {
			var found []string
			err := pages(actionListAccountAliases, func(marker *string) (page, error) {
				in := &iam.ListAccountAliasesInput{Marker: marker, MaxItems: aws.Int32(pageSize)}
				out, err := s.iam.ListAccountAliases(ctx, in)
				if err != nil {
					return page{}, failed(actionListAccountAliases, err)
				}
				found = append(found, out.AccountAliases...)
				return page{out.IsTruncated, out.Marker}, nil
			})
			if err != nil {
				return err
			}
			s.account.Aliases = found
			return nil
		},
	}
}
