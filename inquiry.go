package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan"
	"github.com/orgscan/orgscan/scan/access"
	"github.com/orgscan/orgscan/scan/actions"
	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// inquiry is a saved run that questions are put to. Accounts are read one by one; none is kept.
type inquiry struct {
	directory    *scan.Directory
	organization *snapshot.Organization
	reasons      map[string]string
	documents    map[string]*policy.Document
}

// openInquiry opens the run that --run names, or the newest.
func openInquiry(c *cli.Context) (*inquiry, error) {
	d, run, organization, err := openSnapshots(c)
	if err != nil {
		return nil, err
	}
	return &inquiry{
		directory: d, organization: organization, reasons: unreachable(run), documents: map[string]*policy.Document{},
	}, nil
}

// openSnapshots opens the run that --run names, or the newest, for a command that reads its snapshots. A finished run must
// match its hashes.
func openSnapshots(c *cli.Context) (*scan.Directory, *findings.Run, *snapshot.Organization, error) {
	d, err := openRun(cmp.Or(c.String("run"), "latest"))
	if err != nil {
		return nil, nil, nil, err
	}
	run, err := d.ReadRun()
	if err != nil {
		return nil, nil, nil, err
	}
	if err := d.Verify(run); err != nil {
		return nil, nil, nil, err
	}
	organization, err := d.ReadOrganization()
	if err != nil {
		return nil, nil, nil, &usageError{message: err.Error(), hint: "name a run that holds snapshots: --run DIRECTORY"}
	}
	return d, run, organization, nil
}

// unreachable says why accounts could not be entered, by id.
func unreachable(run *findings.Run) map[string]string {
	out := map[string]string{}
	for _, c := range run.Coverage {
		if c.State == findings.Unreachable && len(c.Reasons) > 0 {
			out[c.Account] = reasonText(c.Reasons[0].Action, c.Reasons[0].Code, c.Reasons[0].Message)
		}
	}
	return out
}

func reasonText(action, code, message string) string {
	if action == "" {
		return message
	}
	return strings.TrimSpace(action+" "+code) + ": " + message
}

// unreadAccount is an account whose principals are not known, and why.
type unreadAccount struct {
	Account string `json:"account"`
	Name    string `json:"name,omitempty"`
	Reason  string `json:"reason"`
	// Skipped is true for accounts that the run did not mean to look at.
	Skipped bool `json:"skipped,omitempty"`
}

// account reads a snapshot. It is nil when the account's principals are not known, with the reason.
func (q *inquiry) account(id string) (*snapshot.Account, *unreadAccount, error) {
	entry := q.organization.Account(id)
	if entry == nil {
		return nil, &unreadAccount{Account: id, Reason: "it is not an account of this run"}, nil
	}
	unread := &unreadAccount{Account: id, Name: entry.Name, Reason: entry.Skip, Skipped: entry.Skip != ""}
	if unread.Skipped {
		return nil, unread, nil
	}
	a, err := q.directory.ReadAccount(id)
	if errors.Is(err, fs.ErrNotExist) {
		unread.Reason = cmp.Or(q.reasons[id], "the run holds no snapshot of it")
		return nil, unread, nil
	}
	if err != nil {
		return nil, nil, err
	}
	if r, missing := a.Lacks(snapshot.SectionPrincipals); missing {
		unread.Reason = reasonText(r.Action, r.Code, r.Message)
		return nil, unread, nil
	}
	return a, nil, nil
}

func (q *inquiry) analyse(a *snapshot.Account) *access.Account {
	return access.New(a, q.organization, q.parse)
}

// documentsKept bounds the memory for parsed policies; most of them stand in every account.
const documentsKept = 2048

func (q *inquiry) parse(text string) *policy.Document {
	d := q.documents[text]
	if d == nil {
		if len(q.documents) >= documentsKept {
			clear(q.documents)
		}
		d = policy.Parse(text)
		q.documents[text] = d
	}
	return d
}

// label is an account as people know it.
func (q *inquiry) label(id string) string {
	if entry := q.organization.Account(id); entry != nil && entry.Name != "" {
		return id + " (" + entry.Name + ")"
	}
	return id
}

// target prepares the resource; a role that is to be assumed comes with its trust policy and, where it was read, its account.
func (q *inquiry) target(question questionLine) (*access.Target, *snapshot.Account, error) {
	action, resource := question.Action, question.Resource
	t := access.NewTarget(q.organization, resource, action, q.parse)
	for key, values := range question.Context {
		if strings.EqualFold(key, "aws:ResourceAccount") && len(values) == 1 {
			t.Own(q.organization, values[0], q.parse)
		}
	}
	if !access.Assumes(action) || resource == access.Any {
		return t, nil, nil
	}
	return q.role(t, action)
}

