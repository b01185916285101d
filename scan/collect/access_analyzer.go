package collect

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer/types"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// The permission for ListFindingsV2 is called ListFindings.
const (
	actionListAnalyzers    = "access-analyzer:ListAnalyzers"
	actionListFindings     = "access-analyzer:ListFindings"
	actionListArchiveRules = "access-analyzer:ListArchiveRules"
)

// analyzersPerSecond bounds the requests to IAM Access Analyzer in one Region of an account.
const analyzersPerSecond = 5

// accessAnalyzer lists the analyzers of the account in the Regions that the options do not call covered.
func accessAnalyzer() collector {
	return collector{
		section: snapshot.SectionAccessAnalyzer,
		needs:   []snapshot.Section{snapshot.SectionRegions},
		actions: []string{actionListAnalyzers},
		run: func(ctx context.Context, s *session) error {
			regions, err := s.scanned()
			if err != nil {
				return err
			}
			regions = slices.DeleteFunc(regions, func(r string) bool { return slices.Contains(s.options.Covered, r) })
			lists, err := inRegions(s, actionListAnalyzers, regions, func(region string) ([]snapshot.Analyzer, error) {
				return listAnalyzers(ctx, s.analyzersIn(region), region)
			})
			if err != nil {
				return err
			}
			s.account.AccessAnalyzer = &snapshot.AccessAnalyzer{Analyzers: slices.Concat(lists...)}
			return nil
		},
	}
}

func (s *session) analyzersIn(region string) *accessanalyzer.Client {
	return accessanalyzer.NewFromConfig(s.inRegion(region, analyzersPerSecond))
}

func listAnalyzers(ctx context.Context, client *accessanalyzer.Client, region string) ([]snapshot.Analyzer, error) {
	var all []snapshot.Analyzer
	err := pages(actionListAnalyzers, func(token *string) (page, error) {
		out, err := client.ListAnalyzers(ctx, &accessanalyzer.ListAnalyzersInput{NextToken: token})
		if err != nil {
			return page{}, failed(actionListAnalyzers, err)
		}
		a := &answer{action: actionListAnalyzers}
		all = append(all, each(out.Analyzers, func(v types.AnalyzerSummary) snapshot.Analyzer { return a.analyzer(v, region) })...)
		return following(out.NextToken), a.err
	})
	return all, err
}

// following is the page that a token names: services beside IAM say by its absence that there is none.
func following(token *string) page { return page{aws.ToString(token) != "", token} }

func (a *answer) analyzer(v types.AnalyzerSummary, region string) snapshot.Analyzer {
	return snapshot.Analyzer{
		ARN:    a.text(v.Arn, "an analyzer without ARN"),
		Name:   a.text(v.Name, "an analyzer without name"),
		Region: region,
		Type:   a.text((*string)(&v.Type), "an analyzer without type"),
		Status: a.text((*string)(&v.Status), "an analyzer without status"),
	}
}

// judging returns the active analyzers that the session reads more of: the organization's when the options say so, else
// the account's own. An account's list holds both where it administers the organization's.
func (s *session) judging() ([]snapshot.Analyzer, error) {
	if err := s.lacking(snapshot.SectionAccessAnalyzer); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(s.account.AccessAnalyzer.Analyzers), func(a snapshot.Analyzer) bool {
		return !a.Active() || a.OfOrganization() != s.options.OfOrganization
	}), nil
}

// perAnalyzer asks about each of the analyzers, those of one Region one after the other.
func perAnalyzer[T any](s *session, action string, analyzers []snapshot.Analyzer, ask func(*accessanalyzer.Client, snapshot.Analyzer) ([]T, error)) ([]T, error) {
	var regions []string
	for _, a := range analyzers {
		regions = append(regions, a.Region)
	}
	slices.Sort(regions)
	lists, err := inRegions(s, action, slices.Compact(regions), func(region string) ([]T, error) {
		client := s.analyzersIn(region)
		var all []T
		for _, a := range analyzers {
			if a.Region != region {
				continue
			}
			some, err := ask(client, a)
			if err != nil {
				return nil, err
			}
			all = append(all, some...)
		}
		return all, nil
	})
	return slices.Concat(lists...), err
}
