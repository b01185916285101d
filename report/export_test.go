package report

// Document is a whole JSON report, for the schema.
type Document = document

// Shown, Visible, Separated, Fit and Wrap are what the formats share.
var (
	Shown     = shown
	Visible   = visible
	Separated = separated
	Fit       = fit
	Wrap      = wrap
)
