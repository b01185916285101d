package main

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan"
)

// A status line is drawn at most every redraw; without a terminal a plain line comes at most every plainEvery.
const (
	redraw     = 100 * time.Millisecond
	plainEvery = 10 * time.Second
)

// statusWriter is the one way to stderr while a sweep runs: it takes the status line away before a log line and puts it
// back after.
type statusWriter struct {
	mu    sync.Mutex
	out   io.Writer
	width func() int
	line  string
}

// Write writes log text.
func (s *statusWriter) Write(text []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.erase()
	n, err := s.out.Write(text)
	s.draw()
	return n, err
}

// show replaces the status line; "" removes it.
func (s *statusWriter) show(line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.erase()
	s.line = line
	s.draw()
}

func (s *statusWriter) erase() {
	if s.line != "" {
		io.WriteString(s.out, "\r\x1b[K") //nolint:errcheck // a status line that cannot be drawn harms nothing
	}
}

// draw cuts the line to the terminal's width: a wrapped one could not be erased.
func (s *statusWriter) draw() {
	if s.line == "" {
		return
	}
	line := s.line
	if w := s.width(); w > 1 && len(line) > w-1 {
		line = line[:w-1]
	}
	io.WriteString(s.out, line) //nolint:errcheck // a status line that cannot be drawn harms nothing
}

// monitor follows a sweep and tells the person who waits.
type monitor struct {
	log     *logger
	now     func() time.Time
	line    bool
	plain   bool
	total   int
	started time.Time

	mu                      sync.Mutex
	done, gaps, calls, kept int
	shown                   time.Time
}

// monitor starts to follow a sweep as --progress asks.
func (p *program) monitor(in sweepInput) *monitor {
	terminal := p.stderrTerminal && p.getenv("TERM") != "dumb" && p.getenv("CI") == ""
	m := &monitor{
		log: in.log, now: p.now, total: in.run.Scope.Selected, started: p.now(),
		line: in.output.progress == "auto" && terminal,
	}
	m.plain = !m.line && in.output.progress != "none"
	m.shown = m.started
	if m.line {
		m.log.stream.show(m.status())
	}
	return m
}

// event takes note of an account that is done.
func (m *monitor) event(e scan.Event) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.count(e)
	m.tell(e.Coverage)
	now := m.now()
	switch {
	case m.line && (now.Sub(m.shown) >= redraw || m.done == m.total):
		m.log.stream.show(m.status())
		m.shown = now
	case m.plain && now.Sub(m.shown) >= plainEvery:
		m.log.Info().Int("done", m.done).Int("accounts", m.total).Int("gaps", m.gaps).Int("calls", m.calls).Msg("progress")
		m.shown = now
	}
}

func (m *monitor) count(e scan.Event) {
	m.done++
	if e.Saved {
		m.kept++
	}
	if e.Coverage.State != findings.Complete {
		m.gaps++
	}
	for _, n := range e.Coverage.Calls {
		m.calls += n
	}
}

// tell logs an account: at debug level when all is well.
func (m *monitor) tell(c findings.Coverage) {
	e := m.log.Debug()
	cancelled := len(c.Reasons) > 0 && c.Reasons[0].Cause == findings.Cancelled
	if c.State != findings.Complete && m.plain && !cancelled {
		e = m.log.Warn()
	}
	e = e.Str("account", c.Account).Str("state", string(c.State)).Stringer("took", c.Ended.Sub(c.Started).Round(time.Millisecond))
	if len(c.Reasons) > 0 {
		r := c.Reasons[0]
		if r.Section != "" {
			e = e.Str("section", r.Section)
		}
		e = e.Str("action", r.Action).Str("code", r.Code).Int("reasons", len(c.Reasons))
	}
	e.Msg("account")
}

// finish removes the status line, or says in a plain line what was done.
func (m *monitor) finish() {
	m.log.stream.show("")
	if m.plain {
		m.log.Info().Int("done", m.done).Int("accounts", m.total).Int("gaps", m.gaps).Int("calls", m.calls).Msg("swept")
	}
}

// status is the line a person watches: accounts, speed, time to go, gaps.
func (m *monitor) status() string {
	elapsed := m.now().Sub(m.started)
	text := fmt.Sprintf("%d/%d accounts", m.done, m.total)
	if s := elapsed.Seconds(); s > 0 {
		text += fmt.Sprintf("  %.0f calls/s", float64(m.calls)/s)
	}
	if fresh := m.done - m.kept; fresh > 0 && m.done < m.total {
		left := elapsed / time.Duration(fresh) * time.Duration(m.total-m.done)
		text += "  " + left.Round(time.Second).String() + " to go"
	}
	return text + fmt.Sprintf("  gaps so far: %d", m.gaps)
}
