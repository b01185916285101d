package org

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// describe reads the organization's ids. Any member may ask, so its denial is a missing section like another; only the
// answer that there is no organization ends the load.
func (l *loader) describe(ctx context.Context) error {
	const action = "organizations:DescribeOrganization"
	out, err := l.client.DescribeOrganization(ctx, nil)
	var none *types.AWSOrganizationsNotInUseException
	switch {
	case errors.As(err, &none):
		return loadError(failed(action, err))
	case err != nil:
		l.try(snapshot.SectionOrganization, failed(action, err))
	case out.Organization == nil:
		l.try(snapshot.SectionOrganization, failed(action, answerError("the answer holds no organization")))
	default:
		o := out.Organization
		l.org.ID, l.org.ARN = aws.ToString(o.Id), aws.ToString(o.Arn)
		l.org.ManagementID, l.org.FeatureSet = aws.ToString(o.MasterAccountId), string(o.FeatureSet)
	}
	return nil
}

// accounts reads the account list. An account that moves between pages while they are read can come twice.
func (l *loader) accounts(ctx context.Context) error {
	const action = "organizations:ListAccounts"
	byID := map[string]snapshot.OrgAccount{}
	err := pages(ctx, action, func(ctx context.Context, token *string) (*string, error) {
		out, err := l.client.ListAccounts(ctx, &organizations.ListAccountsInput{NextToken: token})
		if err != nil {
			return nil, err
		}
		for _, a := range out.Accounts {
			id := aws.ToString(a.Id)
			if !twelveDigits.MatchString(id) {
				// Ids become names of files.
				return nil, answerError("an account id is not twelve digits")
			}
			byID[id] = account(a)
		}
		return out.NextToken, nil
	})
	if err == nil && len(byID) == 0 {
		// The management account is always in the list, so an empty one is a refusal in disguise.
		err = failed(action, answerError("the account list is empty"))
	}
	if err != nil {
		return loadError(err)
	}
	l.org.Accounts = slices.SortedFunc(maps.Values(byID), func(a, b snapshot.OrgAccount) int { return cmp.Compare(a.ID, b.ID) })
	l.unplaced = slices.ContainsFunc(l.org.Accounts, func(a snapshot.OrgAccount) bool { return len(a.Parents) == 0 })
	l.deriveIDs()
	return nil
}

// deriveIDs takes the ids that DescribeOrganization did not tell from an account's ARN:
// arn:aws:organizations::<management>:account/<organization>/<account>.
func (l *loader) deriveIDs() {
	if l.org.ID != "" {
		return
	}
	for _, a := range l.org.Accounts {
		parts := strings.SplitN(a.ARN, ":", 6)
		if len(parts) < 6 {
			continue
		}
		if path := strings.Split(parts[5], "/"); len(path) == 3 && path[0] == "account" {
			l.org.ManagementID, l.org.ID = parts[4], path[1]
			return
		}
	}
}

func account(a types.Account) snapshot.OrgAccount {
	out := snapshot.OrgAccount{
		ID: aws.ToString(a.Id), ARN: aws.ToString(a.Arn), Name: aws.ToString(a.Name), Email: aws.ToString(a.Email),
		State: state(a), Joined: aws.ToTime(a.JoinedTimestamp).UTC(), JoinedMethod: string(a.JoinedMethod),
	}
	if len(a.Paths) > 0 {
		out.Parents = parents(a.Paths[0], out.ID)
	}
	return out
}

// state prefers State: Status is being retired and knows fewer values. Where they contradict each other, State is right.
func state(a types.Account) snapshot.AccountState {
	return snapshot.AccountState(cmp.Or(string(a.State), string(a.Status)))
}

// parents reads a path such as o-a1b2c3/r-a1b2/ou-a1b2-11111111/111122223333/ into the ids from the root to the account's
// own OU. A path of another form gives nil: the tree is walked instead.
func parents(path, account string) []string {
	parts := strings.Split(strings.TrimSuffix(path, "/"), "/")
	if len(parts) < 3 || !strings.HasPrefix(parts[0], "o-") || parts[len(parts)-1] != account {
		return nil
	}
	ids := parts[1 : len(parts)-1]
	for i, id := range ids {
		want := "ou-"
		if i == 0 {
			want = "r-"
		}
		if !strings.HasPrefix(id, want) {
			return nil
		}
	}
	return ids
}
