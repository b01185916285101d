package assume

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// DefaultSessionName is the session name of every role session, so that detections can be tuned to it.
const DefaultSessionName = "orgscan"

// chainedLimit is the longest session AWS gives to a caller that is a role session itself; longest, the most it gives to
// anybody whose role allows it; shortest, the least.
const (
	chainedLimit = time.Hour
	longest      = 12 * time.Hour
	shortest     = 15 * time.Minute
)

// Role says how accounts are entered.
type Role struct {
	// Name is the audit role's name in every account, with or without a path: "OrgScanAudit", "/audit/OrgScanAudit".
	Name string
	// ExternalID is sent with every AssumeRole when not empty. It is not a secret to AWS, but it is treated as one.
	ExternalID string
	// SessionName is DefaultSessionName when empty.
	SessionName string
	// SessionPolicy is JSON that bounds every session; empty for none.
	SessionPolicy string
	// HubRole is the ARN of a role that is assumed first and assumes the others; empty for none.
	HubRole string
	// In names another role, or a role ARN, for single accounts by id. It applies to the caller's account too.
	In map[string]string
	// SourceIdentity and Tags need sts:SetSourceIdentity and sts:TagSession in the trust policy; empty sends none.
	SourceIdentity string
	Tags           map[string]string
	// Duration is how long a session lasts before it is renewed: an hour when 0, and at most an hour when a role session
	// assumes the role.
	Duration time.Duration
}

var (
	roleName       = regexp.MustCompile(`^/?([\x21-\x7E]{1,510}/)?[A-Za-z0-9_+=,.@-]{1,64}$`)
	roleARN        = regexp.MustCompile(`^arn:[a-z0-9-]+:iam::(\d{12}):role/(.+)$`)
	sessionName    = regexp.MustCompile(`^[A-Za-z0-9_+=,.@-]{2,64}$`)
	externalIDForm = regexp.MustCompile(`^[A-Za-z0-9_+=,.@:/-]{2,}$`)
	accountID      = regexp.MustCompile(`^\d{12}$`)
)

// Check reports the first thing that AWS would refuse in every account, without repeating the external id.
func (r Role) Check() error {
	switch {
	case !roleName.MatchString(r.Name), strings.HasPrefix(r.Name, "arn:"):
		return fmt.Errorf("role name %q: want letters, digits and _+=,.@- with an optional path such as /audit/", r.Name)
	case r.HubRole != "" && !isRoleARN(r.HubRole):
		return fmt.Errorf("hub role %q: want a role ARN such as arn:aws:iam::111122223333:role/OrgScanHub", r.HubRole)
	case r.ExternalID != "" && (len(r.ExternalID) > 1224 || !externalIDForm.MatchString(r.ExternalID)):
		return fmt.Errorf("external id: want 2 to 1224 letters, digits and _+=,.@:/-")
	case r.SessionName != "" && !sessionName.MatchString(r.SessionName):
		return fmt.Errorf("session name %q: want 2 to 64 letters, digits and _+=,.@-", r.SessionName)
	case r.SourceIdentity != "" && !sessionName.MatchString(r.SourceIdentity):
		return fmt.Errorf("source identity %q: want 2 to 64 letters, digits and _+=,.@-", r.SourceIdentity)
	case r.Duration != 0 && (r.Duration < shortest || r.Duration > longest):
		return fmt.Errorf("session duration %v: want 15m to 12h", r.Duration)
	}
	return r.checkOverrides()
}

func (r Role) checkOverrides() error {
	for account, name := range r.In {
		if !accountID.MatchString(account) {
			return fmt.Errorf("role in account %q: want twelve digits", account)
		}
		if m := roleARN.FindStringSubmatch(name); m != nil && m[1] != account {
			return fmt.Errorf("role in account %s: %s is a role of another account", account, name)
		}
		if !isRoleARN(name) && !roleName.MatchString(name) {
			return fmt.Errorf("role in account %s: %q is neither a role name nor a role ARN", account, name)
		}
	}
	return nil
}

func isRoleARN(s string) bool { return roleARN.MatchString(s) }

// arn returns the ARN of the role that enters an account, and whether it was named for that account alone.
func (r Role) arn(partition, account string) (arn string, named bool) {
	name, named := r.In[account]
	if !named {
		name = r.Name
	}
	if strings.HasPrefix(name, "arn:") {
		return name, named
	}
	return "arn:" + partition + ":iam::" + account + ":role/" + strings.TrimPrefix(name, "/"), named
}

func (r Role) sessionName() string {
	if r.SessionName == "" {
		return DefaultSessionName
	}
	return r.SessionName
}

// duration is the session length to ask for.
func (r Role) duration(chained bool) time.Duration {
	d := r.Duration
	if d == 0 {
		d = chainedLimit
	}
	if chained {
		d = min(d, chainedLimit)
	}
	return d
}
