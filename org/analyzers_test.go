package org_test

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/assume"
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/fixtures"
	"github.com/orgscan/orgscan/org"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// keys opens sessions with the access keys of the world's accounts, and counts them.
type keys struct {
	config aws.Config
	opened map[string]int
}

var errNoSession = errors.New("no session")

func (k *keys) Session(_ context.Context, account string) (*assume.Session, error) {
	k.opened[account]++
	if account != management && account != delegated && account != member {
		return nil, errNoSession
	}
	cfg := k.config.Copy()
	cfg.Credentials = credentials.NewStaticCredentialsProvider("AKIATEST"+account, secret, "")
	calls := &assume.Calls{}
	return &assume.Session{Config: assume.Limited(cfg, assume.Limits{Attempts: 1}, calls), Calls: calls}, nil
}

// withAnalyzers has an organization's analyzer in both accounts that may have one, and those that are none of it.
func withAnalyzers() *fixtures.Organization {
	o := world()
	for _, a := range o.Accounts {
		switch a.ID {
		case delegated:
			a.Analyzers = []fixtures.Analyzer{
				{Region: "us-east-1", Name: "all", Type: "ORGANIZATION", Findings: []fixtures.AnalyzerFinding{
					{ID: "f-1", Type: "ExternalAccess", Resource: "arn:aws:s3:::open", ResourceType: "AWS::S3::Bucket", Owner: member, Public: true},
				}, Rules: []fixtures.ArchiveRule{{Name: "noise"}}},
				{Region: "us-east-1", Name: "own", Type: "ACCOUNT", Rules: []fixtures.ArchiveRule{{Name: "own"}}},
			}
		case management:
			a.Analyzers = []fixtures.Analyzer{{Region: "eu-central-1", Name: "idle", Type: "ORGANIZATION_UNUSED_ACCESS"}}
		}
	}
	return o
}

func complete(t *testing.T, o *fixtures.Organization, missing map[snapshot.Section]snapshot.Reason, want []snapshot.Section, regions []string, opts ...fixtures.Option) (
	*snapshot.Organization, *keys,
) {
	t.Helper()
	server := serve(t, o, opts...)
	k := &keys{opened: map[string]int{}, config: aws.Config{
		Region: "us-east-1", BaseEndpoint: aws.String("http://aws.example"), HTTPClient: &http.Client{Transport: server.RoundTripper()},
	}}
	got := &snapshot.Organization{
		ID: "o-test", ManagementID: management, Partition: "aws", Missing: missing,
		Delegations: []snapshot.Delegation{{Account: delegated, Service: "access-analyzer.amazonaws.com"}},
		Accounts:    []snapshot.OrgAccount{{ID: management, State: snapshot.StateActive}, {ID: delegated, State: snapshot.StateActive}},
	}
	org.Complete(t.Context(), k, got, want, regions)
	return got, k
}

func TestCompleteAnalyzers(t *testing.T) {
	got, k := complete(t, withAnalyzers(), nil, analyzerSections(), nil)
	all := "arn:aws:access-analyzer:us-east-1:" + delegated + ":analyzer/all"
	want := &snapshot.Organization{
		Analyzers: &snapshot.AccessAnalyzer{Analyzers: []snapshot.Analyzer{
			{
				ARN:  "arn:aws:access-analyzer:eu-central-1:" + management + ":analyzer/idle",
				Name: "idle", Region: "eu-central-1", Type: "ORGANIZATION_UNUSED_ACCESS", Status: "ACTIVE",
			},
			{ARN: all, Name: "all", Region: "us-east-1", Type: "ORGANIZATION", Status: "ACTIVE"},
		}},
		AnalyzerFindings: &snapshot.AnalyzerFindings{Findings: []snapshot.AnalyzerFinding{{
			ID: "f-1", Analyzer: all, Type: "ExternalAccess", Account: member, Resource: "arn:aws:s3:::open",
			ResourceType: "AWS::S3::Bucket", Public: true,
		}}},
		ArchiveRules: &snapshot.ArchiveRules{Rules: []snapshot.ArchiveRule{{Analyzer: all, Name: "noise"}}},
	}
	for _, pair := range [][2]any{{want.Analyzers, got.Analyzers}, {want.AnalyzerFindings, got.AnalyzerFindings}, {want.ArchiveRules, got.ArchiveRules}} {
		if diff := cmp.Diff(pair[0], pair[1]); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	}
	if diff := cmp.Diff(map[string]int{management: 1, delegated: 1}, k.opened); diff != "" {
		t.Errorf("sessions (-want +got):\n%s", diff)
	}
	if regions := got.Analyzers.Covering(); !cmp.Equal(regions, []string{"us-east-1"}) {
		t.Errorf("covers %v", regions)
	}
}

