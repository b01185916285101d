package collect_test

import (
	"testing"
	"testing/synctest"

	"github.com/orgscan/orgscan/scan/collect"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// TestMistypedRegion proves that a Region which AWS does not list is no Region that is off: nothing passes for looked at.
func TestMistypedRegion(t *testing.T) {
	for name, test := range map[string]struct {
		chosen  []string
		missing bool
	}{
		"mistyped":      {[]string{"us-east-1", "eu-centrall-1"}, true},
		"off":           {[]string{"us-east-1", "ap-east-1"}, false},
		"comma-and-all": {[]string{"us-east-1,eu-central-1"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := collect.Options{Sections: []snapshot.Section{snapshot.SectionRecorders}, Regions: test.chosen}
				got := newWorld(t, member()).accountWith(t.Context(), t, o)
				for _, section := range []snapshot.Section{snapshot.SectionRegions, snapshot.SectionRecorders} {
					if _, missing := got.Missing[section]; missing != test.missing {
						t.Errorf("%s missing: %t, want %t", section, missing, test.missing)
					}
				}
			})
		})
	}
}
