package collect

// Filler is filler, for its table of cases.
func Filler(text string) bool { return filler(text) }
