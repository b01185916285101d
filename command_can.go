package main

import (
	"fmt"

	"github.com/urfave/cli/v2"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/access"
)

const aboutAnswers = "The answer is allow, deny or depends, with the statements that decide. Without RESOURCE the question is about any resource.\n" +
	"--context says what is known of the request; what is not given is not known. The answer never changes the exit code,\n" +
	"but missing data do: 3 when the answer rests on them."

func (p *program) canCommand() *cli.Command {
	return &cli.Command{
		Name: "can", Usage: "Say whether a principal may do an action, and which statement decides", ArgsUsage: "PRINCIPAL ACTION [RESOURCE]",
		Description: "PRINCIPAL is an ARN, or ACCOUNT:user/NAME, ACCOUNT:role/NAME or ACCOUNT:root, where ACCOUNT is an id or a name. A name that\n" +
			"only one principal has needs no account.\n\n" + aboutAnswers,
		Flags:  []cli.Flag{contextFlag(), runFlag(), textOrJSONFlag()},
		Action: p.can,
	}
}

func (p *program) can(c *cli.Context) error {
	args := c.Args().Slice()
	if len(args) < 2 || len(args) > 3 {
		return &usageError{message: "can takes a principal, an action and at most one resource", hint: "orgscan can 111122223333:role/deploy s3:GetObject arn:aws:s3:::bucket/key"}
	}
	asJSON, err := wantsJSON(c)
	if err != nil {
		return err
	}
	q, question, err := open(c, args[1:])
	if err != nil {
		return err
	}
	target, _, err := q.target(question)
	if err != nil {
		return err
	}
	who, err := q.principal(args[0])
	if err != nil {
		return err
	}
	answer := who.analysis.Ask(who.principal, &access.Question{
		Action: question.Action, Target: target, Context: access.Context(question.Context),
	})
	if err := p.printAnswer(q, who, question, answer, asJSON); err != nil || !answer.Incomplete() {
		return err
	}
	return &exitError{findings.ExitIncomplete}
}

// open reads action, resource and context, and opens the run.
func open(c *cli.Context, args []string) (*inquiry, questionLine, error) {
	var question questionLine
	var err error
	if question.Action, err = actionOf(args[0]); err != nil {
		return nil, question, err
	}
	resource := ""
	if len(args) > 1 {
		resource = args[1]
	}
	if question.Resource, err = resourceOf(resource); err != nil {
		return nil, question, err
	}
	if question.Context, err = contextOf(c); err != nil {
		return nil, question, err
	}
	q, err := openInquiry(c)
	return q, question, err
}

func (p *program) printAnswer(q *inquiry, who *asker, question questionLine, a *access.Answer, asJSON bool) error {
	if !asJSON {
		_, err := fmt.Fprint(p.stdout, answerText(who.arn+" of "+q.label(who.account), question, a))
		return err
	}
	d := canDocument{
		Schema: "orgscan.can/1", Question: question, Principal: who.arn, Account: who.account, answerLine: answerLineOf(a),
	}
	if entry := q.organization.Account(who.account); entry != nil {
		d.AccountName = entry.Name
	}
	return encodeJSON(p.stdout, d)
}
