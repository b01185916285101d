package checks

import (
	"net/netip"
	"slices"
)

// openNetwork says that networks take every address of a family. Neighbours add up: 0.0.0.0/1 and 128.0.0.0/1 are
// everything. What is no network matches nothing.
func openNetwork(values []string) string {
	var networks []netip.Prefix
	for _, v := range values {
		if n, err := netip.ParsePrefix(v); err == nil {
			networks = append(networks, n.Masked())
		}
	}
	for _, everything := range []string{"0.0.0.0/0", "::/0"} {
		if coversNetwork(networks, netip.MustParsePrefix(everything)) {
			return "its networks add up to " + everything + ", every address"
		}
	}
	return ""
}

// coversNetwork reports whether the networks cover a whole: one of them does, or together they cover both halves. Only
// networks inside the whole are looked at again, so that the work is bounded by their number times 128.
func coversNetwork(networks []netip.Prefix, whole netip.Prefix) bool {
	inside := slices.DeleteFunc(slices.Clone(networks), func(n netip.Prefix) bool { return !n.Overlaps(whole) })
	if slices.ContainsFunc(inside, func(n netip.Prefix) bool { return n.Bits() <= whole.Bits() }) {
		return true
	}
	if len(inside) < 2 {
		return false
	}
	low := netip.PrefixFrom(whole.Addr(), whole.Bits()+1)
	return coversNetwork(inside, low) && coversNetwork(inside, upperHalf(low))
}

// upperHalf returns the network next to one that begins on an even number of its size.
func upperHalf(low netip.Prefix) netip.Prefix {
	bytes := low.Addr().AsSlice()
	bit := low.Bits() - 1
	bytes[bit/8] |= 0x80 >> (bit % 8)
	address, ok := netip.AddrFromSlice(bytes)
	if !ok {
		panic("an address has neither 4 nor 16 bytes")
	}
	return netip.PrefixFrom(address, low.Bits())
}
