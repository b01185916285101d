package collect_test

import (
	"context"
	"encoding/json"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/orgscan/orgscan/fixtures"
	"github.com/orgscan/orgscan/scan/awscli"
	"github.com/orgscan/orgscan/scan/collect"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// imported reads files about the account. What collecting settles before it asks is made equal: the clock, and that SSH keys
// were not asked for.
func imported(t *testing.T, paths ...string) *snapshot.Account {
	t.Helper()
	im, err := awscli.Read(paths, awscli.Options{AsOf: now})
	if err != nil {
		t.Fatal(err)
	}
	a, err := im.Account(accountID)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestImportEqualsCollection collects an account through the SDK, and imports what the same calls answer in the form in
// which the AWS CLI prints it: the snapshots are the same bytes.
func TestImportEqualsCollection(t *testing.T) {
	w := newWorld(t, member(), fixtures.WithReportPolls(0))
	want, err := collect.Account(t.Context(), w.config(), accountID, collect.Options{AsOf: now})
	if err != nil || len(want.Missing) > 0 {
		t.Fatalf("%v, missing %v", err, want.Missing)
	}
	for name, form := range map[string]func(key, document string) any{
		"documents-as-objects": asObject, "documents-percent-encoded": func(_, document string) any { return document },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for command, answer := range answers(t, w.config()) {
				save(t, filepath.Join(dir, command), reshaped(t, answer, form))
			}
			same(t, want, imported(t, dir))
		})
	}
}

// answers calls everything that the CLI would. The CLI joins the pages, so that one page holds all.
func answers(t *testing.T, cfg aws.Config) map[string]any {
	t.Helper()
	c, ctx, all := iam.NewFromConfig(cfg), t.Context(), map[string]any{}
	ask := func(name string, answer any, err error) {
		if err != nil {
			t.Fatal(err)
		}
		all[name] = answer
	}
	call := func(name string, f func() (any, error)) {
		answer, err := f()
		ask(name, answer, err)
	}
	call("identity", func() (any, error) {
		return sts.NewFromConfig(cfg).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	})
	call("details", func() (any, error) {
		return c.GetAccountAuthorizationDetails(ctx, &iam.GetAccountAuthorizationDetailsInput{})
	})
	call("generate", func() (any, error) { return c.GenerateCredentialReport(ctx, &iam.GenerateCredentialReportInput{}) })
	call("report", func() (any, error) { return c.GetCredentialReport(ctx, &iam.GetCredentialReportInput{}) })
	call("summary", func() (any, error) { return c.GetAccountSummary(ctx, &iam.GetAccountSummaryInput{}) })
	call("password", func() (any, error) { return c.GetAccountPasswordPolicy(ctx, &iam.GetAccountPasswordPolicyInput{}) })
	call("aliases", func() (any, error) { return c.ListAccountAliases(ctx, &iam.ListAccountAliasesInput{}) })
	call("mfa", func() (any, error) { return c.ListVirtualMFADevices(ctx, &iam.ListVirtualMFADevicesInput{}) })
	call("certificates", func() (any, error) { return c.ListServerCertificates(ctx, &iam.ListServerCertificatesInput{}) })
	saml, err := c.ListSAMLProviders(ctx, &iam.ListSAMLProvidersInput{})
	ask("saml", saml, err)
	for i := range saml.SAMLProviderList {
		arn := saml.SAMLProviderList[i].Arn
		_, name, _ := strings.Cut(*arn, "/")
		call("metadata-"+name+".json", func() (any, error) {
			return c.GetSAMLProvider(ctx, &iam.GetSAMLProviderInput{SAMLProviderArn: arn})
		})
	}
	call("oidc", func() (any, error) {
		return c.ListOpenIDConnectProviders(ctx, &iam.ListOpenIDConnectProvidersInput{})
	})
	call("credentials", func() (any, error) {
		return c.ListServiceSpecificCredentials(ctx, &iam.ListServiceSpecificCredentialsInput{AllUsers: aws.Bool(true)})
	})
	return all
}

// reshaped is an answer of the SDK as the CLI prints it: the SDK's names are the CLI's, absent values are left out, and
// documents have the form that is asked for.
func reshaped(t *testing.T, answer any, form func(key, document string) any) []byte {
	t.Helper()
	text, err := json.Marshal(answer)
	if err != nil {
		t.Fatal(err)
	}
	var tree map[string]any
	if err := json.Unmarshal(text, &tree); err != nil {
		t.Fatal(err)
	}
	delete(tree, "ResultMetadata")
	out, err := json.MarshalIndent(reshape("", tree, form), "", "    ")
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func reshape(key string, v any, form func(key, document string) any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, inner := range v {
			if inner == nil {
				delete(v, k)
				continue
			}
			v[k] = reshape(k, inner, form)
		}
	case []any:
		for i := range v {
			v[i] = reshape(key, v[i], form)
		}
	case string:
		if strings.HasSuffix(key, "Document") && key != "SAMLMetadataDocument" {
			return form(key, v)
		}
	}
	return v
}

