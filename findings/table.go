package findings

import "iter"

// Table is a named table of strings for exports, such as the organization-wide credential report. Rows are produced
// one at a time in a fixed order and may be walked once.
type Table struct {
	// Name is the file name without extension, for example "credentials".
	Name    string
	Columns []string
	// Rows yields one slice per row, as long as Columns. A non-nil error ends the rows.
	Rows iter.Seq2[[]string, error]
}
