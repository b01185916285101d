package paths

import "github.com/orgscan/orgscan/scan/access"

// addSteps keeps the techniques of a principal, of several to one principal the surest.
func (x *extraction) addSteps(from uint32, p *access.Principal) {}
