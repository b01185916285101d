package assume_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"github.com/orgscan/orgscan/assume"
	"github.com/orgscan/orgscan/findings"
)

func TestWhoami(t *testing.T) {
	server := serve(t, world())
	got, err := assume.Whoami(t.Context(), signedIn(server))
	if err != nil {
		t.Fatal(err)
	}
	if got.Account != management || got.ARN != caller().ARN || got.Partition != "aws" || got.UserID == "" || got.Root() {
		t.Errorf("caller %+v, want %+v", got, caller())
	}
	root, err := assume.Whoami(t.Context(), as(server, "AKIAROOTROOTROOTROOT", ""))
	if err != nil || !root.Root() {
		t.Errorf("caller %+v (%v), want the root user", root, err)
	}
}

func TestWhoamiFailures(t *testing.T) {
	server := serve(t, world())
	none := signedIn(server)
	none.Credentials = nil
	failing := func(err error) aws.Config {
		c := signedIn(server)
		c.Credentials = aws.NewCredentialsCache(aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{}, err
		}))
		return c
	}
	wrong := signedIn(server)
	wrong.Credentials = credentials.NewStaticCredentialsProvider("AKIANOBODYNOBODY0000", secret, "")
	cases := map[string]struct {
		config aws.Config
		kind   assume.CredentialsKind
		hint   string
	}{
		"no-provider":    {none, assume.NoCredentials, "AWS_PROFILE"},
		"nothing-found":  {failing(errors.New("no EC2 IMDS role found")), assume.NoCredentials, "AWS_PROFILE"},
		"expired-login":  {failing(errors.New("the SSO session has expired or is invalid")), assume.ExpiredCredentials, "aws sso login"},
		"expired-key":    {as(server, "AKIAEXPIREDEXPIRED00", ""), assume.ExpiredCredentials, "sign in again"},
		"unknown-key":    {wrong, assume.InvalidCredentials, "deactivated"},
		"unsigned-token": {as(server, "ASIATESTTESTTESTTEST", "another"), assume.InvalidCredentials, "aws sts get-caller-identity"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := assume.Whoami(t.Context(), c.config)
			var got *assume.CredentialsError
			if !errors.As(err, &got) || got.Kind != c.kind || !strings.Contains(got.Hint(), c.hint) {
				t.Fatalf("error %#v, want kind %d with the hint %q", err, c.kind, c.hint)
			}
			wantNoSecret(t, got.Error(), got.Hint())
			if reason := assume.Reason("sts:GetCallerIdentity", err); reason.Cause != findings.Error || reason.Message == "" {
				t.Errorf("reason %+v, want an error", reason)
			}
		})
	}
	_, err := assume.Whoami(cancelled(t), signedIn(server))
	if reason := assume.Reason("sts:GetCallerIdentity", err); reason.Cause != findings.Cancelled {
		t.Errorf("reason %+v of %v, want cancelled", reason, err)
	}
}