func asObject(_, document string) any {
	plain, err := url.PathUnescape(document)
	if err != nil {
		return document
	}
	return json.RawMessage(plain)
}

func save(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestImportOfRealCLI lets the AWS CLI itself ask the simulated AWS: what it prints, by default and page by page, makes
// the snapshot that collecting makes. It shares nothing with the Go SDK.
func TestImportOfRealCLI(t *testing.T) {
	path, err := exec.LookPath("aws")
	if err != nil {
		if os.Getenv("ORGSCAN_CI") != "" {
			t.Fatalf("ORGSCAN_CI is set and the AWS CLI is not installed: %v", err)
		}
		t.Skip("the AWS CLI is not installed: pip install awscli")
	}
	w := newWorld(t, member(), fixtures.WithReportPolls(0), fixtures.WithClock(time.Now))
	want, err := collect.Account(t.Context(), w.config(), accountID, collect.Options{AsOf: now})
	if err != nil || len(want.Missing) > 0 {
		t.Fatalf("%v, missing %v", err, want.Missing)
	}
	where, stop, err := w.aws.Listen()
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	dir := t.TempDir()
	ask := func(name string, args ...string) {
		t.Helper()
		text, err := cli(t.Context(), path, where, args...)
		if err != nil && !strings.Contains(string(text), "An error occurred (") {
			t.Fatalf("%v: %v\n%s", args, err, text)
		}
		save(t, filepath.Join(dir, name), text)
	}
	for _, command := range awscli.Commands() {
		service, operation, _ := strings.Cut(command, " ")
		if service == "organizations" || strings.HasSuffix(operation, "-features") || operation == "get-saml-provider" {
			continue
		}
		args := []string{service, operation}
		if operation == "list-service-specific-credentials" {
			args = append(args, "--all-users")
		}
		ask(operation, args...)
	}
	for _, p := range want.SAML {
		ask("get-saml-provider_"+p.Name()+".json", "iam", "get-saml-provider", "--saml-provider-arn", p.ARN)
	}
	got := imported(t, dir)
	// The report was made anew.
	if got.CredentialReport != nil {
		want.CredentialReport = got.CredentialReport
	}
	same(t, want, got)

	t.Run("filtered", func(t *testing.T) {
		ask("get-account-authorization-details", "iam", "get-account-authorization-details", "--filter", "User")
		wantMissing(t, imported(t, dir), "counts more groups")
	})
	t.Run("cut-off-by-max-items", func(t *testing.T) {
		ask("get-account-authorization-details", "iam", "get-account-authorization-details", "--max-items", "3")
		wantMissing(t, imported(t, dir), "the last page")
	})
	t.Run("denied", func(t *testing.T) {
		w.aws.AddFaults(fixtures.Fault{Account: accountID, Action: "iam:GetAccountSummary", From: 1, Kind: fixtures.Deny})
		ask("get-account-summary", "iam", "get-account-summary")
		r := imported(t, dir).Missing[snapshot.SectionSummary]
		if r.Cause != "denied" || r.Action != "iam:GetAccountSummary" || !strings.HasPrefix(r.Code, "AccessDenied") {
			t.Errorf("missing for %+v", r)
		}
	})
}

func wantMissing(t *testing.T, a *snapshot.Account, why string) {
	t.Helper()
	r, missing := a.Missing[snapshot.SectionPrincipals]
	if !missing || r.Cause != "not-collected" || !strings.Contains(r.Message, why) || len(a.Users)+len(a.Roles) > 0 {
		t.Errorf("principals are missing: %v, for %+v", missing, r)
	}
}

// cli runs the AWS CLI and returns what it prints on both streams, as the README lets it be gathered.
func cli(ctx context.Context, path, endpoint string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, path, append(args, "--output", "json")...)
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + os.TempDir(), "AWS_CONFIG_FILE=" + os.DevNull, "AWS_SHARED_CREDENTIALS_FILE=" + os.DevNull,
		"AWS_ENDPOINT_URL=" + endpoint, "AWS_DEFAULT_REGION=us-east-1", "AWS_EC2_METADATA_DISABLED=true", "NO_PROXY=127.0.0.1",
		"AWS_ACCESS_KEY_ID=" + keyID, "AWS_SECRET_ACCESS_KEY=" + secret, "AWS_SESSION_TOKEN=" + token,
	}
	return cmd.CombinedOutput()
}
