package checks

import "github.com/orgscan/orgscan/scan/snapshot"

const noServerCerts = "no server certificates in IAM"

// expired reports whether a certificate's last valid moment has passed; the moment itself is still valid.
func expired(p *Pass, c snapshot.ServerCertificate) bool { return c.Expires.Before(p.Now()) }
