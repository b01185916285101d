package org

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/orgscan/orgscan/scan/snapshot"
)

const actionListOutboundTransfers = "organizations:ListOutboundResponsibilityTransfers"

// billingTransfers asks the management account, the only one that AWS answers, who else manages the organization's bills.
func billingTransfers() extra {
	return extra{
		section: snapshot.SectionBillingTransfers,
		actions: []string{actionListOutboundTransfers},
		read: func(ctx context.Context, c *completion) error {
			session, err := c.sessions.Session(ctx, c.org.ManagementID)
			if err != nil {
				return err
			}
			client := organizations.NewFromConfig(session.Config)
			found := &snapshot.BillingTransfers{}
			err = pages(ctx, actionListOutboundTransfers, func(ctx context.Context, token *string) (*string, error) {
				in := &organizations.ListOutboundResponsibilityTransfersInput{
					Type: types.ResponsibilityTransferTypeBilling, NextToken: token,
				}
				out, err := client.ListOutboundResponsibilityTransfers(ctx, in)
				if err != nil {
					return nil, err
				}
				for _, t := range out.ResponsibilityTransfers {
					transfer, err := billingTransfer(t)
					if err != nil {
						return nil, err
					}
					found.Outbound = append(found.Outbound, transfer)
				}
				return out.NextToken, nil
			})
			if err != nil {
				return err
			}
			c.org.BillingTransfers = found
			return nil
		},
	}
}

func billingTransfer(t types.ResponsibilityTransfer) (snapshot.BillingTransfer, error) {
	if aws.ToString(t.Arn) == "" || t.Status == "" || t.Target == nil || aws.ToString(t.Target.ManagementAccountId) == "" {
		return snapshot.BillingTransfer{}, answerError("a transfer without ARN, status or target")
	}
	out := snapshot.BillingTransfer{
		ARN: *t.Arn, Name: aws.ToString(t.Name), Status: string(t.Status), Manager: *t.Target.ManagementAccountId,
	}
	if t.StartTimestamp != nil {
		out.Start = t.StartTimestamp.UTC()
	}
	if t.EndTimestamp != nil {
		out.End = t.EndTimestamp.UTC()
	}
	return out, nil
}
