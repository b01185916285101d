package tables

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// reportColumns are the columns of AWS's credential report, in AWS's order. The last one is newer than the others.
var reportColumns = []string{
	"user", "arn", "user_creation_time",
	"password_enabled", "password_last_used", "password_last_changed", "password_next_rotation", "mfa_active",
	"access_key_1_active", "access_key_1_last_rotated", "access_key_1_last_used_date",
	"access_key_1_last_used_region", "access_key_1_last_used_service",
	"access_key_2_active", "access_key_2_last_rotated", "access_key_2_last_used_date",
	"access_key_2_last_used_region", "access_key_2_last_used_service",
	"cert_1_active", "cert_1_last_rotated", "cert_2_active", "cert_2_last_rotated",
	"additional_credentials_info",
}

var _ = register("credentials", Credentials)

// Credentials is the credential report of the whole organization: each row of each account's report with the account in
// front and, last, when AWS made the report. The values are AWS's own, unchanged: "N/A", "no_information" and
// "not_supported" stay apart. A column that a report does not have is empty; columns beyond AWS's documented ones are left
// out and stay in the snapshot. An account without a report has no row: coverage says why.
func Credentials(org *snapshot.Organization, accounts iter.Seq2[*snapshot.Account, error]) findings.Table {
	return findings.Table{
		Name:    "credentials",
		Columns: slices.Concat(originColumns, reportColumns, []string{"report_generated"}),
		Rows:    perAccount(org, accounts, credentialRows),
	}
}

func credentialRows(a *snapshot.Account) ([][]string, error) {
	if a.CredentialReport == nil {
		return nil, nil
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(a.CredentialReport.Raw, "\uFEFF")))
	header, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("credential report: header: %w", err)
	}
	positions := make([]int, len(reportColumns))
	for i, name := range reportColumns {
		positions[i] = slices.IndexFunc(header, func(h string) bool { return strings.TrimSpace(h) == name })
	}
	generated := ""
	if t := a.CredentialReport.Generated; !t.IsZero() {
		generated = t.UTC().Format(time.RFC3339)
	}
	return pickRows(r, positions, generated)
}

// pickRows returns the fields at the positions of every record, "" for a negative position, and the last field after them.
func pickRows(r *csv.Reader, positions []int, last string) ([][]string, error) {
	var rows [][]string
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, fmt.Errorf("credential report: %w", err)
		}
		row := make([]string, 0, len(positions)+1)
		for _, at := range positions {
			if at < 0 {
				row = append(row, "")
				continue
			}
			row = append(row, record[at])
		}
		rows = append(rows, append(row, last))
	}
}
