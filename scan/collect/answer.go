package collect

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// answer reads the values of one answer and remembers the first one that had to be there and was not.
type answer struct {
	action string
	err    error
}

// text returns a value that must be there. The phrase names what is missing, such as "a user without ARN".
func (a *answer) text(v *string, phrase string) string {
	if aws.ToString(v) == "" {
		a.lack(phrase)
		return ""
	}
	return *v
}

// time returns a time that must be there, in UTC: a zero one would be taken for an age of two thousand years.
func (a *answer) time(v *time.Time, phrase string) time.Time {
	if v == nil {
		a.lack(phrase)
		return time.Time{}
	}
	return v.UTC()
}

// document returns a policy document, which must be there, decoded.
func (a *answer) document(v *string, phrase string) string {
	return snapshot.DecodedDocument(a.text(v, phrase))
}

func (a *answer) lack(phrase string) {
	if a.err == nil {
		a.err = notUnderstood(a.action, phrase)
	}
}

// optionalTime returns the time in UTC, zero when there is none.
func optionalTime(v *time.Time) time.Time {
	if v == nil {
		return time.Time{}
	}
	return v.UTC()
}

// each converts a list; an empty one becomes nil, so that absent and empty lists give the same snapshot.
func each[From, To any](list []From, convert func(From) To) []To {
	if len(list) == 0 {
		return nil
	}
	all := make([]To, 0, len(list))
	for _, v := range list {
		all = append(all, convert(v))
	}
	return all
}
