package policy

// truth is a value of three-valued logic, in its order: and is the least, or the greatest.
type truth uint8

const (
	no truth = iota
	maybe
	yes
)

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

func (t truth) not() truth { return yes - t }

// possibly is maybe where t holds: for what matches only if something not known turns out right.
func (t truth) possibly() truth { return min(t, maybe) }

// either is t if both agree, maybe otherwise: for a fact of which only one of two cases holds.
func either(a, b truth) truth {
	if a == b {
		return a
	}
	return maybe
}
