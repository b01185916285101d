package report

// Document is a whole JSON report, for the schema.
type Document = document

// Cell is a CSV field; Shown, Visible, Separated, Cut and Wrap are what it and the other formats are made of.
var (
	Cell      = cell
	Shown     = shown
	Visible   = visible
	Separated = separated
	Cut       = cut
	Wrap      = wrap
)
