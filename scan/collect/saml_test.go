package collect_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/fixtures"
	"github.com/orgscan/orgscan/scan/collect"
	"github.com/orgscan/orgscan/scan/snapshot"
)

func TestSAMLProviderThatIsGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, member(), fixtures.WithReportPolls(0))
		w.intercept(func(action string, _ int, form url.Values, next func() *http.Response) *http.Response {
			if action == "GetSAMLProvider" && strings.HasSuffix(form.Get("SAMLProviderArn"), "/legacy") {
				return refusal(http.StatusNotFound, "NoSuchEntity")
			}
			return next()
		})
		got := w.account(t)
		if len(got.Missing) > 0 || len(got.SAML) != 2 || !strings.HasSuffix(got.SAML[1].ARN, "/corporate") {
			t.Errorf("providers %v, missing %v", got.SAML, got.Missing)
		}
	})
}

func TestSAMLMetadataThatCannotBeRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, member(), fixtures.WithReportPolls(0))
		w.edit(t, "GetSAMLProvider", func(body string) string { return strings.ReplaceAll(body, "&lt;/md:", "&lt;/") })
		want := snapshot.Reason{Cause: findings.Error, Action: "iam:GetSAMLProvider"}
		matches(t, "saml", want, w.account(t).Missing[snapshot.SectionSAML])
	})
}

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
	} {
		t.Run(name, func(t *testing.T) {
			found, err := collect.SigningCertificates(c.metadata)
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
