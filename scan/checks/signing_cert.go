package checks

import (
	"slices"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// activeCerts returns the X.509 signing certificates that work.
func activeCerts(u *snapshot.Credential) []heldCert {
	return slices.DeleteFunc(heldCerts(u), func(c heldCert) bool { return !c.Active })
}
