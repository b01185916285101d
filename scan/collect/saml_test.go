package collect_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/fixtures"
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
