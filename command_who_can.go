package main

import (
	"slices"

	"github.com/urfave/cli/v2"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/access"
	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

func (p *program) whoCanCommand() *cli.Command {
	return &cli.Command{
		Name: "who-can", Usage: "Say who may do an action, across all accounts of a run", ArgsUsage: "ACTION [RESOURCE]",
		Description: "Asks about every user, role and root user of every account. For a role as RESOURCE and sts:AssumeRole also whom its trust\n" +
			"policy lets in from outside: accounts, services and identity providers. Accounts that were not read are named.\n\n" + aboutAnswers,
		Flags:  []cli.Flag{contextFlag(), runFlag(), textOrJSONFlag()},
		Action: p.whoCan,
	}
}

func (p *program) whoCan(c *cli.Context) error {
	args := c.Args().Slice()
	if len(args) < 1 || len(args) > 2 {
		return &usageError{message: "who-can takes an action and at most one resource", hint: "orgscan who-can iam:CreateUser"}
	}
	asJSON, err := wantsJSON(c)
	if err != nil {
		return err
	}
	q, question, err := open(c, args)
	if err != nil {
		return err
	}
	target, owner, err := q.target(question)
	if err != nil {
		return err
	}
	r := &roll{inquiry: q, question: &access.Question{
		Action: question.Action, Target: target, Context: access.Context(question.Context),
	}}
	r.to = newRollText(p.stdout, question, q, target)
	if asJSON {
		r.to = newRollJSON(p.stdout, question)
	}
	if err := r.call(owner); err != nil {
		return err
	}
	if r.end.Incomplete {
		return &exitError{findings.ExitIncomplete}
	}
	return nil
}

// roll puts one question to everybody.
type roll struct {
	inquiry  *inquiry
	question *access.Question
	to       rollWriter
	end      rollEnd
}

// rollWriter takes the answers as they come: those of the principals first, in the order of accounts and ARNs, and the end
// last. Who may not do the action is only counted.
type rollWriter interface {
	answer(l memberLine, a *access.Answer) error
	outsider(l outsiderLine, a *access.Answer) error
	end(e *rollEnd) error
}

// memberLine is a principal of an account that may do the action, or perhaps.
type memberLine struct {
	Principal   string `json:"principal"`
	Account     string `json:"account"`
	AccountName string `json:"account_name,omitempty"`
	answerLine
}

// outsiderLine is who a role's trust policy lets in from elsewhere.
type outsiderLine struct {
	// Kind is account, principal, service, provider or anybody.
	Kind string `json:"kind"`
	Name string `json:"name"`
	answerLine
}

// rollEnd is what is known at the end.
type rollEnd struct {
	// Incomplete is true when accounts or data that should be in the run are missing: exit code 3.
	Incomplete bool `json:"incomplete"`
	// Read counts the accounts whose principals were asked about.
	Read    int `json:"accounts_read"`
	Allow   int `json:"allow"`
	Depends int `json:"depends"`
	Deny    int `json:"deny"`
	// Unknown are the accounts whose principals are not known.
	Unknown []unreadAccount `json:"unknown_accounts"`
}

// call asks everybody. Owner is the account of the role that is to be assumed, nil for other questions.
func (r *roll) call(owner *snapshot.Account) error {
	r.end.Unknown = []unreadAccount{}
	read := map[string]bool{}
	for i := range r.inquiry.organization.Accounts {
		id := r.inquiry.organization.Accounts[i].ID
		a, unread, err := r.inquiry.account(id)
		switch {
		case err != nil:
			return err
		case unread != nil:
			r.end.Unknown = append(r.end.Unknown, *unread)
			r.end.Incomplete = r.end.Incomplete || !unread.Skipped
			continue
		}
		read[id] = true
		r.end.Read++
		if err := r.account(a); err != nil {
			return err
		}
	}
	if err := r.outsiders(owner, read); err != nil {
		return err
	}
	return r.to.end(&r.end)
}

// account asks everybody in one account: its root user, its users and its roles.
func (r *roll) account(a *snapshot.Account) error {
	analysis := r.inquiry.analyse(a)
	if err := r.ask(analysis, a.ID, analysis.Root()); err != nil {
		return err
	}
	for i := range a.Users {
		if err := r.ask(analysis, a.ID, analysis.User(&a.Users[i])); err != nil {
			return err
		}
	}
	for i := range a.Roles {
		if err := r.ask(analysis, a.ID, analysis.Role(&a.Roles[i])); err != nil {
			return err
		}
	}
	return nil
}

func (r *roll) ask(analysis *access.Account, account string, p *access.Principal) error {
	answer := analysis.Ask(p, r.question)
	r.count(answer)
	if answer.Outcome == policy.Deny {
		return nil
	}
	line := memberLine{Principal: p.Caller.ARN, Account: account, answerLine: shortAnswer(answer)}
	if entry := r.inquiry.organization.Account(account); entry != nil {
		line.AccountName = entry.Name
	}
	return r.to.answer(line, answer)
}

func (r *roll) count(a *access.Answer) {
	switch a.Outcome {
	case policy.Allow:
		r.end.Allow++
	case policy.Deny:
		r.end.Deny++
	default:
		r.end.Depends++
	}
	r.end.Incomplete = r.end.Incomplete || a.Incomplete()
}

// shortAnswer leaves out what is the same in thousands of answers.
func shortAnswer(a *access.Answer) answerLine {
	short := *a
	short.Grounds = telling(a)
	short.Blocks = slices.DeleteFunc(slices.Clone(a.Blocks), func(b access.Block) bool { return !b.Certain })
	return answerLineOf(&short)
}

func (r *roll) outsiders(owner *snapshot.Account, read map[string]bool) error {
	if owner == nil {
		return nil
	}
	for _, o := range r.inquiry.analyse(owner).Outsiders(r.question, func(id string) bool { return read[id] }) {
		r.end.Incomplete = r.end.Incomplete || o.Answer.Incomplete() && !r.skipped(o.Account())
		if err := r.to.outsider(outsiderLine{Kind: o.Kind, Name: o.Name, answerLine: shortAnswer(o.Answer)}, o.Answer); err != nil {
			return err
		}
	}
	return nil
}

// skipped reports whether the run did not mean to look at an account.
func (r *roll) skipped(account string) bool {
	entry := r.inquiry.organization.Account(account)
	return entry != nil && entry.Skip != ""
}
