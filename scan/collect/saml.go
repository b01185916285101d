package collect

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/orgscan/orgscan/scan/snapshot"
)

const (
	actionListSAMLProviders = "iam:ListSAMLProviders"
	actionGetSAMLProvider   = "iam:GetSAMLProvider"
)

func samlProviders() collector {
	return collector{
		section: snapshot.SectionSAML,
		actions: []string{actionListSAMLProviders, actionGetSAMLProvider},
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
			s.account.SAML, err = s.withCertificates(ctx, found)
			return err
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

// withCertificates asks for the metadata of each provider. One that is gone by now is left out.
func (s *session) withCertificates(ctx context.Context, providers []snapshot.SAMLProvider) ([]snapshot.SAMLProvider, error) {
	var kept []snapshot.SAMLProvider
	for _, p := range providers {
		if p.OfIdentityCenter() {
			kept = append(kept, p)
			continue
		}
		out, err := s.iam.GetSAMLProvider(ctx, &iam.GetSAMLProviderInput{SAMLProviderArn: &p.ARN})
		if _, gone := errors.AsType[*types.NoSuchEntityException](err); gone {
			continue
		}
		if err != nil {
			return nil, failed(actionGetSAMLProvider, err)
		}
		a := &answer{action: actionGetSAMLProvider}
		metadata := a.text(out.SAMLMetadataDocument, "a SAML provider without metadata")
		if a.err != nil {
			return nil, a.err
		}
		if p.Certificates, err = snapshot.SigningCertificates(metadata); err != nil {
			return nil, notUnderstood(actionGetSAMLProvider, "the metadata of a SAML provider cannot be read")
		}
		kept = append(kept, p)
	}
	return kept, nil
}
