package report

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/orgscan/orgscan/findings"
)

// Default is the format in force when none is asked for.
const Default = "table"

// Source is what a report is made of.
type Source struct {
	// Run says what the sweep covered. Its times, call counts, parameters and file hashes are never reported.
	Run *findings.Run
	// Findings returns all findings in the order of findings.Compare. A format may call it more than once.
	Findings func() iter.Seq2[findings.Finding, error]
	// Rules are those of the selected checks, in the order in which they are to be listed.
	Rules []findings.Rule
	// Frameworks are those whose controls are reported, reduced to checks that exist.
	Frameworks []findings.Framework
	// Tables return the named tables. A format that shows them calls each function once; the others call none.
	Tables []func() findings.Table
}

// Options are what a person may choose about a report. The zero value is the one for files.
type Options struct {
	// ShowPassed adds what passed or did not apply to the formats for people; the others always have it.
	ShowPassed bool
	// Color adds ANSI colours to the formats for terminals. No meaning is in the colour alone.
	Color bool
	// Width is the number of terminal columns; 0 means 120.
	Width int
}

// Create opens one file of a report by its name with slashes, for example "report.csv/findings.csv". Write closes it.
type Create func(name string) (io.WriteCloser, error)

// format is one way of writing a report. Exactly one of write and folder is set.
type format struct {
	// path is the name of the file, or of the folder.
	path string
	// write writes the one file.
	write func(w io.Writer, src *Source, o Options) error
	// folder writes several files below path.
	folder func(create Create, src *Source, o Options) error
}

var formats = map[string]format{
	"csv":   {path: csvFolder, folder: writeCSV},
	"json":  {path: "report.json", write: writeJSON},
	"table": {path: "report.txt", write: writeTable},
}

// Formats returns the names of all formats, sorted.
func Formats() []string { return slices.Sorted(maps.Keys(formats)) }

// Path returns the name of the file or folder that the format writes, for example "report.csv"; empty for an unknown
// format.
func Path(name string) string { return formats[name].path }

// Folder reports whether the format is a folder of files, which cannot be written to one stream.
func Folder(name string) bool { return formats[name].folder != nil }

// UnknownFormatError says that there is no format of that name.
type UnknownFormatError struct{ Format string }

// Error names the format.
func (e *UnknownFormatError) Error() string { return fmt.Sprintf("unknown format %q", e.Format) }

// Hint lists the formats.
func (e *UnknownFormatError) Hint() string { return "one of " + strings.Join(Formats(), ", ") }

// FolderError says that a format of several files was to be written to one stream.
type FolderError struct{ Format string }

// Error names the format.
func (e *FolderError) Error() string {
	return fmt.Sprintf("format %q is a folder of files and cannot be written to one stream", e.Format)
}

// Hint says what to do instead.
func (e *FolderError) Hint() string {
	return fmt.Sprintf("look for %s in the run directory", Path(e.Format))
}

// Write writes the report in one format, into files that create opens below the run directory. A file that was opened
// is closed, also on an error, and is then incomplete. An unknown format is an *UnknownFormatError.
func Write(name string, src *Source, o Options, create Create) error {
	f, ok := formats[name]
	if !ok {
		return &UnknownFormatError{Format: name}
	}
	if f.folder != nil {
		return f.folder(create, src, o)
	}
	return writeFile(create, f.path, func(w io.Writer) error { return f.write(w, src, o) })
}

// WriteTo writes the report in one format to w. An unknown format is an *UnknownFormatError, one of several files a
// *FolderError; in both cases nothing is written.
func WriteTo(w io.Writer, name string, src *Source, o Options) error {
	f, ok := formats[name]
	switch {
	case !ok:
		return &UnknownFormatError{Format: name}
	case f.folder != nil:
		return &FolderError{Format: name}
	}
	return f.write(w, src, o)
}

// writeFile opens a file, fills it and closes it. An error names the file.
func writeFile(create Create, name string, fill func(io.Writer) error) error {
	w, err := create(name)
	if err != nil {
		return fmt.Errorf("create %s: %w", name, err)
	}
	if err := errors.Join(fill(w), w.Close()); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}
