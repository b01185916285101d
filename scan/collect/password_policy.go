package collect

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/orgscan/orgscan/scan/snapshot"
)

const actionGetAccountPasswordPolicy = "iam:GetAccountPasswordPolicy"

func passwordPolicy() collector {
	return collector{
		section: snapshot.SectionPasswordPolicy,
		actions: []string{actionGetAccountPasswordPolicy},
		run: func(ctx context.Context, s *session) error {
			out, err := s.iam.GetAccountPasswordPolicy(ctx, &iam.GetAccountPasswordPolicyInput{})
			if _, none := errors.AsType[*types.NoSuchEntityException](err); none {
				s.account.PasswordPolicy = &snapshot.PasswordPolicy{}
				return nil
			}
			if err != nil {
				return failed(actionGetAccountPasswordPolicy, err)
			}
			if out.PasswordPolicy == nil {
				return notUnderstood(actionGetAccountPasswordPolicy, "an answer without password policy")
			}
			s.account.PasswordPolicy = passwordPolicyOf(out.PasswordPolicy)
			return nil
		},
	}
}

func passwordPolicyOf(p *types.PasswordPolicy) *snapshot.PasswordPolicy {
	return &snapshot.PasswordPolicy{
		Set:                true,
		MinLength:          int(aws.ToInt32(p.MinimumPasswordLength)),
		RequireUppercase:   p.RequireUppercaseCharacters,
		RequireLowercase:   p.RequireLowercaseCharacters,
		RequireSymbols:     p.RequireSymbols,
		RequireNumbers:     p.RequireNumbers,
		AllowUsersToChange: p.AllowUsersToChangePassword,
		ExpirePasswords:    p.ExpirePasswords,
		HardExpiry:         aws.ToBool(p.HardExpiry),
		MaxAgeDays:         int(aws.ToInt32(p.MaxPasswordAge)),
		Reuse:              int(aws.ToInt32(p.PasswordReusePrevention)),
	}
}
