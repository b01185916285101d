package collect

// Decoded is decoded, for the fuzz test.
func Decoded(document string) string { return decoded(document) }

// Filler is filler, for its table of cases.
func Filler(text string) bool { return filler(text) }
