package collect

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// Part collects the options' sections of an account, those that they build on, and nothing else: for what an organization
// keeps in one of its accounts. The account's identity is not proved. What fails is in the snapshot's Missing.
func Part(ctx context.Context, cfg aws.Config, id string, o Options) *snapshot.Account {
	s := newSession(cfg, &snapshot.Account{Schema: snapshot.AccountSchema, ID: id, Partition: o.Partition, AsOf: o.AsOf}, o)
	s.collect(ctx, collectors(o.Sections))
	s.account.Sort()
	return s.account
}