// role looks for the role that is to be assumed.
func (q *inquiry) role(t *access.Target, action string) (*access.Target, *snapshot.Account, error) {
	resource := t.ARN
	if t.Account == "" || !strings.Contains(resource, ":role/") {
		return nil, nil, &usageError{message: fmt.Sprintf("%s is for roles, %q is none", action, resource), hint: "arn:aws:iam::111122223333:role/NAME"}
	}
	if q.organization.Account(t.Account) == nil {
		return t, nil, nil
	}
	a, unread, err := q.account(t.Account)
	switch {
	case err != nil:
		return nil, nil, err
	case unread != nil:
		t.Lose(fmt.Sprintf("the trust policy: account %s was not read (%s)", q.label(t.Account), unread.Reason))
		return t, nil, nil
	}
	i := slices.IndexFunc(a.Roles, func(r snapshot.Role) bool { return r.ARN == resource })
	if i < 0 {
		return nil, nil, &usageError{message: fmt.Sprintf("account %s has no role %s", q.label(a.ID), resource), hint: nearestRole(a, resource)}
	}
	t.Trust(&a.Roles[i], q.parse)
	return t, a, nil
}

func nearestRole(a *snapshot.Account, arn string) string {
	near := nearest{wanted: arn}
	for i := range a.Roles {
		near.offer(a.Roles[i].ARN)
	}
	return near.hint("")
}

// actionOf reads ACTION and spells it as AWS does.
func actionOf(text string) (string, error) {
	found := actions.Expand(text)
	switch {
	case strings.ContainsAny(text, "*?"):
		return "", &usageError{
			message: fmt.Sprintf("%q matches %s; each has an answer of its own", text, counted(found.Len(), "action")),
			hint:    "name one" + examples(found.List()),
		}
	case found.Len() == 1 && strings.Contains(text, ":"):
		return found.List()[0].String(), nil
	}
	near := nearest{wanted: strings.ToLower(text)}
	service, _, _ := strings.Cut(near.wanted, ":")
	for _, a := range actions.All() {
		if a.Service == service || !actions.ServiceKnown(service+":") {
			near.offer(a.String())
		}
	}
	return "", &usageError{message: fmt.Sprintf("unknown action %q (the catalogue is of %s)", text, actions.Date()), hint: near.hint("s3:GetObject")}
}

func examples(list []actions.Action) string {
	if len(list) == 0 {
		return ""
	}
	var names []string
	for _, a := range list[:min(3, len(list))] {
		names = append(names, a.String())
	}
	return ", such as " + strings.Join(names, ", ")
}

// resourceOf reads RESOURCE; "" and * are any.
func resourceOf(text string) (string, error) {
	if text == "" || text == access.Any {
		return access.Any, nil
	}
	parts := strings.SplitN(text, ":", 6)
	if len(parts) < 6 || parts[0] != "arn" || parts[1] == "" || parts[2] == "" || parts[5] == "" {
		return "", &usageError{message: fmt.Sprintf("resource %q is no ARN", text), hint: "arn:aws:s3:::bucket/key, or leave it out to ask about any resource"}
	}
	if strings.ContainsAny(text, "*?") {
		return "", &usageError{message: fmt.Sprintf("resource %q holds a wildcard; each resource has an answer of its own", text), hint: "name one resource, or leave it out to ask about any"}
	}
	return text, nil
}

// contextOf reads --context, in which a key that is there several times holds several values.
func contextOf(c *cli.Context) (map[string][]string, error) {
	out := map[string][]string{}
	spelled := map[string]string{}
	for _, text := range c.StringSlice("context") {
		key, value, ok := strings.Cut(text, "=")
		if prefix, name, colon := strings.Cut(key, ":"); !ok || !colon || prefix == "" || name == "" {
			return nil, &usageError{message: fmt.Sprintf("--context %q is not KEY=VALUE", text), hint: "--context aws:MultiFactorAuthPresent=true"}
		}
		lower := strings.ToLower(key)
		if spelled[lower] == "" {
			spelled[lower] = key
		}
		out[spelled[lower]] = append(out[spelled[lower]], value)
	}
	return out, nil
}

func contextFlag() cli.Flag {
	return &cli.StringSliceFlag{
		Name:  "context",
		Usage: "a condition key of the request, `KEY=VALUE` such as aws:MultiFactorAuthPresent=true; repeat a key to give it several values",
	}
}
