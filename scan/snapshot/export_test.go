package snapshot

// DecodeWithin is decoding with a limit of its own.
func DecodeWithin(r interface{ Read([]byte) (int, error) }, a *Account, limit int64) error {
	return decode(r, a, limit, func() error { return nil })
}

// HasCleaner reports whether accounts have the section.
func HasCleaner(s Section) bool { return cleaners[s] != nil }
