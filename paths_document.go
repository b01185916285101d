package main

import (
	"github.com/orgscan/orgscan/scan/access"
	"github.com/orgscan/orgscan/scan/paths"
)

const pathsSchema = "orgscan.paths/1"

// pathsDocument is what paths --format json prints.
type pathsDocument struct {
	Schema string `json:"schema"`
	// Organization is the organization's id; absent when it is not known.
	Organization string     `json:"organization,omitempty"`
	Paths        []pathLine `json:"paths"`
	// Unread are the accounts that could not be read: paths through these accounts are unknown.
	Unread []pathGap `json:"unread"`
	// ControlPolicies is "unread" when the organization's control policies could not be read: they can only take paths away.
	ControlPolicies string `json:"control_policies"`
}

// pathLine is one path. From and To are ARNs; a service and a permission set are their names, everybody is "*".
type pathLine struct {
	From string `json:"from"`
	To   string `json:"to"`
	// Outcome is proven or possible.
	Outcome    string    `json:"outcome"`
	Conditions []string  `json:"conditions"`
	Hops       []hopLine `json:"hops"`
	// AdministratorBy are the policies that make the last principal an administrator; absent where the last hop gives every
	// right itself.
	AdministratorBy []pathStatement `json:"administrator_by,omitempty"`
}

// hopLine is one hop.
type hopLine struct {
	From       string          `json:"from"`
	Technique  string          `json:"technique"`
	To         string          `json:"to"`
	Outcome    string          `json:"outcome"`
	Needs      []string        `json:"needs"`
	Conditions []string        `json:"conditions"`
	AllowedBy  []pathStatement `json:"allowed_by"`
}

// pathStatement is a statement of a policy, or the whole policy where Statement is absent.
type pathStatement struct {
	// Policy is "trust policy" for that of the hop's To, else a policy of its From.
	Policy string `json:"policy"`
	Sid    string `json:"sid,omitempty"`
	// Statement is its place, from 1.
	Statement int `json:"statement,omitempty"`
}

func (r *pathRun) document(found []paths.Path) pathsDocument {
	d := pathsDocument{Schema: pathsSchema, Organization: r.organization.ID, Paths: []pathLine{}, Unread: append([]pathGap{}, r.unread...), ControlPolicies: "read"}
	if len(r.notRead) > 0 {
		d.ControlPolicies = "unread"
	}
	for i := range found {
		p := &found[i]
		line := pathLine{
			From: p.From.ID, To: p.To.ID, Outcome: p.Outcome().String(), Conditions: orEmpty(p.Conditions()),
			AdministratorBy: pathStatements(p.Admin.AllowedBy),
		}
		for _, h := range p.Hops {
			line.Hops = append(line.Hops, hopLine{
				From: h.From.ID, Technique: h.Technique, To: h.To.ID, Outcome: h.Outcome.String(), Needs: orEmpty(h.Needs),
				Conditions: orEmpty(h.Conditions), AllowedBy: append([]pathStatement{}, pathStatements(h.AllowedBy)...),
			})
		}
		d.Paths = append(d.Paths, line)
	}
	return d
}

func orEmpty(list []string) []string { return append([]string{}, list...) }

func pathStatements(list []access.Statement) []pathStatement {
	var out []pathStatement
	for _, s := range list {
		out = append(out, pathStatement{Policy: s.Source, Sid: s.SID, Statement: s.Place})
	}
	return out
}
