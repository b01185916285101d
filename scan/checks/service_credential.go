package checks

import "github.com/orgscan/orgscan/scan/snapshot"

// works reports whether a service-specific credential is active and has not expired.
func works(p *Pass, c snapshot.ServiceSpecificCredential) bool {
	return c.Active() && (c.Expires.IsZero() || c.Expires.After(p.Now()))
}

func ends(c snapshot.ServiceSpecificCredential) string {
	if c.Expires.IsZero() {
		return "never"
	}
	return date(c.Expires)
}
