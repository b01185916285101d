package collect

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// Filler is filler, for its table of cases.
func Filler(text string) bool { return filler(text) }

// KeptEvent returns what is kept of an event with the record, nil for nothing.
func KeptEvent(name, source, text string) (*snapshot.Event, error) {
	at, id := time.Unix(0, 0), "e-1"
	kept, err := keptEvents([]types.Event{{EventId: &id, EventName: &name, EventSource: &source, EventTime: &at, CloudTrailEvent: &text}})
	if err != nil || len(kept) == 0 {
		return nil, err
	}
	return &kept[0], nil
}
