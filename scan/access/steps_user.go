package access

import (
	"slices"

	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// overUsers takes over every other user of the account.
func (w *walk) overUsers(t *Technique) {
	for i := range w.a.account.Users {
		if u := &w.a.account.Users[i]; u.ARN != w.p.Caller.ARN {
			w.overUser(t, u)
		}
	}
}

func (w *walk) overUser(t *Technique, u *snapshot.User) {
	needs, ok := w.a.userNeeds(t.shape, u)
	if !ok {
		return
	}
	context := map[string]policy.Value{}
	w.describe(context, u.ARN)
	got := given
	if t.shape == changedUser {
		got = w.grant(t.Actions[0], u.ARN, u.Boundary).and(w.ask(t.Actions[1], u.ARN, context))
	} else {
		for _, action := range t.Actions {
			if got.denied() {
				return
			}
			if action == "iam:CreateVirtualMFADevice" {
				got = got.and(w.someResource([]string{action}))
				continue
			}
			got = got.and(w.ask(action, u.ARN, context))
		}
	}
	if got.denied() {
		return
	}
	if t.shape != changedUser {
		w.add(t, u.ARN, got, needs...)
		return
	}
	if now := asAnswer(Admin(w.a.User(u).plus(unlimited))); !now.denied() {
		w.add(t, w.a.account.RootARN(), got.and(now), needs...)
		return
	}
	w.add(t, u.ARN, got, needs...)
}

// userNeeds says what of a user's credentials a technique needs that is not known, and false when it is known not to be.
func (a *Account) userNeeds(s shape, u *snapshot.User) (needs []string, ok bool) {
	c := a.credential(u.Name)
	if c == nil {
		return map[shape][]string{
			newKey: {needsOneKey}, changedUser: {needsOneKey}, newPassword: {needsNoLogin},
			otherPassword: {needsLogin, needsNoMFA}, withoutMFA: {needsLogin},
		}[s], true
	}
	keys := 0
	for _, k := range c.Keys {
		if k.Exists() {
			keys++
		}
	}
	switch s {
	case newKey, changedUser:
		return nil, keys < len(c.Keys)
	case replacedKey:
		return nil, keys > 0
	case newPassword:
		return login(c, snapshot.TriFalse, needsNoLogin)
	case otherPassword:
		needs, ok = login(c, snapshot.TriTrue, needsLogin)
		if c.MFAActive {
			needs = append(slices.Clone(needs), "the user's MFA device")
		}
		return needs, ok
	case withoutMFA:
		return login(c, snapshot.TriTrue, needsLogin)
	default:
		return nil, true
	}
}

func login(c *snapshot.Credential, want snapshot.Tri, need string) (needs []string, ok bool) {
	if c.PasswordEnabled == snapshot.TriUnknown {
		return []string{need}, true
	}
	return nil, c.PasswordEnabled == want
}

// credential returns a user's row of the credential report, nil when there is none.
func (a *Account) credential(user string) *snapshot.Credential {
	if a.credentials == nil {
		a.credentials = map[string]*snapshot.Credential{}
		_, missing := a.account.Lacks(snapshot.SectionCredentialReport)
		if missing || a.account.CredentialReport == nil {
			return nil
		}
		rows, err := snapshot.ParseCredentialReport(a.account.CredentialReport.Raw)
		if err != nil {
			return nil // the collector proved that it parses; a file from elsewhere may not
		}
		for i := range rows {
			a.credentials[rows[i].User] = &rows[i]
		}
	}
	return a.credentials[user]
}

// createUser makes a user with all rights.
func (w *walk) createUser(t *Technique) {
	kind := resourceKind{"iam", "user/"}
	for _, arn := range w.candidates(t.Actions, kind) {
		if w.a.users[arn] != nil {
			continue
		}
		now := asAnswer(Admin(w.a.newcomer(policy.User, arn)))
		if got := now.and(w.create(t, arn)); !got.denied() {
			w.add(t, w.a.account.RootARN(), got)
		}
	}
}

// create asks for the actions of a technique on one new user or role without a boundary.
func (w *walk) create(t *Technique, arn string) answer {
	got := given
	for i, action := range t.Actions {
		if got.denied() {
			break
		}
		switch i {
		case 0:
			got = got.and(w.ask(action, arn, map[string]policy.Value{"iam:PermissionsBoundary": policy.Absent()}))
		case 1:
			got = got.and(w.grant(action, arn, ""))
		default:
			got = got.and(w.ask(action, arn, nil))
		}
	}
	return got
}

// newcomer is a user or role of the account that is allowed everything, as far as control policies let it.
func (a *Account) newcomer(kind policy.CallerKind, arn string) *Principal {
	return a.principal(policy.Caller{Kind: kind, ARN: arn, Tags: map[string]string{}}).plus(unlimited)
}
