package policy_test

import (
	"math/rand/v2"
	"testing"
)

// TestDifferential compares decisions on random requests with those of another evaluator.
func TestDifferential(t *testing.T) {
	dir := installPeers(t)
	const requests = 20_000
	g := &generator{Rand: rand.New(rand.NewPCG(3, 2026))}
	all := make([]*simulation, requests)
	for i := range all {
		all[i] = g.simulation()
	}
	seen := map[string]int{}
	differ := 0
	for i, theirs := range simulateAll(t, dir, all) {
		ours := verdict(all[i].decide(t))
		seen[ours]++
		if ours == theirs {
			continue
		}
		if differ++; differ <= 10 {
			t.Errorf("request %d: %s here, %s there: %s", i, ours, theirs, marshal(t, all[i]))
		}
	}
	t.Logf("%d of %d requests decided alike: %v", requests-differ, requests, seen)
	for _, outcome := range []string{"Allowed", "ImplicitlyDenied", "ExplicitlyDenied"} {
		if seen[outcome] < requests/20 {
			t.Errorf("%d requests are %s: too few to compare", seen[outcome], outcome)
		}
	}
}
