package checks

import (
	"time"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// heldKey is an access key with the detail that tells it from its owner's other one.
type heldKey struct {
	snapshot.CredentialKey
	detail string
}

// heldKeys returns the access keys of a row, active or not. The detail is the time of creation: slots change hands.
func heldKeys(c *snapshot.Credential) []heldKey {
	var held []heldKey
	for _, key := range c.Keys {
		if key.Exists() {
			held = append(held, heldKey{key, stampOf(key.Rotated)})
		}
	}
	if len(held) == 2 {
		held[1].detail = apart(held[0].detail, held[1].detail)
	}
	return held
}

// heldCert is a signing certificate with the detail that tells it from its owner's other one.
type heldCert struct {
	snapshot.CredentialCert
	detail string
}

// heldCerts returns the signing certificates of a row, active or not.
func heldCerts(c *snapshot.Credential) []heldCert {
	var held []heldCert
	for _, cert := range c.Certs {
		if cert.Exists() {
			held = append(held, heldCert{cert, stampOf(cert.Rotated)})
		}
	}
	if len(held) == 2 {
		held[1].detail = apart(held[0].detail, held[1].detail)
	}
	return held
}

// apart keeps two credentials of one second, or of no known time, from sharing an identity.
func apart(first, second string) string {
	if first == second {
		return second + "/2"
	}
	return second
}

// stampOf writes a time as details do; empty for a time that AWS does not give.
func stampOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// date writes a day for a message.
func date(t time.Time) string {
	if t.IsZero() {
		return "at an unknown time"
	}
	return t.UTC().Format(time.DateOnly)
}

// keyUse tells when and for what a key was last used.
func keyUse(k snapshot.CredentialKey) string {
	if k.LastUsed.IsZero() {
		return "never used"
	}
	return "last used " + date(k.LastUsed) + keyUseWhere(k)
}

// keyUseWhere names the region and service of a key's last use, as far as AWS does.
func keyUseWhere(k snapshot.CredentialKey) string {
	var where string
	if k.LastUsedRegion != "" {
		where += " in " + k.LastUsedRegion
	}
	if k.LastUsedService != "" {
		where += " for " + k.LastUsedService
	}
	return where
}
