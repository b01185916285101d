package main

import (
	"fmt"
	"strings"

	"github.com/orgscan/orgscan/scan/access"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// wanted is a principal as a person names it.
type wanted struct {
	text string
	// arn is the full ARN of a user, role or root user; empty when a name was given.
	arn string
	// session is the ARN of a role's session.
	session string
	// account is the account's id; empty for any.
	account string
	// name is "root", "user/NAME", "role/NAME" or a bare name; a path may stand before NAME. For a full ARN it is its end.
	name string
}

const principalForms = "an ARN, ACCOUNT:user/NAME, ACCOUNT:role/NAME or ACCOUNT:root, where ACCOUNT is an id or a name"

// wantedOf reads PRINCIPAL.
func (q *inquiry) wantedOf(text string) (wanted, error) {
	if strings.HasPrefix(text, "arn:") {
		return wantedARN(text)
	}
	w := wanted{text: text, name: text}
	if id := q.accountNamed(text); id != "" {
		w.account, w.name = id, "root"
		return w, nil
	}
	if before, name, ok := strings.Cut(text, ":"); ok {
		if w.account, w.name = q.accountNamed(before), name; w.account == "" {
			near := nearest{wanted: before}
			for _, a := range q.organization.Accounts {
				near.offerAs(a.Name, q.label(a.ID))
				near.offerAs(a.ID, q.label(a.ID))
			}
			return w, &usageError{message: fmt.Sprintf("the run has no account %q, or several", before), hint: near.hint(principalForms)}
		}
	}
	if strings.HasPrefix(w.name, "group/") {
		return w, &usageError{message: fmt.Sprintf("%q is a group, which makes no requests", text), hint: "name one of its users"}
	}
	if w.name == "" || w.name == "root" && w.account == "" {
		return w, &usageError{message: fmt.Sprintf("%q names no principal", text), hint: principalForms}
	}
	return w, nil
}

func wantedARN(text string) (wanted, error) {
	parts := strings.SplitN(text, ":", 6)
	none := &usageError{message: fmt.Sprintf("%q is no ARN of a user, a role, a session or a root user", text), hint: principalForms}
	if len(parts) < 6 || len(parts[4]) != 12 || strings.Trim(parts[4], "0123456789") != "" {
		return wanted{}, none
	}
	w := wanted{text: text, arn: text, account: parts[4], name: parts[5]}
	role, session, isSession := strings.Cut(strings.TrimPrefix(parts[5], "assumed-role/"), "/")
	kind, name, _ := strings.Cut(parts[5], "/")
	switch {
	case parts[2] == "sts" && kind == "assumed-role" && isSession && session != "":
		w.arn, w.session, w.name = "", text, "role/"+role // the session's ARN lacks the role's path
	case parts[2] != "iam", parts[5] != "root" && (kind != "user" && kind != "role" || name == ""):
		return wanted{}, none
	}
	return w, nil
}

// accountNamed returns the id of the account with the id or name; empty when there is none, or several.
func (q *inquiry) accountNamed(text string) string {
	found := ""
	for _, a := range q.organization.Accounts {
		if a.ID == text {
			return a.ID
		}
		if a.Name == text && text != "" {
			if found != "" {
				return ""
			}
			found = a.ID
		}
	}
	return found
}

// candidate is a principal that a name may mean.
type candidate struct{ account, arn string }

// short is the candidate in the form that PRINCIPAL takes.
func (c candidate) short() string {
	return c.account + c.arn[strings.LastIndexByte(c.arn, ':'):]
}

// search looks for a principal in accounts one by one.
type search struct {
	wanted
	found  []candidate
	near   nearest
	unread int
}

func (s *search) account(a *snapshot.Account) {
	for i := range a.Users {
		s.consider(a.ID, "user/", a.Users[i].Name, a.Users[i].ARN)
	}
	for i := range a.Roles {
		s.consider(a.ID, "role/", a.Roles[i].Name, a.Roles[i].ARN)
	}
	if s.name == "root" {
		s.found = append(s.found, candidate{a.ID, a.RootARN()})
	}
}

func (s *search) consider(account, kind, name, arn string) {
	c := candidate{account, arn}
	if s.means(kind, name, arn) {
		s.found = append(s.found, c)
		return
	}
	text := name
	if strings.HasPrefix(s.name, kind) {
		text = kind + name
	}
	s.near.offerAs(text, c.short())
}

// means reports whether the name is that of the principal, with or without its path.
func (s *search) means(kind, name, arn string) bool {
	if s.arn != "" {
		return s.arn == arn
	}
	end := arn[strings.LastIndexByte(arn, ':')+1:]
	return s.name == name || s.name == kind+name || s.name == end || kind+s.name == end
}

// principal finds the one principal that is meant.
func (q *inquiry) principal(text string) (*asker, error) {
	w, err := q.wantedOf(text)
	if err != nil {
		return nil, err
	}
	s := &search{wanted: w, near: nearest{wanted: w.name}}
	ids := []string{w.account}
	if w.account == "" {
		ids = ids[:0]
		for _, a := range q.organization.Accounts {
			ids = append(ids, a.ID)
		}
	}
	for _, id := range ids {
		a, unread, err := q.account(id)
		switch {
		case err != nil:
			return nil, err
		case unread != nil && w.account != "":
			return q.stranger(w, unread)
		case unread != nil:
			s.unread++
		default:
			s.account(a)
		}
	}
	return q.chosen(s)
}

func (q *inquiry) chosen(s *search) (*asker, error) {
	switch len(s.found) {
	case 0:
		message := fmt.Sprintf("no principal %q", s.text)
		if s.unread > 0 {
			message += fmt.Sprintf(" in the accounts that were read (%d were not)", s.unread)
		}
		return nil, &usageError{message: message, hint: s.near.hint(principalForms)}
	case 1:
		a, _, err := q.account(s.found[0].account)
		if err != nil {
			return nil, err
		}
		return q.asker(a, s.found[0].arn, s.session), nil
	}
	var names []string
	for _, c := range s.found {
		names = append(names, c.short())
	}
	return nil, &usageError{message: fmt.Sprintf("%q may be any of %d principals", s.text, len(names)), hint: "one of: " + several(names, 10)}
}

// asker is a principal whose questions can be answered.
type asker struct {
	arn, account string
	analysis     *access.Account
	principal    *access.Principal
}

func (q *inquiry) asker(a *snapshot.Account, arn, session string) *asker {
	out := &asker{arn: arn, account: a.ID, analysis: q.analyse(a)}
	for i := range a.Users {
		if a.Users[i].ARN == arn {
			out.principal = out.analysis.User(&a.Users[i])
		}
	}
	for i := range a.Roles {
		if a.Roles[i].ARN == arn {
			out.principal = out.analysis.Role(&a.Roles[i])
			out.principal.Caller.SessionARN = session
		}
	}
	if out.principal == nil {
		out.principal = out.analysis.Root()
	}
	return out
}

// stranger is a principal of an account that was not read: what its own policies say is not known.
func (q *inquiry) stranger(w wanted, unread *unreadAccount) (*asker, error) {
	arn, partition := w.arn, q.organization.Partition
	if arn == "" && w.name != "root" && !strings.HasPrefix(w.name, "user/") && !strings.HasPrefix(w.name, "role/") {
		return nil, &usageError{
			message: fmt.Sprintf("account %s was not read (%s), so that %q may be a user or a role", q.label(w.account), unread.Reason, w.name),
			hint:    w.account + ":role/" + w.name,
		}
	}
	if arn == "" {
		arn = "arn:" + partition + ":iam::" + w.account + ":" + w.name
	} else {
		partition = strings.Split(arn, ":")[1]
	}
	out := &asker{arn: arn, account: w.account, analysis: q.analyse(&snapshot.Account{ID: w.account, Partition: partition})}
	why := fmt.Sprintf("the policies of the principal: account %s was not read (%s)", q.label(w.account), unread.Reason)
	out.principal = out.analysis.Stranger(arn, why)
	out.principal.Caller.SessionARN = w.session
	return out, nil
}
