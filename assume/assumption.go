package assume

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/aws-sdk-go-v2/service/sts/types"

	"github.com/orgscan/orgscan/findings"
)

// input describes the session in one account.
func (a *Assumer) input(arn string) *sts.AssumeRoleInput {
	in := a.common(arn, a.hub != nil || a.caller.chained())
	in.Policy = text(a.role.SessionPolicy)
	for _, key := range slices.Sorted(maps.Keys(a.role.Tags)) {
		in.Tags = append(in.Tags, types.Tag{Key: aws.String(key), Value: aws.String(a.role.Tags[key])})
	}
	return in
}

// hubInput describes the hub's session. Where sessions are bounded it may do nothing but go on to the next role.
func (a *Assumer) hubInput() *sts.AssumeRoleInput {
	in := a.common(a.role.HubRole, a.caller.chained())
	if a.role.SessionPolicy != "" {
		in.Policy = aws.String(hubSessionPolicy)
	}
	return in
}

func (a *Assumer) common(arn string, chained bool) *sts.AssumeRoleInput {
	return &sts.AssumeRoleInput{
		RoleArn:         aws.String(arn),
		RoleSessionName: aws.String(a.role.sessionName()),
		ExternalId:      text(a.role.ExternalID),
		SourceIdentity:  text(a.role.SourceIdentity),
		DurationSeconds: aws.Int32(int32(a.role.duration(chained) / time.Second)),
	}
}

func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// assume calls AssumeRole; its attempts are counted in calls.
func (a *Assumer) assume(ctx context.Context, client *sts.Client, in *sts.AssumeRoleInput, calls *Calls) (aws.Credentials, error) {
	out, err := client.AssumeRole(ctx, in, func(o *sts.Options) {
		o.APIOptions = append(slices.Clip(o.APIOptions), countInto(calls))
	})
	if err != nil {
		return aws.Credentials{}, a.failure(in, err)
	}
	c := out.Credentials
	if c == nil || c.AccessKeyId == nil || c.SecretAccessKey == nil || c.Expiration == nil {
		return aws.Credentials{}, a.failure(in, errors.New("answer without credentials"))
	}
	return aws.Credentials{
		AccessKeyID: *c.AccessKeyId, SecretAccessKey: *c.SecretAccessKey, SessionToken: aws.ToString(c.SessionToken),
		Source: "orgscan", CanExpire: true, Expires: *c.Expiration,
	}, nil
}

// failure turns the error of an AssumeRole into the typed one. The hub's own failure is passed on: it names the hub.
func (a *Assumer) failure(in *sts.AssumeRoleInput, err error) error {
	if hub, ok := errors.AsType[*Error](err); ok {
		return hub
	}
	arn := aws.ToString(in.RoleArn)
	cause, message := classify(err)
	e := a.refuse(accountOf(arn), arn, wireCode(err), message)
	e.Cause, e.Err = cause, err
	e.policy, e.explicit = decider(err)
	return e
}

// refuse describes a role that was not, or could not be, asked for.
func (a *Assumer) refuse(account, arn, code, message string) *Error {
	return &Error{
		Account: account, RoleARN: arn, Code: code, Cause: findings.Denied, Message: message,
		caller: a.caller, hub: a.role.HubRole, withExternalID: a.role.ExternalID != "",
	}
}

// foreign describes a role ARN that would lead into another account.
func (a *Assumer) foreign(account, arn string) *Error {
	e := a.refuse(account, arn, codeForeign, "the role belongs to another account")
	e.Cause = findings.Error
	return e
}

func accountOf(arn string) string {
	if m := roleARN.FindStringSubmatch(arn); m != nil {
		return m[1]
	}
	return ""
}
