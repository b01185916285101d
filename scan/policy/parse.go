package policy

// Parse reads a policy document.
func Parse(text string) *Document { return &Document{Malformed: text == ""} }
