package collect

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/orgscan/orgscan/scan/snapshot"
)

const actionGetAccountSummary = "iam:GetAccountSummary"

func summary() collector {
	return collector{
		section: snapshot.SectionSummary,
		actions: []string{actionGetAccountSummary},
		run: func(ctx context.Context, s *session) error {
			out, err := s.iam.GetAccountSummary(ctx, &iam.GetAccountSummaryInput{})
			if err != nil {
				return failed(actionGetAccountSummary, err)
			}
			if len(out.SummaryMap) == 0 {
				return notUnderstood(actionGetAccountSummary, "the summary is empty")
			}
			counts := make(map[string]int, len(out.SummaryMap))
			for key, n := range out.SummaryMap {
				counts[key] = int(n)
			}
			s.account.Summary = counts
			return nil
		},
	}
}
