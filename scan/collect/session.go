package collect

import (
	"context"
	"slices"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// session is the collection of one account. Collectors write to disjoint fields of account; only Missing is shared.
type session struct {
	iam     *iam.Client
	config  aws.Config
	options Options
	slots   *slots

	mu      sync.Mutex
	account *snapshot.Account
	// done holds a channel for each chosen section, closed when it has been found or is missing.
	done map[snapshot.Section]chan struct{}
	// quiet is closed when every collector has ended that does not wait for the credential report.
	quiet chan struct{}
}

func newSession(cfg aws.Config, account *snapshot.Account, o Options) *session {
	limit := newSlots(o.inFlight())
	cfg = cfg.Copy()
	cfg.APIOptions = append(slices.Clip(cfg.APIOptions), limit.install)
	return &session{
		iam:     iam.NewFromConfig(cfg),
		config:  cfg,
		options: o,
		slots:   limit,
		account: account,
		done:    map[snapshot.Section]chan struct{}{},
		quiet:   make(chan struct{}),
	}
}

// collect runs the collectors, overlapping, and returns when all have ended. The others wait for the first one's first
// request to be on its way.
func (s *session) collect(ctx context.Context, collectors []collector) {
	for _, c := range collectors {
		s.done[c.section] = make(chan struct{})
	}
	var others, all sync.WaitGroup
	for i, c := range collectors {
		independent := i > 0 && !slices.Contains(c.needs, collectors[0].section)
		if independent {
			others.Add(1)
		}
		all.Go(func() {
			if independent {
				defer others.Done()
			}
			s.fill(ctx, c)
		})
		if i == 0 {
			s.awaitFirst(c.section)
		}
	}
	others.Wait()
	close(s.quiet)
	all.Wait()
}

func (s *session) awaitFirst(section snapshot.Section) {
	select {
	case <-s.slots.used:
	case <-s.done[section]:
	}
}

// fill runs one collector once the sections that it needs are done, and records why when it fails.
func (s *session) fill(ctx context.Context, c collector) {
	defer close(s.done[c.section])
	for _, need := range c.needs {
		<-s.done[need]
	}
	if err := guarded(c.actions[0], func() error { return c.run(ctx, s) }); err != nil {
		s.miss(c.section, reasonOf(c.actions[0], err))
	}
}

// guarded turns a panic, which in a goroutine would end the whole sweep, into a failure of the action.
func guarded(action string, run func() error) (err error) {
	defer func() {
		if recover() != nil {
			err = notUnderstood(action, "reading the answer panicked")
		}
	}()
	return run()
}

func (s *session) miss(section snapshot.Section, r snapshot.Reason) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.account.Miss(section, r)
}

// lacking returns an error that passes on why one of the sections is missing, and nil when all are there.
func (s *session) lacking(sections ...snapshot.Section) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, section := range sections {
		if r, missing := s.account.Missing[section]; missing {
			return &inherited{r}
		}
	}
	return nil
}
