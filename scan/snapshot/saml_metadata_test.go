package snapshot_test

import (
	"strings"
	"testing"

	"github.com/orgscan/orgscan/scan/snapshot"
)

func TestSigningCertificates(t *testing.T) {
	const wrap = `<EntityDescriptor><IDPSSODescriptor>`
	key := func(use, text string) string {
		return `<KeyDescriptor ` + use + `><KeyInfo><X509Data><X509Certificate>` + text + `</X509Certificate></X509Data></KeyInfo></KeyDescriptor>`
	}
	for name, c := range map[string]struct {
		metadata string
		want     int
	}{
		"none":          {wrap + `</IDPSSODescriptor></EntityDescriptor>`, 0},
		"encryption":    {wrap + key(`use="encryption"`, "AAAA") + `</IDPSSODescriptor></EntityDescriptor>`, 0},
		"for-anything":  {wrap + key("", "AAAA") + `</IDPSSODescriptor></EntityDescriptor>`, 1},
		"twice":         {wrap + key("", "AA AA") + key(`use="signing"`, "AAAA") + `</IDPSSODescriptor></EntityDescriptor>`, 1},
		"two":           {wrap + key("", "AAAA") + key(`use="signing"`, "BBBB") + `</IDPSSODescriptor></EntityDescriptor>`, 2},
		"not-base64":    {wrap + key("", "?") + `</IDPSSODescriptor></EntityDescriptor>`, 1},
		"cut-off":       {wrap + key("", "AAAA"), -1},
		"not-xml":       {`{}<`, -1},
		"entity-bomb":   {`<!DOCTYPE x [<!ENTITY a "b">]>` + wrap + key("", "&a;") + `</IDPSSODescriptor></EntityDescriptor>`, -1},
		"empty-content": {"", 0},
		"unclosed":      {wrap + strings.Repeat("<a>", 900), -1},
		"mismatched":    {`<EntityDescriptor></md:EntityDescriptor>`, -1},
		"deep":          {strings.Repeat("<a>", 900) + key("", "AAAA") + strings.Repeat("</a>", 900), 1},
		"too-deep":      {strings.Repeat("<a>", 1000) + key("", "AAAA") + strings.Repeat("</a>", 1000), -1},
		"too-deep-key":  {key("", strings.Repeat("<a>", 1000)+strings.Repeat("</a>", 1000)), -1},
	} {
		t.Run(name, func(t *testing.T) {
			found, err := snapshot.SigningCertificates(c.metadata)
			if (err != nil) != (c.want < 0) || err == nil && len(found) != c.want {
				t.Errorf("%d certificates, %v; want %d", len(found), err, c.want)
			}
			for _, f := range found {
				if !f.Ends.IsZero() || len(f.Fingerprint) != 64 {
					t.Errorf("%+v is read from what is no certificate", f)
				}
			}
		})
	}
}

// TestSAMLProvider tells providers by their names, not by what stands elsewhere in the ARN.
func TestSAMLProvider(t *testing.T) {
	for arn, want := range map[string]struct {
		name  string
		ofAWS bool
	}{
		"arn:aws:iam::111122223333:saml-provider/corporate":       {"corporate", false},
		"arn:aws:iam::111122223333:saml-provider/AWSSSO_1_DO_NOT": {"AWSSSO_1_DO_NOT", true},
		"arn:aws:iam::111122223333:saml-provider/my-AWSSSO_1":     {"my-AWSSSO_1", false},
		"arn:aws:iam::111122223333:AWSSSO_1":                      {"", false},
	} {
		if p := (&snapshot.SAMLProvider{ARN: arn}); p.Name() != want.name || p.OfIdentityCenter() != want.ofAWS {
			t.Errorf("%s: name %q, of IAM Identity Center %v", arn, p.Name(), p.OfIdentityCenter())
		}
	}
}
