package collect

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"github.com/orgscan/orgscan/scan/snapshot"
)

const (
	actionDescribeTrails    = "cloudtrail:DescribeTrails"
	actionGetTrailStatus    = "cloudtrail:GetTrailStatus"
	actionGetEventSelectors = "cloudtrail:GetEventSelectors"
)

// monitoringPerSecond bounds the requests to each of CloudTrail, AWS Config and GuardDuty in one Region of an account.
const monitoringPerSecond = 5

// trails reads the trails of all Regions. One Region shows them all; what an account may know of its own is asked at home.
func trails() collector {
	return collector{
		section: snapshot.SectionTrails,
		needs:   []snapshot.Section{snapshot.SectionRegions},
		actions: []string{actionDescribeTrails, actionGetTrailStatus, actionGetEventSelectors},
		run: func(ctx context.Context, s *session) error {
			names, err := s.scanned()
			if err != nil {
				return err
			}
			found := &snapshot.Trails{}
			if len(names) > 0 {
				if found.Trails, err = s.describeTrails(ctx, s.anyOf(names)); err != nil {
					return err
				}
			}
			for i := range found.Trails {
				if err := s.lookInto(ctx, &found.Trails[i]); err != nil {
					return &regional{found.Trails[i].Home, err}
				}
			}
			s.account.Trails = found
			return nil
		},
	}
}

// anyOf returns the session's own Region if it is among the names, else the first.
func (s *session) anyOf(names []string) string {
	if slices.Contains(names, s.config.Region) {
		return s.config.Region
	}
	return names[0]
}

func (s *session) describeTrails(ctx context.Context, region string) ([]snapshot.Trail, error) {
	client := cloudtrail.NewFromConfig(s.inRegion(region, monitoringPerSecond))
	out, err := client.DescribeTrails(ctx, &cloudtrail.DescribeTrailsInput{IncludeShadowTrails: aws.Bool(true)})
	if err != nil {
		return nil, &regional{region, failed(actionDescribeTrails, err)}
	}
	a := &answer{action: actionDescribeTrails}
	everywhere := slices.DeleteFunc(out.TrailList, func(t types.Trail) bool { return !aws.ToBool(t.IsMultiRegionTrail) })
	return each(everywhere, a.trail), a.err
}

func (a *answer) trail(t types.Trail) snapshot.Trail {
	return snapshot.Trail{
		ARN: a.text(t.TrailARN, "a trail without ARN"), Name: a.text(t.Name, "a trail without name"),
		Home: a.text(t.HomeRegion, "a trail without home Region"), Organization: aws.ToBool(t.IsOrganizationTrail),
	}
}

// lookInto asks whether a trail is on and what it records, if it is the account's own.
func (s *session) lookInto(ctx context.Context, t *snapshot.Trail) error {
	if t.Owner() != s.account.ID {
		return nil
	}
	client := cloudtrail.NewFromConfig(s.inRegion(t.Home, monitoringPerSecond))
	status, err := client.GetTrailStatus(ctx, &cloudtrail.GetTrailStatusInput{Name: &t.ARN})
	if err != nil {
		return failed(actionGetTrailStatus, err)
	}
	selected, err := client.GetEventSelectors(ctx, &cloudtrail.GetEventSelectorsInput{TrailName: &t.ARN})
	if err != nil {
		return failed(actionGetEventSelectors, err)
	}
	t.Logging = aws.ToBool(status.IsLogging)
	for _, e := range selected.EventSelectors {
		if aws.ToBool(e.IncludeManagementEvents) {
			t.Reads = t.Reads || e.ReadWriteType != types.ReadWriteTypeWriteOnly
			t.Writes = t.Writes || e.ReadWriteType != types.ReadWriteTypeReadOnly
		}
	}
	for _, e := range selected.AdvancedEventSelectors {
		reads, writes := managementEvents(e)
		t.Reads, t.Writes = t.Reads || reads, t.Writes || writes
	}
	return nil
}

// managementEvents tells which management events an advanced selector takes. One that picks out single services or events
// takes none as a whole; one that leaves some out still does.
func managementEvents(e types.AdvancedEventSelector) (reads, writes bool) {
	management := false
	reads, writes = true, true
	for _, f := range e.FieldSelectors {
		switch aws.ToString(f.Field) {
		case "eventCategory":
			management = slices.Contains(f.Equals, "Management")
		case "readOnly":
			reads = reads && !slices.Contains(f.Equals, "false")
			writes = writes && !slices.Contains(f.Equals, "true")
		default:
			if len(f.Equals)+len(f.StartsWith)+len(f.EndsWith) > 0 {
				return false, false
			}
		}
	}
	return management && reads, management && writes
}
