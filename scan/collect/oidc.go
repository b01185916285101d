package collect

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/orgscan/orgscan/scan/snapshot"
)

const actionListOpenIDConnectProviders = "iam:ListOpenIDConnectProviders"

func oidcProviders() collector {
	return collector{
		section: snapshot.SectionOIDC,
		actions: []string{actionListOpenIDConnectProviders},
		run: func(ctx context.Context, s *session) error {
			out, err := s.iam.ListOpenIDConnectProviders(ctx, &iam.ListOpenIDConnectProvidersInput{})
			if err != nil {
				return failed(actionListOpenIDConnectProviders, err)
			}
			a := &answer{action: actionListOpenIDConnectProviders}
			found := each(out.OpenIDConnectProviderList, a.oidcProvider)
			if a.err != nil {
				return a.err
			}
			s.account.OIDC = found
			return nil
		},
	}
}

func (a *answer) oidcProvider(p types.OpenIDConnectProviderListEntry) snapshot.OIDCProvider {
	return snapshot.OIDCProvider{ARN: a.text(p.Arn, "an OpenID Connect provider without ARN")}
}
