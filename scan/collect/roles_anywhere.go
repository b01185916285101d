package collect

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rolesanywhere"
	"github.com/aws/aws-sdk-go-v2/service/rolesanywhere/types"

	"github.com/orgscan/orgscan/scan/snapshot"
)

const (
	actionListTrustAnchors = "rolesanywhere:ListTrustAnchors"
	actionListProfiles     = "rolesanywhere:ListProfiles"
	actionListCRLs         = "rolesanywhere:ListCrls"
)

// rolesAnywherePerSecond is what AWS allows for each family of operations in one Region of an account.
const rolesAnywherePerSecond = 1

// rolesAnywhere reads trust anchors, profiles and revocation lists of each Region.
func rolesAnywhere() collector {
	return collector{
		section: snapshot.SectionRolesAnywhere,
		needs:   []snapshot.Section{snapshot.SectionRegions},
		actions: []string{actionListTrustAnchors, actionListProfiles, actionListCRLs},
		run: func(ctx context.Context, s *session) error {
			parts, err := inEachRegion(s, actionListTrustAnchors, func(region string) (snapshot.RolesAnywhere, error) {
				return s.rolesAnywhereIn(ctx, region)
			})
			if err != nil {
				return err
			}
			all := &snapshot.RolesAnywhere{}
			for _, part := range parts {
				all.Anchors = append(all.Anchors, part.Anchors...)
				all.Profiles = append(all.Profiles, part.Profiles...)
				all.CRLs = append(all.CRLs, part.CRLs...)
			}
			s.account.RolesAnywhere = all
			return nil
		},
	}
}

// rolesAnywhereIn takes a client, and with it a limit, for each family.
func (s *session) rolesAnywhereIn(ctx context.Context, region string) (found snapshot.RolesAnywhere, err error) {
	client := func() *rolesanywhere.Client {
		return rolesanywhere.NewFromConfig(s.inRegion(region, rolesAnywherePerSecond))
	}
	if found.Anchors, err = listAnchors(ctx, client()); err != nil {
		return found, err
	}
	if found.Profiles, err = listProfiles(ctx, client()); err != nil {
		return found, err
	}
	found.CRLs, err = listCRLs(ctx, client())
	return found, err
}

func listAnchors(ctx context.Context, client *rolesanywhere.Client) (all []snapshot.TrustAnchor, err error) {
	err = pages(actionListTrustAnchors, func(token *string) (page, error) {
		out, err := client.ListTrustAnchors(ctx, &rolesanywhere.ListTrustAnchorsInput{NextToken: token})
		if err != nil {
			return page{}, failed(actionListTrustAnchors, err)
		}
		a := &answer{action: actionListTrustAnchors}
		all = append(all, each(out.TrustAnchors, a.trustAnchor)...)
		return following(out.NextToken), a.err
	})
	return all, err
}

func (a *answer) trustAnchor(v types.TrustAnchorDetail) snapshot.TrustAnchor {
	anchor := snapshot.TrustAnchor{
		ARN: a.text(v.TrustAnchorArn, "a trust anchor without ARN"), Name: a.text(v.Name, "a trust anchor without name"),
		Enabled: a.flag(v.Enabled, "a trust anchor that is neither enabled nor disabled"), DistributionPoints: aws.ToBool(v.CrlDpRevocationEnabled),
	}
	if v.Source != nil {
		anchor.SourceType = string(v.Source.SourceType)
		if authority, ok := v.Source.SourceData.(*types.SourceDataMemberAcmPcaArn); ok {
			anchor.Authority = authority.Value
		}
	}
	return anchor
}

func listProfiles(ctx context.Context, client *rolesanywhere.Client) (all []snapshot.RolesAnywhereProfile, err error) {
	err = pages(actionListProfiles, func(token *string) (page, error) {
		out, err := client.ListProfiles(ctx, &rolesanywhere.ListProfilesInput{NextToken: token})
		if err != nil {
			return page{}, failed(actionListProfiles, err)
		}
		a := &answer{action: actionListProfiles}
		all = append(all, each(out.Profiles, a.rolesAnywhereProfile)...)
		return following(out.NextToken), a.err
	})
	return all, err
}

func (a *answer) rolesAnywhereProfile(v types.ProfileDetail) snapshot.RolesAnywhereProfile {
	return snapshot.RolesAnywhereProfile{
		ARN: a.text(v.ProfileArn, "a profile without ARN"), Name: a.text(v.Name, "a profile without name"),
		Enabled: a.flag(v.Enabled, "a profile that is neither enabled nor disabled"),
		Roles:   v.RoleArns, ManagedPolicies: v.ManagedPolicyArns, SessionPolicy: aws.ToString(v.SessionPolicy),
	}
}

func listCRLs(ctx context.Context, client *rolesanywhere.Client) (all []snapshot.CertificateRevocations, err error) {
	err = pages(actionListCRLs, func(token *string) (page, error) {
		out, err := client.ListCrls(ctx, &rolesanywhere.ListCrlsInput{NextToken: token})
		if err != nil {
			return page{}, failed(actionListCRLs, err)
		}
		a := &answer{action: actionListCRLs}
		all = append(all, each(out.Crls, func(v types.CrlDetail) snapshot.CertificateRevocations {
			return snapshot.CertificateRevocations{
				ARN: a.text(v.CrlArn, "a revocation list without ARN"), Name: a.text(v.Name, "a revocation list without name"),
				Enabled: a.flag(v.Enabled, "a revocation list that is neither enabled nor disabled"), Anchor: aws.ToString(v.TrustAnchorArn),
			}
		})...)
		return following(out.NextToken), a.err
	})
	return all, err
}

// flag returns a yes or no that must be there.
func (a *answer) flag(v *bool, phrase string) bool {
	if v == nil {
		a.lack(phrase)
		return false
	}
	return *v
}
