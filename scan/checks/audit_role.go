package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// readingVerbs begin the names of actions that change nothing.
var readingVerbs = []string{
	"get", "list", "describe", "batchget", "batchdescribe", "batchlist", "lookup", "search", "view", "check", "simulate", "validate",
}

// sweepActions are made reports: the actions of sweeps whose names do not say that they only read.
const sweepActions = "iam:generate"

// judgeAuditRole reports what a sweep does not need of its role.
func judgeAuditRole(p *Pass, r *snapshot.Role) {
	before := len(p.log.lines)
	judgeAuditPermissions(p, r)
	judgeAuditTrust(p, r)
	if len(p.log.lines) == before {
		p.OK(r.ARN)
	}
}

// judgeAuditPermissions reports each policy of the role that allows more than reading.
func judgeAuditPermissions(p *Pass, r *snapshot.Role) {
	documents := p.Account.ManagedByARN()
	for _, at := range r.Attached {
		if readingPolicy(at.ARN) {
			continue
		}
		d := attachedDocument(p, documents[at.ARN])
		judgeAuditPolicy(p, r, "managed policy "+at.Name, "policy:"+attachmentKey(at.ARN), d)
	}
	for _, in := range r.Inline {
		judgeAuditPolicy(p, r, "inline policy "+in.Name, "inline:"+in.Name, p.Document(in.Document))
	}
}

// readingPolicy reports whether AWS itself keeps the policy to reading.
func readingPolicy(arn string) bool {
	for _, name := range []string{"SecurityAudit", "job-function/ViewOnlyAccess", "ReadOnlyAccess"} {
		if strings.HasSuffix(arn, ":iam::aws:policy/"+name) {
			return true
		}
	}
	return false
}

func judgeAuditPolicy(p *Pass, r *snapshot.Role, name, key string, d *policy.Document) {
	if !understood(d) {
		p.Unknown(r.ARN, unparsed, "%s of the audit role is not a policy that can be read", name).Detail(key)
		return
	}
	if beyond := beyondReading(d); len(beyond) > 0 {
		p.Fail(r.ARN, "%s of the audit role allows more than reading", name).Detail(key).Policy(d).
			Evidence("allows", named(beyond))
	}
}

// beyondReading returns what a document allows besides reading, each once.
func beyondReading(d *policy.Document) []string {
	var out []string
	for i := range d.Statements {
		s := &d.Statements[i]
		if !s.Allows() {
			continue
		}
		if len(s.NotActions) > 0 {
			out = append(out, "everything but "+strings.Join(normal(s.NotActions, strings.Clone), ", "))
		}
		for _, action := range s.Actions {
			if !reads(action) {
				out = append(out, action)
			}
		}
	}
	return distinct(out)
}

// reads reports whether every action that the pattern matches only reads, by its verb.
func reads(pattern string) bool {
	lower := strings.ToLower(pattern)
	if strings.HasPrefix(lower, sweepActions) {
		return true
	}
	service, operation, ok := strings.Cut(lower, ":")
	return ok && !strings.ContainsAny(service, "*?") &&
		slices.ContainsFunc(readingVerbs, func(verb string) bool { return strings.HasPrefix(operation, verb) })
}

// judgeAuditTrust reports each statement of the trust policy that lets in more than the sweep's own caller.
func judgeAuditTrust(p *Pass, r *snapshot.Role) {
	d := p.Document(r.Trust)
	if !understood(d) {
		p.Unknown(r.ARN, unparsed, "the trust policy of the audit role is not a policy that can be read").Detail("trust")
		return
	}
	seen := map[string]bool{}
	for i := range d.Statements {
		key := "trust:" + statementKey(d, i)
		if seen[key] || !d.Statements[i].Allows() {
			continue
		}
		seen[key] = true
		if wide := wideTrust(p, &d.Statements[i]); len(wide) > 0 {
			p.Fail(r.ARN, "the trust policy of the audit role lets in more than the sweep: %s", strings.Join(wide, "; ")).Detail(key).Policy(d)
		}
	}
}

// wideTrust says in which ways a statement is wider than one principal of the sweep's account with its ExternalId.
func wideTrust(p *Pass, s *policy.Statement) []string {
	var wide []string
	if s.Principal == nil || len(s.Principal.Service)+len(s.Principal.Federated)+len(s.Principal.CanonicalUser)+len(s.Principal.Other) > 0 {
		wide = append(wide, "who is not a role or user")
	}
	if s.Principal != nil {
		wide = append(wide, wideNames(p, s)...)
	}
	if p.Params.AuditExternalID && !requires(s, "sts:ExternalId", "StringEquals") {
		wide = append(wide, "whoever sends no ExternalId")
	}
	return wide
}

func wideNames(p *Pass, s *policy.Statement) []string {
	pinned := requires(s, "aws:PrincipalArn", "ArnEquals", "ArnLike", "StringEquals", "StringLike")
	var wide []string
	if s.Principal.All && !pinned {
		wide = append(wide, "everybody")
	}
	for _, name := range normal(s.Principal.AWS, strings.Clone) {
		account, whole := trustedAccount(name)
		switch {
		case pinned && whole:
		case name == "*":
			wide = append(wide, "everybody")
		case !slices.Contains(sweepers(p), account):
			wide = append(wide, "account "+account)
		case whole:
			wide = append(wide, "everybody in account "+account)
		}
	}
	return wide
}

// sweepers are the accounts from which sweeps come.
func sweepers(p *Pass) []string {
	if p.Params.AuditHub != "" {
		account, _ := trustedAccount(p.Params.AuditHub)
		return []string{account}
	}
	return []string{p.Org.CallerAccount}
}

// trustedAccount returns the account of an AWS principal, and whether everybody there is meant.
func trustedAccount(name string) (account string, whole bool) {
	parts := strings.SplitN(name, ":", 6)
	if len(parts) < 6 {
		return name, true
	}
	return parts[4], parts[5] == "root"
}

// requires reports whether one of the operators compares the key with values that are not all-matching.
func requires(s *policy.Statement, key string, operators ...string) bool {
	return slices.ContainsFunc(s.Conditions, func(c policy.Condition) bool {
		return strings.EqualFold(c.Key, key) && slices.Contains(operators, c.Operator) && !slices.Contains(c.Values, "*")
	})
}
