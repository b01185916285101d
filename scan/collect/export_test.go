package collect

// Decoded is decoded, for the fuzz test.
func Decoded(document string) string { return decoded(document) }
