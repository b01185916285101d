package snapshot

import "strings"

// Trails are the CloudTrail trails that reach every Region of the account, sorted by ARN.
type Trails struct {
	Trails []Trail `json:"trails,omitempty"`
}

// Trail is a trail of all Regions, of the account or of its organization.
type Trail struct {
	ARN  string `json:"arn"`
	Name string `json:"name"`
	// Home is the Region that the trail was made in.
	Home string `json:"home"`
	// Organization is true for a trail of every account. Only the account that it belongs to knows more of it.
	Organization bool `json:"organization,omitempty"`
	// Logging says whether the trail is on, Reads and Writes which management events it records, of the account's own trails.
	Logging bool `json:"logging,omitempty"`
	Reads   bool `json:"reads,omitempty"`
	Writes  bool `json:"writes,omitempty"`
}

// Owner returns the account that the trail belongs to, which its ARN names.
func (t Trail) Owner() string {
	parts := strings.SplitN(t.ARN, ":", 6)
	if len(parts) < 6 {
		return ""
	}
	return parts[4]
}

// Recorders are the configuration recorders of AWS Config that customers run, sorted by Region and name.
type Recorders struct {
	Recorders []Recorder `json:"recorders,omitempty"`
}

// Recorder is a configuration recorder in one Region.
type Recorder struct {
	Region string `json:"region"`
	Name   string `json:"name"`
	// Recording is true while the recorder is on.
	Recording bool `json:"recording"`
	// IAM is true when users, groups, roles and policies are among what is recorded.
	IAM bool `json:"iam"`
}

// Detectors are the detectors of GuardDuty, sorted by Region and id.
type Detectors struct {
	Detectors []Detector `json:"detectors,omitempty"`
}

// Detector is a GuardDuty detector in one Region.
type Detector struct {
	Region string `json:"region"`
	ID     string `json:"id"`
	// Status is ENABLED or DISABLED.
	Status string `json:"status"`
}

func (t *Trails) sort() {
	if t != nil {
		by(t.Trails, func(x Trail) string { return x.ARN })
	}
}

func (r *Recorders) sort() {
	if r != nil {
		by(r.Recorders, func(x Recorder) string { return x.Region + "\n" + x.Name })
	}
}

func (d *Detectors) sort() {
	if d != nil {
		by(d.Detectors, func(x Detector) string { return x.Region + "\n" + x.ID })
	}
}
