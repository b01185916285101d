package policy

import "strings"

// none is the organization of who is known to have none.
const none = "-"

// facts are a request with what follows from it worked out once.
type facts struct {
	Request
	callerAccount, owner string
	keys                 map[string]Value
	// bounded says that the caller has a permissions boundary, limited that it has one or a session policy, or may have.
	bounded truth
	limited bool
}

func newFacts(r Request) *facts {
	f := &facts{Request: r, callerAccount: r.Caller.Account, owner: r.ResourceAccount}
	if f.callerAccount == "" {
		f.callerAccount = accountOf(r.Caller.ARN)
	}
	if f.owner == "" {
		f.owner = accountOf(r.Resource)
	}
	if f.owner == "" {
		f.owner = f.callerAccount
	}
	return f
}

// accountOf returns the account part of an ARN, "" when there is none.
func accountOf(arn string) string {
	parts := strings.SplitN(arn, ":", arnParts)
	if len(parts) < arnParts || parts[0] != "arn" {
		return ""
	}
	return parts[4]
}

func (f *facts) sameAccount() bool { return f.callerAccount == f.owner }

// outside says that the caller is no principal of an account, so that policies of its account cannot hold it back.
func (c Caller) outside() bool {
	return c.Kind == Service || c.Kind == Federated || c.Kind == Anonymous
}

// serviceLinked goes by the path, which AWS reserves for these roles.
func (c Caller) serviceLinked() bool {
	return c.Kind == Role && strings.Contains(c.ARN, ":role/aws-service-role/")
}

// value looks a condition key up.
func (f *facts) value(key string) Value {
	if f.keys == nil {
		f.fill()
	}
	key = strings.ToLower(key)
	if v, ok := f.keys[key]; ok {
		return v
	}
	if tag, ok := strings.CutPrefix(key, "aws:principaltag/"); ok {
		if v, ok := f.tag(tag); ok {
			return v
		}
	}
	if f.Closed {
		return Absent()
	}
	return Unknown()
}

// tag finds a tag of the caller; the case of condition keys does not count.
func (f *facts) tag(name string) (Value, bool) {
	for key, v := range f.Caller.Tags {
		if strings.ToLower(key) == name {
			return Single(v), true
		}
	}
	return Absent(), f.Caller.Tags != nil || f.Caller.outside()
}

func (f *facts) fill() {
	f.keys = map[string]Value{}
	if !f.Closed {
		for _, key := range []string{"aws:currenttime", "aws:epochtime", "aws:requestedregion", "aws:securetransport"} {
			f.keys[key] = Present()
		}
	}
	f.fillCaller()
	f.fillOrganization()
	f.keys["aws:resourceaccount"] = Single(f.owner)
	if f.owner == "" {
		delete(f.keys, "aws:resourceaccount")
	}
	for key, v := range f.Context {
		f.keys[strings.ToLower(key)] = v
	}
}

func (f *facts) fillCaller() {
	c := f.Caller
	f.keys["aws:principalisawsservice"] = Single(boolText(c.Kind == Service))
	f.keys["aws:principalservicename"] = Absent()
	f.keys["aws:username"] = Absent()
	if c.Kind == User {
		f.keys["aws:username"] = Single(c.ARN[strings.LastIndexByte(c.ARN, '/')+1:])
	}
	if c.Kind == Service {
		f.keys["aws:principalservicename"] = Single(c.ARN)
	} else {
		for _, key := range []string{"aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths"} {
			f.keys[key] = Absent()
		}
	}
	if t := principalTypes[c.Kind]; t != "" {
		f.keys["aws:principaltype"] = Single(t)
	}
	if !c.outside() {
		f.keys["aws:principalarn"] = Single(c.ARN)
		f.keys["aws:principalaccount"] = Single(f.callerAccount)
	}
}

var principalTypes = map[CallerKind]string{User: "User", Role: "AssumedRole", Root: "Account", Anonymous: "Anonymous"}

func (f *facts) fillOrganization() {
	organization := func(key, id string) {
		switch id {
		case "":
		case none:
			f.keys[key] = Absent()
		default:
			f.keys[key] = Single(id)
		}
	}
	organization("aws:resourceorgid", f.ResourceOrgID)
	if f.Caller.outside() {
		f.keys["aws:principalorgid"], f.keys["aws:principalorgpaths"] = Absent(), Absent()
		return
	}
	organization("aws:principalorgid", f.Caller.OrgID)
	if f.Caller.OrgID == none {
		f.keys["aws:principalorgpaths"] = Absent()
	}
	if f.Caller.OrgPath != "" {
		f.keys["aws:principalorgpaths"] = Multi(f.Caller.OrgPath)
	}
}

func boolText(b bool) string {
	if b {
		return "true"
	}
	return "false"
}
