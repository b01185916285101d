package awscli

import (
	"bufio"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// maxReport bounds a credential report: 5,000 users take less than 4 MiB.
const maxReport = 16 << 20

// readReport reads the field Content, which is base64, and may be longer than any other value.
func readReport(s *stream, p *part) error {
	s.meter.allow(maxReport)
	defer s.meter.allow(maxValue)
	var encoded string
	if err := s.value(&encoded); err != nil {
		return err
	}
	text, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return errors.New("the content of the credential report is not base64")
	}
	return p.report(string(text))
}

func readGenerated(s *stream, p *part) error {
	var generated stamp
	if err := s.value(&generated); err != nil {
		return err
	}
	p.needReport().Generated = generated.Time
	return nil
}

func (p *part) needReport() *snapshot.CredentialReport {
	if p.data.CredentialReport == nil {
		p.data.CredentialReport = &snapshot.CredentialReport{}
	}
	return p.data.CredentialReport
}

// report takes the text of a credential report. Its rows name the account.
func (p *part) report(text string) error {
	rows, err := snapshot.ParseCredentialReport(text)
	if err != nil {
		return fmt.Errorf("credential report: %w", err)
	}
	for i := range rows {
		if err := p.own(rows[i].ARN); err != nil {
			return err
		}
	}
	p.needReport().Raw = text
	return nil
}

// looksLikeReport reports whether a text begins as the decoded report does.
func looksLikeReport(start string) bool {
	header, _, _ := strings.Cut(strings.TrimPrefix(start, "\ufeff"), "\n")
	return strings.HasPrefix(header, "user,arn,")
}

// readCSV reads the decoded report, which does not say when it was made.
func readCSV(r *bufio.Reader, p *part) error {
	text, err := io.ReadAll(io.LimitReader(r, maxReport+1))
	if err != nil {
		return err
	}
	if len(text) > maxReport {
		return errors.New("a credential report of more than 16 MiB")
	}
	p.command = reportCommand
	return p.report(string(text))
}
