package checks

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/snapshot"
)

const breakGlassPage = "https://docs.aws.amazon.com/whitepapers/latest/organizing-your-aws-environment/break-glass-access.html"

// BreakGlass names a principal that is kept for emergencies: an IAM user or role, by its ARN or by account and name.
type BreakGlass struct {
	ARN     string `yaml:"arn" json:"arn,omitempty"`
	Account string `yaml:"account" json:"account,omitempty"`
	// Name is a user's or role's name without its path.
	Name string `yaml:"name" json:"name,omitempty"`
}

// UnmarshalJSON reads an ARN alone, or an object with arn, or with account and name.
func (b *BreakGlass) UnmarshalJSON(data []byte) error {
	return b.read(func(v any) error { return json.Unmarshal(data, v) })
}

// UnmarshalYAML reads the same forms.
func (b *BreakGlass) UnmarshalYAML(read func(any) error) error { return b.read(read) }

func (b *BreakGlass) read(into func(any) error) error {
	var text string
	if into(&text) == nil {
		*b = BreakGlass{ARN: text}
		return b.valid()
	}
	type plain BreakGlass
	if err := into((*plain)(b)); err != nil {
		return err
	}
	return b.valid()
}

func (b *BreakGlass) valid() error {
	parts := strings.SplitN(b.ARN, ":", 6)
	switch {
	case b.ARN != "" && (len(parts) != 6 || parts[0] != "arn" || parts[2] != "iam"):
		return fmt.Errorf("%q is not the ARN of an IAM user or role", b.ARN)
	case b.ARN == "" && (b.Account == "" || b.Name == ""):
		return errors.New("neither arn nor account and name")
	}
	return nil
}

// home is the account that the principal lives in.
func (b BreakGlass) home() string {
	if parts := strings.SplitN(b.ARN, ":", 6); len(parts) == 6 {
		return parts[4]
	}
	return b.Account
}

// is reports whether a principal is meant.
func (b BreakGlass) is(account, arn, name string) bool {
	if b.ARN != "" {
		return b.ARN == arn
	}
	return b.Account == account && b.Name == name
}

// label is what the principal is called in a finding: its ARN, or its name where none is configured.
func (b BreakGlass) label() string {
	if b.ARN != "" {
		return b.ARN
	}
	return b.Name
}

// breakGlassIn returns the break-glass principals configured for an account.
func (p *Params) breakGlassIn(account string) []BreakGlass {
	var out []BreakGlass
	for _, b := range p.BreakGlass {
		if b.home() == account {
			out = append(out, b)
		}
	}
	return out
}

// isBreakGlass reports whether a user or role is configured as a break-glass principal.
func (p *Params) isBreakGlass(account, arn, name string) bool {
	return slices.ContainsFunc(p.BreakGlass, func(b BreakGlass) bool { return b.is(account, arn, name) })
}

// breakGlassScope leaves out the accounts without a configured break-glass principal.
func breakGlassScope(_ *snapshot.Organization, p *Params, account string) string {
	switch {
	case len(p.BreakGlass) == 0:
		return "break_glass is not configured"
	case len(p.breakGlassIn(account)) == 0:
		return "break_glass names no principal of the account"
	}
	return ""
}

// breakGlassPrincipal is a configured principal that exists: a user or a role.
type breakGlassPrincipal struct {
	arn  string
	user *snapshot.User
	role *snapshot.Role
}

// findBreakGlass looks a configured principal up among the account's users and roles.
func findBreakGlass(a *snapshot.Account, b BreakGlass) (breakGlassPrincipal, bool) {
	for i := range a.Users {
		if u := &a.Users[i]; b.is(a.ID, u.ARN, u.Name) {
			return breakGlassPrincipal{arn: u.ARN, user: u}, true
		}
	}
	for i := range a.Roles {
		if r := &a.Roles[i]; b.is(a.ID, r.ARN, r.Name) {
			return breakGlassPrincipal{arn: r.ARN, role: r}, true
		}
	}
	return breakGlassPrincipal{}, false
}

// eachBreakGlass calls judge for every configured principal of the account that exists, each once.
func eachBreakGlass(p *Pass, judge func(breakGlassPrincipal)) {
	seen := map[string]bool{}
	for _, b := range p.Params.breakGlassIn(p.Account.ID) {
		found, ok := findBreakGlass(p.Account, b)
		switch {
		case !ok:
			p.NotApplicable(b.label(), "absent: break-glass-missing says so")
		case !seen[found.arn]:
			seen[found.arn] = true
			judge(found)
		}
	}
}

// reportRow returns the row of a user, and false after saying why there is none.
func reportRow(p *Pass, u *snapshot.User) (*snapshot.Credential, bool) {
	if newerThanReport(p, u) {
		p.NotApplicable(u.ARN, "newer than the credential report")
		return nil, false
	}
	rows := p.Credentials()
	for i := range rows {
		if rows[i].User == u.Name && !rows[i].IsRoot() {
			return &rows[i], true
		}
	}
	p.Unknown(u.ARN, unreported, "the credential report has no row for a user who is older than it")
	return nil, false
}
