package assume

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// slowFactor and recoverShare are the two halves of additive increase, multiplicative decrease: a throttle takes 30 % of
// the rate away, a success gives half a percent of the ceiling back. The floor is a tenth of the ceiling, so that a client which
// is throttled for other people's traffic still finds out when that ends.
const (
	slowFactor   = 0.7
	recoverShare = 0.005
	floorShare   = 0.1
)

// pace is a rate limiter that slows down on throttling answers and recovers on successes.
type pace struct {
	limiter *rate.Limiter
	// slowed lets one slow-down a second through: the answers to one burst are one piece of news.
	slowed  *rate.Limiter
	mu      sync.Mutex
	ceiling rate.Limit
}

func newPace(l Limits) *pace {
	ceiling := rate.Limit(l.Rate)
	if l.Rate <= 0 {
		ceiling = rate.Inf
	}
	return &pace{
		limiter: rate.NewLimiter(ceiling, max(l.Burst, 1)),
		slowed:  rate.NewLimiter(rate.Every(time.Second), 1),
		ceiling: ceiling,
	}
}

// wait takes a token. Its error is a *waitError also when the context still runs but would end before the token comes.
func (p *pace) wait(ctx context.Context) error {
	if err := p.limiter.Wait(ctx); err != nil {
		return &waitError{err}
	}
	return nil
}

// slow reacts to one throttling answer.
func (p *pace) slow() {
	if p.ceiling == rate.Inf || !p.slowed.Allow() {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.limiter.SetLimit(max(p.limiter.Limit()*slowFactor, p.ceiling*floorShare))
}

// recovered reacts to one success.
func (p *pace) recovered() {
	if p.ceiling == rate.Inf {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if limit := p.limiter.Limit(); limit < p.ceiling {
		p.limiter.SetLimit(min(limit+p.ceiling*recoverShare, p.ceiling))
	}
}
