package collect

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/account"
	"github.com/aws/aws-sdk-go-v2/service/account/types"
	"golang.org/x/sync/errgroup"

	"github.com/orgscan/orgscan/assume"
	"github.com/orgscan/orgscan/scan/snapshot"
)

const actionListRegions = "account:ListRegions"

// regionsPage is the largest that account:ListRegions accepts.
const regionsPage = 50

// regions lists the Regions of the account. Every regional collector needs it.
func regions() collector {
	return collector{
		section: snapshot.SectionRegions,
		actions: []string{actionListRegions},
		run: func(ctx context.Context, s *session) error {
			client := account.NewFromConfig(s.config)
			var all []snapshot.Region
			err := pages(actionListRegions, func(token *string) (page, error) {
				out, err := client.ListRegions(ctx, &account.ListRegionsInput{MaxResults: aws.Int32(regionsPage), NextToken: token})
				if err != nil {
					return page{}, failed(actionListRegions, err)
				}
				a := &answer{action: actionListRegions}
				all = append(all, each(out.Regions, a.region)...)
				return page{out.NextToken != nil, out.NextToken}, a.err
			})
			if err != nil {
				return err
			}
			if len(all) == 0 {
				return notUnderstood(actionListRegions, "the answer holds no Regions")
			}
			found := &snapshot.Regions{All: all, Chosen: s.options.Regions}
			if unknown := found.Unknown(); unknown != "" {
				return notUnderstood(actionListRegions, unknown+" is no Region that AWS lists")
			}
			s.account.Regions = found
			return nil
		},
	}
}

func (a *answer) region(r types.Region) snapshot.Region {
	status := string(r.RegionOptStatus)
	return snapshot.Region{
		Name:   a.text(r.RegionName, "a Region without name"),
		Status: a.text(&status, "a Region without status"),
	}
}

// scanned returns the Regions that a regional section looks at, or why they are not known.
func (s *session) scanned() ([]string, error) {
	if err := s.lacking(snapshot.SectionRegions); err != nil {
		return nil, err
	}
	return s.account.Regions.Scanned(), nil
}

// inRegion returns the configuration for one service in one Region, with a limit of its own beside the account's. Make one
// client of it.
func (s *session) inRegion(region string, perSecond float64) aws.Config {
	cfg := assume.Slower(s.config, perSecond, 1)
	cfg.Region = region
	return cfg
}

// regional is what failed in one Region.
type regional struct {
	region string
	err    error
}

func (e *regional) Error() string { return e.region + ": " + e.err.Error() }
func (e *regional) Unwrap() error { return e.err }

// inEachRegion asks in every scanned Region.
func inEachRegion[T any](s *session, action string, ask func(region string) (T, error)) ([]T, error) {
	names, err := s.scanned()
	if err != nil {
		return nil, err
	}
	return inRegions(s, action, names, ask)
}

// inRegions asks in the named Regions, several at once, and returns the answers in the order of the Regions. Of several
// failures it returns that of the first Region, so that equal states fail alike.
func inRegions[T any](s *session, action string, names []string, ask func(region string) (T, error)) ([]T, error) {
	answers, failures := make([]T, len(names)), make([]error, len(names))
	var group errgroup.Group
	group.SetLimit(s.options.inFlight())
	for i, region := range names {
		group.Go(func() error {
			failures[i] = guarded(action, func() (err error) {
				answers[i], err = ask(region)
				return err
			})
			return nil
		})
	}
	_ = group.Wait()
	for i, err := range failures {
		if err != nil {
			return nil, &regional{names[i], err}
		}
	}
	return answers, nil
}
