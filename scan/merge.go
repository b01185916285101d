package scan

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"path/filepath"
	"slices"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/checks"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// merge writes findings.jsonl from the spools of the accounts and of the checks that judge more than one account, in
// account order, and counts what passes. Only one account's findings are in memory at a time; here they meet, so here
// consequences learn their cause.
func (d *Directory) merge(coverage []findings.Coverage, selected []*checks.Check) (*findings.Tally, error) {
	var streams []*stream
	defer func() {
		for _, s := range streams {
			s.stop()
		}
	}()
	for _, c := range selected {
		if c.OrgWide() || c.OfRun {
			streams = append(streams, newStream(readLines(d.spoolPath(c.ID))))
		}
	}
	tally := &findings.Tally{}
	err := snapshot.WriteFile(filepath.Join(d.Path, findingsFile), func(w io.Writer) error {
		buffered := bufio.NewWriter(w)
		for _, c := range coverage {
			all, err := d.ofAccount(c, streams)
			if err != nil {
				return err
			}
			if err := emit(buffered, finished(all, selected), tally); err != nil {
				return err
			}
		}
		rest, err := until("", streams)
		return errors.Join(err, emit(buffered, finished(rest, selected), tally), buffered.Flush())
	})
	return tally, errors.Join(err, d.removeSpool())
}

// ofAccount returns what was spooled for an account, and what checks say of accounts before it that have no spool. An
// account in scope without a spool is an error: nothing may vanish on the way.
func (d *Directory) ofAccount(c findings.Coverage, streams []*stream) ([]findings.Finding, error) {
	own, err := collectFindings(readLines(d.spoolPath(c.Account)))
	if err != nil && (c.InScope() || !errors.Is(err, fs.ErrNotExist)) {
		return nil, fmt.Errorf("findings of account %s: %w", c.Account, err)
	}
	others, err := until(c.Account, streams)
	return append(own, others...), err
}

func finished(all []findings.Finding, selected []*checks.Check) []findings.Finding {
	checks.Blame(selected, all)
	slices.SortFunc(all, findings.Compare)
	return all
}

// stream reads the findings of one check as the merge comes to their accounts.
type stream struct {
	next func() (findings.Finding, error, bool)
	stop func()
	head findings.Finding
	err  error
	more bool
}

func newStream(seq iter.Seq2[findings.Finding, error]) *stream {
	s := &stream{}
	s.next, s.stop = iter.Pull2(seq)
	s.advance()
	return s
}

func (s *stream) advance() { s.head, s.err, s.more = s.next() }

// until takes from the streams what belongs to the account or one before it; an empty account takes all.
func until(account string, streams []*stream) ([]findings.Finding, error) {
	var out []findings.Finding
	for _, s := range streams {
		for s.more && s.err == nil && (account == "" || s.head.Account <= account) {
			out = append(out, s.head)
			s.advance()
		}
		if s.err != nil {
			return nil, s.err
		}
	}
	return out, nil
}
