package paths

import (
	"fmt"
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/access"
)

// strength says how sure an edge is, the surest first.
type strength uint8

const (
	certain strength = iota
	// conditional is proven but for conditions that a request has to meet.
	conditional
	possible
	none
)

// The ways over an edge that are no technique of scan/access.
const (
	techniqueAdmin      = "administrator"
	techniqueAdminister = "administer"
	techniqueAssume     = "assume-role"
	techniqueSAML       = "assume-role-with-saml"
	techniqueWeb        = "assume-role-with-web-identity"
	techniqueSignIn     = "permission-set"
)

// label is what an edge says. Equal edges share one.
type label struct {
	technique         string
	strength          strength
	needs, conditions []string
	allowedBy         []access.Statement
}

func (l *label) key() string {
	return fmt.Sprintf("%s\x00%d\x00%s\x00%s\x00%v", l.technique, l.strength, strings.Join(l.needs, "\x01"), strings.Join(l.conditions, "\x01"), l.allowedBy)
}

// trustSource is how labels name the trust policy of the role that an edge leads to.
const trustSource = "trust policy"

// limiting are the condition keys that stand in the way. The region is none: whoever calls chooses it.
func limiting(keys []string) []string {
	out := slices.DeleteFunc(slices.Clone(keys), func(key string) bool { return strings.EqualFold(key, "aws:RequestedRegion") })
	return slices.Clip(out)
}
