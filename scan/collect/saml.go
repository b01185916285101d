package collect

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/orgscan/orgscan/scan/snapshot"
)

const actionListSAMLProviders = "iam:ListSAMLProviders"

func samlProviders() collector {
	return collector{
		section: snapshot.SectionSAML,
		actions: []string{actionListSAMLProviders},
		run: func(ctx context.Context, s *session) error {
			out, err := s.iam.ListSAMLProviders(ctx, &iam.ListSAMLProvidersInput{})
			if err != nil {
				return failed(actionListSAMLProviders, err)
			}
			a := &answer{action: actionListSAMLProviders}
			found := each(out.SAMLProviderList, a.samlProvider)
			if a.err != nil {
				return a.err
			}
			s.account.SAML = found
			return nil
		},
	}
}

func (a *answer) samlProvider(p types.SAMLProviderListEntry) snapshot.SAMLProvider {
	return snapshot.SAMLProvider{
		ARN:        a.text(p.Arn, "a SAML provider without ARN"),
		Created:    a.time(p.CreateDate, "a SAML provider without creation date"),
		ValidUntil: optionalTime(p.ValidUntil),
	}
}
