package org

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Row is one line of an accounts file.
type Row struct {
	// Line is where the row starts, counted from 1.
	Line int
	// ID is twelve digits; the other fields may be empty.
	ID, Name, OU, Owner, Environment, Tier string
}

// columns are the names that the header may hold, with the field of each.
var columns = map[string]func(*Row) *string{
	"id":          func(r *Row) *string { return &r.ID },
	"name":        func(r *Row) *string { return &r.Name },
	"ou":          func(r *Row) *string { return &r.OU },
	"owner":       func(r *Row) *string { return &r.Owner },
	"environment": func(r *Row) *string { return &r.Environment },
	"tier":        func(r *Row) *string { return &r.Tier },
}

// columnNames is the header in full, for errors.
const columnNames = "id,name,ou,owner,environment,tier"

var twelveDigits = regexp.MustCompile(`^\d{12}$`)

// ReadAccountsFile reads an accounts file: CSV with the columns id (required), name, ou, owner, environment and tier in
// any order, named by its first line. A byte-order mark and CRLF are accepted. Text that is not UTF-8, unknown columns, ids
// that are not twelve digits, an id on two lines and a file without accounts are errors that name the line. Rows keep the
// file's order.
func ReadAccountsFile(r io.Reader) ([]Row, error) {
	reader := csv.NewReader(withoutMark(r))
	fields, err := header(reader)
	if err != nil {
		return nil, err
	}
	var rows []Row
	lines := map[string]int{}
	for {
		record, line, err := readRecord(reader)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("accounts file: %w", err)
		}
		row := fill(fields, record, line)
		if err := row.check(lines); err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return nil, errors.New("accounts file: no accounts")
	}
	return rows, nil
}

// withoutMark drops the byte-order mark that spreadsheets put first.
func withoutMark(r io.Reader) io.Reader {
	buffered := bufio.NewReader(r)
	if mark, err := buffered.Peek(3); err == nil && string(mark) == "\ufeff" {
		_, _ = buffered.Discard(3)
	}
	return buffered
}

// readRecord reads one record and the line on which it starts. Spreadsheets save other encodings than UTF-8 by default.
func readRecord(reader *csv.Reader) (record []string, line int, err error) {
	record, err = reader.Read()
	for i, field := range record {
		if !utf8.ValidString(field) {
			line, _ = reader.FieldPos(i)
			return nil, line, fmt.Errorf("line %d: text that is not UTF-8: save the file as CSV UTF-8", line)
		}
	}
	if err != nil {
		return nil, 0, err
	}
	line, _ = reader.FieldPos(0)
	return record, line, nil
}

// header reads the first line into one field accessor a column.
func header(reader *csv.Reader) ([]func(*Row) *string, error) {
	record, line, err := readRecord(reader)
	if errors.Is(err, io.EOF) {
		return nil, errors.New("accounts file: empty; the first line must name columns of " + columnNames)
	}
	if err != nil {
		return nil, fmt.Errorf("accounts file: %w", err)
	}
	var seen []string
	var fields []func(*Row) *string
	for _, cell := range record {
		name := strings.ToLower(strings.TrimSpace(cell))
		field, ok := columns[name]
		if !ok {
			return nil, fmt.Errorf("accounts file: line %d: unknown column %q: the columns are %s", line, cell, columnNames)
		}
		if slices.Contains(seen, name) {
			return nil, fmt.Errorf("accounts file: line %d: column %q twice", line, name)
		}
		seen, fields = append(seen, name), append(fields, field)
	}
	if !slices.Contains(seen, "id") {
		return nil, fmt.Errorf("accounts file: line %d: no column id", line)
	}
	return fields, nil
}

func fill(fields []func(*Row) *string, record []string, line int) Row {
	row := Row{Line: line}
	for i, field := range fields {
		*field(&row) = strings.TrimSpace(record[i])
	}
	return row
}

// check validates the id and notes its line.
func (r Row) check(lines map[string]int) error {
	if !twelveDigits.MatchString(r.ID) {
		return fmt.Errorf("accounts file: line %d: account id %q is not twelve digits; "+
			"a spreadsheet may have taken it for a number: format the column as text", r.Line, r.ID)
	}
	if first, ok := lines[r.ID]; ok {
		return fmt.Errorf("accounts file: account %s is on line %d and on line %d", r.ID, first, r.Line)
	}
	lines[r.ID] = r.Line
	return nil
}
