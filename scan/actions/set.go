package actions

import (
	"math/bits"
	"sync"
)

// Set holds actions of the catalogue. The zero value is empty.
type Set struct{ words []uint64 }

func newSet() Set { return Set{words: make([]uint64, (len(known().actions)+63)/64)} }

func (s *Set) add(i int) {
	if s.words == nil {
		*s = newSet()
	}
	s.words[i/64] |= 1 << (i % 64)
}

var byLevel = sync.OnceValue(func() map[Level]Set {
	out := map[Level]Set{}
	for i, a := range known().actions {
		s := out[a.Level]
		s.add(i)
		out[a.Level] = s
	}
	return out
})

// Of returns the actions of some levels.
func Of(levels ...Level) Set {
	s := newSet()
	for _, l := range levels {
		s.Add(byLevel()[l])
	}
	return s
}

// Add puts the actions of o into s. Sets that were copied from s before may change with it.
func (s *Set) Add(o Set) {
	if s.words == nil {
		*s = newSet()
	}
	for i, w := range o.words {
		s.words[i] |= w
	}
}

// Union returns the actions of either set.
func (s Set) Union(o Set) Set { return s.combine(o, func(a, b uint64) uint64 { return a | b }) }

// Intersect returns the actions of both sets.
func (s Set) Intersect(o Set) Set { return s.combine(o, func(a, b uint64) uint64 { return a & b }) }

// Minus returns the actions of s that are not in o.
func (s Set) Minus(o Set) Set { return s.combine(o, func(a, b uint64) uint64 { return a &^ b }) }

func (s Set) combine(o Set, with func(a, b uint64) uint64) Set {
	out := newSet()
	for i := range out.words {
		var a, b uint64
		if s.words != nil {
			a = s.words[i]
		}
		if o.words != nil {
			b = o.words[i]
		}
		out.words[i] = with(a, b)
	}
	return out
}

// Complement returns all actions that are not in s.
func (s Set) Complement() Set { return Expand("*").Minus(s) }

// Len returns how many actions the set holds.
func (s Set) Len() int {
	n := 0
	for _, w := range s.words {
		n += bits.OnesCount64(w)
	}
	return n
}

// List returns the actions, by service and name.
func (s Set) List() []Action {
	var out []Action
	for i, w := range s.words {
		for ; w != 0; w &= w - 1 {
			out = append(out, known().actions[i*64+bits.TrailingZeros64(w)])
		}
	}
	return out
}
