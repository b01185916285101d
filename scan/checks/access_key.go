package checks

import (
	"slices"
	"time"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// activeKeys returns the access keys that work.
func activeKeys(u *snapshot.Credential) []heldKey {
	return slices.DeleteFunc(heldKeys(u), func(k heldKey) bool { return !k.Active })
}

// eachActiveKey calls judge for every active key of every IAM user; the key's date is known.
func eachActiveKey(p *Pass, judge func(*snapshot.Credential, heldKey)) {
	eachUser(p, func(u *snapshot.Credential) { activeKeysOf(p, u, judge) })
}

func activeKeysOf(p *Pass, u *snapshot.Credential, judge func(*snapshot.Credential, heldKey)) {
	active := activeKeys(u)
	if len(active) == 0 {
		p.NotApplicable(u.ARN, "no active access key")
	}
	for _, k := range active {
		if k.Rotated.IsZero() {
			p.Unknown(u.ARN, unreported, "the credential report does not say when an active access key was made").Detail(k.detail)
			continue
		}
		judge(u, k)
	}
}

// describeKeys adds one line of evidence for each key.
func describeKeys(o *Outcome, keys []heldKey) {
	for _, k := range keys {
		o.Evidence("access key", "made "+date(k.Rotated)+", "+keyUse(k.CredentialKey))
	}
}

// newestUse is the last use of the password or of any key, also of one that was deactivated since.
func newestUse(u *snapshot.Credential) time.Time {
	newest := u.PasswordLastUsed
	for _, k := range u.Keys {
		if k.LastUsed.After(newest) {
			newest = k.LastUsed
		}
	}
	return newest
}
