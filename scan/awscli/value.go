package awscli

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"time"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// document is a policy document: an object as the AWS CLI prints it, or text as AWS sends it, percent-encoded or not. An
// object is kept without its indentation.
type document string

// UnmarshalJSON reads either form.
func (d *document) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		var text string
		if err := json.Unmarshal(data, &text); err != nil {
			return err
		}
		*d = document(snapshot.DecodedDocument(text))
		return nil
	}
	if bytes.Equal(data, []byte("null")) {
		return nil
	}
	var b bytes.Buffer
	if err := json.Compact(&b, data); err != nil {
		return err
	}
	*d = document(b.String())
	return nil
}

// stamp is a time: text of RFC 3339 as both versions of the AWS CLI print it, or seconds since 1970, as version 1 prints
// those of Organizations. The zero value is no time.
type stamp struct{ time.Time }

var errTime = errors.New("a time in a form that the AWS CLI does not print")

// UnmarshalJSON reads either form.
func (s *stamp) UnmarshalJSON(data []byte) error {
	var value any
	if err := json.Unmarshal(data, &value); err != nil {
		return err
	}
	switch v := value.(type) {
	case nil:
		return nil
	case string:
		t, err := time.Parse(time.RFC3339, v)
		if err != nil {
			return errTime
		}
		s.Time = t.UTC()
	case float64:
		// Beyond the year 9999 no JSON time can be written.
		if v < -62135596800 || v > 253402300799 {
			return errTime
		}
		whole, part := math.Modf(v)
		s.Time = time.Unix(int64(whole), int64(math.Round(part*1000))*int64(time.Millisecond)).UTC()
	default:
		return errTime
	}
	return nil
}
