package awscli

import (
	"regexp"
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// failure is an error message of the AWS CLI that stands in a file instead of an answer.
type failure struct{ code string }

var (
	failurePattern = regexp.MustCompile(`An error occurred \(([0-9A-Za-z._]{1,100})\) when calling the ([0-9A-Za-z]{1,100}) operation`)
	callerPattern  = regexp.MustCompile(`User: arn:([a-z-]+):(?:sts|iam)::([0-9]{12}):`)
)

// readFailure recognises an error message. Its account is the caller's, when it names one.
func readFailure(text string, p *part) (known bool, err error) {
	m := failurePattern.FindStringSubmatch(text)
	if m == nil {
		return false, nil
	}
	c := commandOf(m[2])
	if c == nil {
		return false, nil
	}
	p.failed = &failure{code: m[1]}
	if caller := callerPattern.FindStringSubmatch(text); caller != nil && !c.organization {
		p.partition, p.account = caller[1], caller[2]
	}
	return true, p.is(c)
}

// reason says in the words of a snapshot what the message says: its code, and none of its text.
func (p *part) reason() snapshot.Reason {
	code := p.failed.code
	r := snapshot.Reason{Cause: findings.Error, Action: p.command.permission(), Code: code, Message: "the AWS CLI reported an error"}
	switch {
	case strings.HasPrefix(code, "AccessDenied") || strings.HasPrefix(code, "UnauthorizedOperation"):
		r.Cause, r.Message = findings.Denied, "access denied"
	case strings.Contains(code, "Throttl") || strings.HasPrefix(code, "TooManyRequests") || code == "RequestLimitExceeded":
		r.Cause, r.Message = findings.Throttled, "throttled"
	}
	return r
}

// answers reports whether the message is itself an answer: there is no password policy, no control policy of a type, no
// resource policy, no central root access. It fills the section.
func (p *part) answers() bool {
	switch {
	case p.command == passwordCommand && p.failed.code == "NoSuchEntity":
		p.data.PasswordPolicy = &snapshot.PasswordPolicy{}
	case p.command == resourceCommand && p.failed.code == "ResourcePolicyNotFoundException":
		p.org.resourcePolicy = new(string)
	case p.command == rootAccessCommand && p.failed.code == "ServiceAccessNotEnabledException":
		p.org.features = []string{}
	default:
		return false
	}
	p.failed = nil
	return true
}
