package collect

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/configservice/types"

	"github.com/orgscan/orgscan/scan/snapshot"
)

const (
	actionDescribeRecorders      = "config:DescribeConfigurationRecorders"
	actionDescribeRecorderStatus = "config:DescribeConfigurationRecorderStatus"
)

// recorders reads the configuration recorders of each Region.
func recorders() collector {
	return collector{
		section: snapshot.SectionRecorders,
		needs:   []snapshot.Section{snapshot.SectionRegions},
		actions: []string{actionDescribeRecorders, actionDescribeRecorderStatus},
		run: func(ctx context.Context, s *session) error {
			lists, err := inEachRegion(s, actionDescribeRecorders, func(region string) ([]snapshot.Recorder, error) {
				return recordersIn(ctx, configservice.NewFromConfig(s.inRegion(region, monitoringPerSecond)), region)
			})
			if err != nil {
				return err
			}
			s.account.Recorders = &snapshot.Recorders{Recorders: slices.Concat(lists...)}
			return nil
		},
	}
}

// recordersIn leaves out the recorders that AWS services run for themselves.
func recordersIn(ctx context.Context, client *configservice.Client, region string) ([]snapshot.Recorder, error) {
	out, err := client.DescribeConfigurationRecorders(ctx, &configservice.DescribeConfigurationRecordersInput{})
	if err != nil {
		return nil, failed(actionDescribeRecorders, err)
	}
	own := slices.DeleteFunc(out.ConfigurationRecorders, func(r types.ConfigurationRecorder) bool {
		return r.RecordingScope == types.RecordingScopeInternal
	})
	a := &answer{action: actionDescribeRecorders}
	found := each(own, func(r types.ConfigurationRecorder) snapshot.Recorder {
		return snapshot.Recorder{Region: region, Name: a.text(r.Name, "a recorder without name"), IAM: recordsIAM(r.RecordingGroup)}
	})
	if len(found) == 0 || a.err != nil {
		return nil, a.err
	}
	status, err := client.DescribeConfigurationRecorderStatus(ctx, &configservice.DescribeConfigurationRecorderStatusInput{})
	if err != nil {
		return nil, failed(actionDescribeRecorderStatus, err)
	}
	for i := range found {
		found[i].Recording = slices.ContainsFunc(status.ConfigurationRecordersStatus, func(v types.ConfigurationRecorderStatus) bool {
			return v.Recording && v.Name != nil && *v.Name == found[i].Name
		})
	}
	return found, nil
}

// identityTypes are the resource types of IAM that AWS Config records.
var identityTypes = []types.ResourceType{
	types.ResourceTypeUser, types.ResourceTypeGroup, types.ResourceTypeRole, types.ResourceTypePolicy,
}

// recordsIAM reports whether all resource types of IAM are recorded. They are global: a recorder of everything leaves them
// out unless it is told otherwise.
func recordsIAM(g *types.RecordingGroup) bool {
	if g == nil {
		return false
	}
	strategy := types.RecordingStrategyType("")
	if g.RecordingStrategy != nil {
		strategy = g.RecordingStrategy.UseOnly
	}
	switch {
	case strategy == types.RecordingStrategyTypeExclusionByResourceTypes:
		return g.ExclusionByResourceTypes == nil || !slices.ContainsFunc(identityTypes, func(t types.ResourceType) bool {
			return slices.Contains(g.ExclusionByResourceTypes.ResourceTypes, t)
		})
	case g.AllSupported || strategy == types.RecordingStrategyTypeAllSupportedResourceTypes:
		return g.IncludeGlobalResourceTypes
	}
	return !slices.ContainsFunc(identityTypes, func(t types.ResourceType) bool { return !slices.Contains(g.ResourceTypes, t) })
}
