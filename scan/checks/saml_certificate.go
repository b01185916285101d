package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// judgeMetadata reports whether the metadata as a whole stands.
func judgeMetadata(p *Pass, s snapshot.SAMLProvider) bool {
	left := -p.Days(s.ValidUntil)
	switch {
	case s.ValidUntil.IsZero() || s.ValidUntil.After(p.Now()) && left > p.Params.SAMLMetadataExpiringWithin:
		return true
	case !s.ValidUntil.After(p.Now()):
		p.Fail(s.ARN, "the metadata ended %s", date(s.ValidUntil))
	default:
		p.Fail(s.ARN, "the metadata ends %s, in %s", date(s.ValidUntil), quantity(left, "day", "days"))
	}
	return false
}

// judgeSAMLCertificates reports whether all certificates stand. One that ends soon is reported only when none lasts longer:
// providers that change their key publish both for a while.
func judgeSAMLCertificates(p *Pass, s snapshot.SAMLProvider) bool {
	good := true
	for _, c := range s.Certificates {
		left, detail := -p.Days(c.Ends), "certificate/"+c.Fingerprint[:min(16, len(c.Fingerprint))]
		switch {
		case c.Ends.IsZero():
			reason := snapshot.Reason{Cause: findings.Error, Action: "iam:GetSAMLProvider"}
			p.Unknown(s.ARN, reason, "a signing certificate in the metadata cannot be read").Detail(detail)
		case !c.Ends.After(p.Now()):
			p.Fail(s.ARN, "a signing certificate in the metadata ended %s, and AWS still accepts what it signs", date(c.Ends)).
				Detail(detail).Evidence("sha256", c.Fingerprint)
		case left <= p.Params.SAMLMetadataExpiringWithin && !outlived(c, s.Certificates):
			p.Fail(s.ARN, "the last signing certificate in the metadata ends %s, in %s", date(c.Ends), quantity(left, "day", "days")).
				Detail(detail).Evidence("sha256", c.Fingerprint)
		default:
			continue
		}
		good = false
	}
	return good
}

// outlived reports whether another certificate lasts longer.
func outlived(c snapshot.SAMLCertificate, all []snapshot.SAMLCertificate) bool {
	for _, other := range all {
		if other.Ends.After(c.Ends) {
			return true
		}
	}
	return false
}
