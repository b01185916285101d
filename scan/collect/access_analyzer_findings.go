package collect

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer/types"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// findingsPage is the number of findings that one request asks for.
const findingsPage = 100

// analyzerFindings reads what the active analyzers report.
func analyzerFindings() collector {
	return collector{
		section: snapshot.SectionAnalyzerFindings,
		needs:   []snapshot.Section{snapshot.SectionAccessAnalyzer},
		actions: []string{actionListFindings},
		run: func(ctx context.Context, s *session) error {
			analyzers, err := s.judging()
			if err != nil {
				return err
			}
			found, err := perAnalyzer(s, actionListFindings, analyzers, func(c *accessanalyzer.Client, a snapshot.Analyzer) ([]snapshot.AnalyzerFinding, error) {
				return findingsOf(ctx, c, a)
			})
			if err != nil {
				return err
			}
			s.account.AnalyzerFindings = &snapshot.AnalyzerFindings{Findings: found}
			return nil
		},
	}
}

// findingsOf lists the active findings of an analyzer. Which of them are public stands in no list: a second one, filtered,
// tells.
func findingsOf(ctx context.Context, client *accessanalyzer.Client, a snapshot.Analyzer) ([]snapshot.AnalyzerFinding, error) {
	all, err := listFindings(ctx, client, a, map[string]types.Criterion{"status": {Eq: []string{"ACTIVE"}}})
	if err != nil || len(all) == 0 || !a.External() {
		return all, err
	}
	public, err := listFindings(ctx, client, a, map[string]types.Criterion{
		"status": {Eq: []string{"ACTIVE"}}, "isPublic": {Eq: []string{"true"}},
	})
	for i := range all {
		all[i].Public = slices.ContainsFunc(public, func(f snapshot.AnalyzerFinding) bool { return f.ID == all[i].ID })
	}
	return all, err
}

func listFindings(ctx context.Context, client *accessanalyzer.Client, of snapshot.Analyzer, filter map[string]types.Criterion) ([]snapshot.AnalyzerFinding, error) {
	var all []snapshot.AnalyzerFinding
	err := pages(actionListFindings, func(token *string) (page, error) {
		out, err := client.ListFindingsV2(ctx, &accessanalyzer.ListFindingsV2Input{
			AnalyzerArn: &of.ARN, Filter: filter, MaxResults: aws.Int32(findingsPage), NextToken: token,
		})
		if err != nil {
			return page{}, failed(actionListFindings, err)
		}
		a := &answer{action: actionListFindings}
		all = append(all, each(out.Findings, func(v types.FindingSummaryV2) snapshot.AnalyzerFinding { return a.analyzerFinding(v, of.ARN) })...)
		return following(out.NextToken), a.err
	})
	return all, err
}

func (a *answer) analyzerFinding(v types.FindingSummaryV2, analyzer string) snapshot.AnalyzerFinding {
	return snapshot.AnalyzerFinding{
		ID:           a.text(v.Id, "a finding without id"),
		Analyzer:     analyzer,
		Type:         a.text((*string)(&v.FindingType), "a finding without type"),
		Account:      a.text(v.ResourceOwnerAccount, "a finding without account"),
		Resource:     aws.ToString(v.Resource),
		ResourceType: string(v.ResourceType),
	}
}

// archiveRules reads the rules by which the active analyzers for external access hide findings.
func archiveRules() collector {
	return collector{
		section: snapshot.SectionArchiveRules,
		needs:   []snapshot.Section{snapshot.SectionAccessAnalyzer},
		actions: []string{actionListArchiveRules},
		run: func(ctx context.Context, s *session) error {
			analyzers, err := s.judging()
			if err != nil {
				return err
			}
			analyzers = slices.DeleteFunc(analyzers, func(a snapshot.Analyzer) bool { return !a.External() })
			rules, err := perAnalyzer(s, actionListArchiveRules, analyzers, func(c *accessanalyzer.Client, a snapshot.Analyzer) ([]snapshot.ArchiveRule, error) {
				return listArchiveRules(ctx, c, a)
			})
			if err != nil {
				return err
			}
			s.account.ArchiveRules = &snapshot.ArchiveRules{Rules: rules}
			return nil
		},
	}
}

func listArchiveRules(ctx context.Context, client *accessanalyzer.Client, of snapshot.Analyzer) ([]snapshot.ArchiveRule, error) {
	var all []snapshot.ArchiveRule
	err := pages(actionListArchiveRules, func(token *string) (page, error) {
		out, err := client.ListArchiveRules(ctx, &accessanalyzer.ListArchiveRulesInput{AnalyzerName: &of.Name, NextToken: token})
		if err != nil {
			return page{}, failed(actionListArchiveRules, err)
		}
		a := &answer{action: actionListArchiveRules}
		all = append(all, each(out.ArchiveRules, func(v types.ArchiveRuleSummary) snapshot.ArchiveRule { return a.archiveRule(v, of.ARN) })...)
		return following(out.NextToken), a.err
	})
	return all, err
}

func (a *answer) archiveRule(v types.ArchiveRuleSummary, analyzer string) snapshot.ArchiveRule {
	rule := snapshot.ArchiveRule{Analyzer: analyzer, Name: a.text(v.RuleName, "an archive rule without name")}
	for property, c := range v.Filter {
		if rule.Filter == nil {
			rule.Filter = map[string]snapshot.Criterion{}
		}
		rule.Filter[property] = snapshot.Criterion{Equals: c.Eq, NotEquals: c.Neq, Contains: c.Contains, Exists: c.Exists}
	}
	return rule
}
