package collect

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/guardduty"

	"github.com/orgscan/orgscan/scan/snapshot"
)

const (
	actionListDetectors = "guardduty:ListDetectors"
	actionGetDetector   = "guardduty:GetDetector"
)

// detectors reads the GuardDuty detectors of each Region.
func detectors() collector {
	return collector{
		section: snapshot.SectionDetectors,
		needs:   []snapshot.Section{snapshot.SectionRegions},
		actions: []string{actionListDetectors, actionGetDetector},
		run: func(ctx context.Context, s *session) error {
			lists, err := inEachRegion(s, actionListDetectors, func(region string) ([]snapshot.Detector, error) {
				return detectorsIn(ctx, guardduty.NewFromConfig(s.inRegion(region, monitoringPerSecond)), region)
			})
			if err != nil {
				return err
			}
			s.account.Detectors = &snapshot.Detectors{Detectors: slices.Concat(lists...)}
			return nil
		},
	}
}

func detectorsIn(ctx context.Context, client *guardduty.Client, region string) ([]snapshot.Detector, error) {
	var ids []string
	err := pages(actionListDetectors, func(token *string) (page, error) {
		out, err := client.ListDetectors(ctx, &guardduty.ListDetectorsInput{NextToken: token})
		if err != nil {
			return page{}, failed(actionListDetectors, err)
		}
		ids = append(ids, out.DetectorIds...)
		return following(out.NextToken), nil
	})
	if err != nil {
		return nil, err
	}
	var found []snapshot.Detector
	for _, id := range ids {
		out, err := client.GetDetector(ctx, &guardduty.GetDetectorInput{DetectorId: &id})
		if err != nil {
			return nil, failed(actionGetDetector, err)
		}
		a := &answer{action: actionGetDetector}
		found = append(found, snapshot.Detector{Region: region, ID: id, Status: a.text((*string)(&out.Status), "a detector without status")})
		if a.err != nil {
			return nil, a.err
		}
	}
	return found, nil
}
