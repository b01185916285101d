package snapshot

import (
	"slices"
	"strings"
	"time"
)

// LastAccessed says which services principals may use and when they last did.
type LastAccessed struct {
	// Asked is "users", "roles" or "users,roles": whose access was asked for.
	Asked string `json:"asked"`
	// Principals are sorted by ARN. Roles that belong to AWS services or Identity Center are not asked about.
	Principals []PrincipalAccess `json:"principals,omitempty"`
}

// PrincipalAccess is one user's or role's access, or the reason why it is not known.
type PrincipalAccess struct {
	ARN string `json:"arn"`
	// Services are those that the principal's policies allow, sorted by namespace.
	Services []ServiceAccess `json:"services,omitempty"`
	Missing  *Reason         `json:"missing,omitempty"`
}

// ServiceAccess is one service; Last is zero when AWS knows of no use in its tracking period of 400 days.
type ServiceAccess struct {
	Namespace string    `json:"namespace"`
	Last      time.Time `json:"last,omitzero"`
}

// Covers reports whether all those were asked about whom asked names, in the words of Asked.
func (l *LastAccessed) Covers(asked string) bool {
	had := strings.Split(l.Asked, ",")
	return asked == "" || !slices.ContainsFunc(strings.Split(asked, ","), func(who string) bool { return !slices.Contains(had, who) })
}

// Principal returns what is known of one principal, and nil when nobody asked.
func (l *LastAccessed) Principal(arn string) *PrincipalAccess {
	for i := range l.Principals {
		if l.Principals[i].ARN == arn {
			return &l.Principals[i]
		}
	}
	return nil
}
