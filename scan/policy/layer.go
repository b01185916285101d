package policy

import (
	"slices"
	"strings"
)

// layer is what policies of one kind and level say together.
type layer struct {
	allow truth
	// grants is allow by how the statements name the caller; only for the resource's policy.
	grants [grants]truth
}

// layer reads the documents of a kind and level: their Deny statements count at once, one Allow is enough.
func (e *evaluation) layer(k Kind, level int, documents []*Document) layer {
	var out layer
	begin := len(e.found)
	for i, d := range documents {
		if d == nil || d.Malformed {
			e.unreadable(&out, Reason{Kind: k, Level: level, Document: i, Statement: -1})
			continue
		}
		for j := range d.Statements {
			s := &d.Statements[j]
			e.statement(&out, d.Version, s, Reason{Kind: k, Level: level, Document: i, Statement: j, SID: s.SID})
		}
	}
	if e.unread(k) {
		e.unreadable(&out, Reason{Kind: k, Level: level, Document: len(documents), Statement: -1})
	}
	if out.allow == yes && k != Resource {
		e.settle(begin)
	}
	return out
}

// statement counts one statement. RCPs allow nothing beyond what their undetachable full access allows.
func (e *evaluation) statement(out *layer, version string, s *Statement, at Reason) {
	switch {
	case s.Effect == "Deny":
		at.Effect = Deny
	case s.Effect == "Allow" && at.Kind != RCP:
		at.Effect = Allow
	default:
		return
	}
	a := e.apply(at.Kind, version, s)
	if a.truth == no {
		return
	}
	at.Certain = a.truth == yes
	e.found = append(e.found, finding{Reason: at, open: a.open})
	if at.Effect == Deny {
		e.deny = max(e.deny, a.truth)
		return
	}
	out.allow = max(out.allow, a.truth)
	for g, t := range a.grants {
		out.grants[g] = max(out.grants[g], t)
	}
}

// unreadable counts a document that may say anything.
func (e *evaluation) unreadable(out *layer, at Reason) {
	e.deny = max(e.deny, maybe)
	out.allow = max(out.allow, maybe)
	for g := range out.grants {
		out.grants[g] = max(out.grants[g], maybe)
	}
	e.found = append(e.found, finding{Reason: at, open: []Dependency{{Key: "Policy"}}})
}

// settle drops the statements since begin that might also allow what others allow for certain.
func (e *evaluation) settle(begin int) {
	kept := e.found[:begin]
	for _, f := range e.found[begin:] {
		if f.Certain || f.Effect != Allow {
			kept = append(kept, f)
		}
	}
	e.found = kept
}

// identity reads the caller's policies. The root user needs none.
func (e *evaluation) identity() layer {
	if e.Caller.Kind == Root {
		return layer{allow: yes}
	}
	return e.layer(Identity, 0, e.policies.Identity)
}

// limit reads policies that allow nothing by themselves but limit what others allow; without any, there is no limit.
func (e *evaluation) limit(k Kind, documents []*Document) truth {
	if e.Caller.Kind == Root || len(documents) == 0 && !e.unread(k) {
		return yes
	}
	allow := e.layer(k, 0, documents).allow
	e.block(k, 0, allow)
	return allow
}

// scps asks every level: each must allow.
func (e *evaluation) scps() truth {
	exempt := e.Management != "" && e.callerAccount == e.Management || e.Caller.outside() || e.Caller.serviceLinked()
	if exempt {
		return yes
	}
	out := yes
	for level, documents := range e.levels(SCP, e.policies.SCPs) {
		allow := e.layer(SCP, level, documents).allow
		e.block(SCP, level, allow)
		out = min(out, allow)
	}
	return out
}

// rcps counts what RCPs deny. Whoever calls, they hold for the resource.
func (e *evaluation) rcps() {
	exempt := e.Management != "" && e.owner == e.Management || e.Caller.serviceLinked() || strings.EqualFold(e.Action, "kms:RetireGrant")
	if exempt {
		return
	}
	for level, documents := range e.levels(RCP, e.policies.RCPs) {
		e.layer(RCP, level, documents)
	}
}

// levels are those that were read, and an empty one for those that may not have been.
func (e *evaluation) levels(k Kind, read [][]*Document) [][]*Document {
	if e.unread(k) {
		return append(slices.Clip(read), nil)
	}
	return read
}