func TestCompleteReadsOnlyWhatIsWanted(t *testing.T) {
	got, _ := complete(t, withAnalyzers(), nil, []snapshot.Section{snapshot.SectionOrganizationAnalyzers}, []string{"eu-central-1"})
	if got.AnalyzerFindings != nil || got.ArchiveRules != nil || len(got.Analyzers.Analyzers) != 1 {
		t.Errorf("read %+v, %+v, %+v", got.Analyzers, got.AnalyzerFindings, got.ArchiveRules)
	}
}

// TestCompleteWithoutAnalyzers loses exactly the section that cannot be read, for the reason in the account that it is of.
func TestCompleteWithoutAnalyzers(t *testing.T) {
	deny := func(action string) fixtures.Option {
		return fixtures.WithFaults(fixtures.Fault{Account: delegated, Action: action, Kind: fixtures.Deny})
	}
	denied := snapshot.Reason{Cause: findings.Denied, Action: "organizations:ListDelegatedAdministrators", Message: "denied"}
	for name, c := range map[string]struct {
		option  fixtures.Option
		missing map[snapshot.Section]snapshot.Reason
		lost    []snapshot.Section
		want    snapshot.Reason
	}{
		"list-denied": {
			option: deny("access-analyzer:ListAnalyzers"), lost: analyzerSections(),
			want: snapshot.Reason{Cause: findings.Denied, Action: "access-analyzer:ListAnalyzers", Code: "AccessDeniedException"},
		},
		"findings-denied": {
			option: deny("access-analyzer:ListFindings"), lost: []snapshot.Section{snapshot.SectionOrganizationFindings},
			want: snapshot.Reason{Cause: findings.Denied, Action: "access-analyzer:ListFindings", Code: "AccessDeniedException"},
		},
		"delegations-unknown": {
			option: fixtures.WithPageSize(100), missing: map[snapshot.Section]snapshot.Reason{snapshot.SectionDelegations: denied},
			lost: analyzerSections(), want: denied,
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, _ := complete(t, withAnalyzers(), c.missing, analyzerSections(), nil, c.option)
			delete(got.Missing, snapshot.SectionDelegations)
			if len(got.Missing) != len(c.lost) {
				t.Errorf("missing %v, want %v", got.Missing, c.lost)
			}
			for _, section := range c.lost {
				r := got.Missing[section]
				if r.Message == "" {
					t.Errorf("%s: no message", section)
				}
				r.Message, c.want.Message = "", ""
				if r != c.want {
					t.Errorf("%s: %+v, want %+v", section, r, c.want)
				}
			}
		})
	}
}

func TestCompleteWithoutSession(t *testing.T) {
	o := &snapshot.Organization{ID: "o-test", ManagementID: "444455556666"}
	org.Complete(t.Context(), &keys{opened: map[string]int{}}, o, analyzerSections(), nil)
	for _, section := range analyzerSections() {
		if r := o.Missing[section]; r.Cause != findings.Error || r.Action != "sts:AssumeRole" {
			t.Errorf("%s: %+v", section, r)
		}
	}
	unknown := &snapshot.Organization{}
	org.Complete(t.Context(), &keys{}, unknown, analyzerSections(), nil)
	if len(unknown.Missing) > 0 {
		t.Errorf("missing without an organization: %v", unknown.Missing)
	}
}

func analyzerSections() []snapshot.Section {
	return []snapshot.Section{
		snapshot.SectionOrganizationAnalyzers, snapshot.SectionOrganizationFindings, snapshot.SectionOrganizationRules,
	}
}
