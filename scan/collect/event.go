package collect

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// record is what is read of CloudTrail's own text of an event. Whatever else it holds, keys of new users and session
// tokens among it, is never decoded.
type record struct {
	EventType         string     `json:"eventType"`
	Region            string     `json:"awsRegion"`
	SourceIP          string     `json:"sourceIPAddress"`
	ErrorCode         string     `json:"errorCode"`
	UserIdentity      parameters `json:"userIdentity"`
	AdditionalEvent   parameters `json:"additionalEventData"`
	ResponseElements  parameters `json:"responseElements"`
	RequestParameters parameters `json:"requestParameters"`
}

// parameters is an object whose members are read one at a time: their types differ from service to service.
type parameters json.RawMessage

// UnmarshalJSON keeps the text as it is.
func (p *parameters) UnmarshalJSON(text []byte) error {
	*p = append((*p)[:0], text...)
	return nil
}

// text returns a member that is text, and "" for any other.
func (p parameters) text(name string) string { return p.first(name) }

// first returns the first of the members that is text and not empty.
func (p parameters) first(names ...string) string {
	var members map[string]json.RawMessage
	if json.Unmarshal(p, &members) != nil {
		return ""
	}
	for _, name := range names {
		var value string
		if json.Unmarshal(members[name], &value) == nil && value != "" {
			return value
		}
	}
	return ""
}

// keptEvents returns those of the events that checks ask about.
func keptEvents(list []types.Event) ([]snapshot.Event, error) {
	a := &answer{action: actionLookupEvents}
	var kept []snapshot.Event
	for _, e := range list {
		var r record
		if err := json.Unmarshal([]byte(a.text(e.CloudTrailEvent, "an event without record")), &r); err != nil {
			a.lack("an event whose record cannot be read")
		}
		if a.err != nil {
			return nil, a.err
		}
		if wanted(e, &r) {
			kept = append(kept, a.event(e, &r))
		}
	}
	return kept, a.err
}

// wanted reports whether an event is one that checks ask about: a sign-in, something that a root user did by itself, or
// one that is watched.
func wanted(e types.Event, r *record) bool {
	name := aws.ToString(e.EventName)
	if name == consoleLogin || r.byRoot() {
		return true
	}
	_, found := slices.BinarySearch(snapshot.WatchedEvents()[aws.ToString(e.EventSource)], name)
	return found
}

// byRoot leaves out what AWS services do in the name of the account.
func (r *record) byRoot() bool {
	return r.UserIdentity.text("type") == "Root" && r.UserIdentity.text("invokedBy") == "" && r.EventType != "AwsServiceEvent"
}

func (a *answer) event(e types.Event, r *record) snapshot.Event {
	return snapshot.Event{
		ID:        a.text(e.EventId, "an event without id"),
		Name:      a.text(e.EventName, "an event without name"),
		Source:    a.text(e.EventSource, "an event without source"),
		Time:      a.time(e.EventTime, "an event without time"),
		Region:    shortened(r.Region),
		ActorType: shortened(r.UserIdentity.text("type")),
		Actor:     shortened(r.actor()),
		InvokedBy: shortened(r.UserIdentity.text("invokedBy")),
		SourceIP:  shortened(r.SourceIP),
		ErrorCode: shortened(r.failure()),
		MFAUsed:   shortened(r.AdditionalEvent.text("MFAUsed")),
		Target:    shortened(r.target()),
		Status:    shortened(r.RequestParameters.text("status")),
	}
}

// actor is the ARN, or the next best name of who did it.
func (r *record) actor() string {
	return r.UserIdentity.first("arn", "userName", "invokedBy")
}

// failure is empty for what succeeded; a sign-in that failed may have no code.
func (r *record) failure() string {
	if r.ErrorCode != "" {
		return r.ErrorCode
	}
	if result := r.ResponseElements.text(consoleLogin); result != "Success" {
		return result
	}
	return ""
}

// targets are the parameters that name what a call is about, the most telling ones first. None of them is a secret.
var targets = []string{
	"userName", "roleName", "groupName", "policyArn", "policyName", "policyId", "serialNumber", "openIDConnectProviderArn",
	"sAMLProviderArn", "url", "serverCertificateName", "targetPrincipal", "principalId", "permissionSetArn", "accountId",
	"servicePrincipal", "targetId", "trailName", "detectorId", "configurationRecorderName", "analyzerName", "name",
}

func (r *record) target() string { return r.RequestParameters.first(targets...) }

// longestText is more than any name or ARN of AWS has; a caller may put any text into a call that fails.
const longestText = 2048

func shortened(text string) string {
	if len(text) <= longestText {
		return text
	}
	return strings.ToValidUTF8(text[:longestText], "")
}
