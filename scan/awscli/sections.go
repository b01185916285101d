package awscli

import (
	"fmt"
	"reflect"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// builder makes one account of its parts.
type builder struct {
	out   *snapshot.Account
	parts []*part
	// policies are all that were listed, also those of AWS that nobody uses.
	policies []snapshot.ManagedPolicy
	families map[family]bool
	// from names the file that an entity or a whole section was read from, by ARN or section.
	from map[string]string
}

// build returns the account. The error is a *FileError for two files that say different things.
func build(account *snapshot.Account, parts []*part) (*snapshot.Account, error) {
	b := &builder{out: account, parts: parts, families: map[family]bool{}, from: map[string]string{}}
	for _, p := range parts {
		if p.failed == nil {
			if err := b.add(p); err != nil {
				return nil, err
			}
		}
	}
	for _, section := range snapshot.Default() {
		b.settle(section)
	}
	if err := b.certify(); err != nil {
		return nil, err
	}
	b.out.TakePolicies(b.policies)
	b.provePrincipals()
	b.proveDocuments()
	b.proveReport()
	b.out.Sort()
	return b.out, nil
}

// settle notes a section as missing that no file fills, or only in part.
func (b *builder) settle(section snapshot.Section) {
	given, whole := false, false
	var failed *part
	for _, p := range b.parts {
		switch {
		case p.command.section != section || p.command == startCommand && p.failed == nil || p.command == metadataCommand:
		case p.failed != nil:
			failed = p
		default:
			given, whole = true, whole || !p.more
		}
	}
	switch {
	case section == snapshot.SectionManagedDocuments || whole:
	case given:
		b.out.Miss(section, incomplete(section, noLastPage))
	case failed != nil:
		b.out.Miss(section, failed.reason())
	default:
		b.out.Miss(section, notGiven(section))
	}
}

func conflict(path, other, what string) error {
	return fileError(path, "keep one of the two files", "it says something else of %s than %s", what, other)
}

// add takes over what a part holds.
func (b *builder) add(p *part) error {
	for f := range p.families {
		b.families[f] = true
	}
	d := &p.data
	err := merge(b, p, &b.out.Users, d.Users, func(u snapshot.User) string { return u.ARN })
	err = orNext(err, merge(b, p, &b.out.Groups, d.Groups, func(g snapshot.Group) string { return g.ARN }))
	err = orNext(err, merge(b, p, &b.out.Roles, d.Roles, func(r snapshot.Role) string { return r.ARN }))
	err = orNext(err, merge(b, p, &b.policies, d.Policies, func(m snapshot.ManagedPolicy) string { return m.ARN }))
	err = orNext(err, merge(b, p, &b.out.VirtualMFA, d.VirtualMFA, func(m snapshot.VirtualMFADevice) string { return m.SerialNumber }))
	err = orNext(err, merge(b, p, &b.out.ServerCertificates, d.ServerCertificates, func(c snapshot.ServerCertificate) string { return c.ARN }))
	err = orNext(err, merge(b, p, &b.out.SAML, d.SAML, func(s snapshot.SAMLProvider) string { return s.ARN }))
	err = orNext(err, merge(b, p, &b.out.OIDC, d.OIDC, func(o snapshot.OIDCProvider) string { return o.ARN }))
	err = orNext(err, merge(b, p, &b.out.Aliases, d.Aliases, func(a string) string { return "alias " + a }))
	err = orNext(err, merge(b, p, &b.out.ServiceCredentials, d.ServiceCredentials, func(c snapshot.ServiceSpecificCredential) string { return c.ID }))
	err = orNext(err, single(b, p, &b.out.PasswordPolicy, d.PasswordPolicy))
	err = orNext(err, single(b, p, &b.out.Identity, d.Identity))
	if d.Summary != nil {
		summary := &b.out.Summary
		if *summary != nil && !reflect.DeepEqual(*summary, d.Summary) {
			err = orNext(err, conflict(p.path, b.from[p.command.name], "the account summary"))
		}
		*summary, b.from[p.command.name] = d.Summary, p.path
	}
	return orNext(err, b.addReport(p))
}

func orNext(err, next error) error {
	if err != nil {
		return err
	}
	return next
}

// addReport takes the same report twice, as the CLI prints it and decoded, for one: only the former has a date.
func (b *builder) addReport(p *part) error {
	found, known := p.data.CredentialReport, b.out.CredentialReport
	if found == nil {
		return nil
	}
	if known != nil && (known.Raw != found.Raw || !known.Generated.IsZero() && !found.Generated.IsZero() && !known.Generated.Equal(found.Generated)) {
		return conflict(p.path, b.from[p.command.name], "the credential report")
	}
	if known == nil || known.Generated.IsZero() {
		b.out.CredentialReport, b.from[p.command.name] = found, p.path
	}
	return nil
}

// single takes a section that is one value.
func single[T any](b *builder, p *part, to **T, found *T) error {
	if found == nil {
		return nil
	}
	if *to != nil && !reflect.DeepEqual(*to, found) {
		return conflict(p.path, b.from[p.command.name], "what "+p.command.name+" prints")
	}
	*to, b.from[p.command.name] = found, p.path
	return nil
}

// merge adds the elements of a file to a list. Within one file, which the CLI may have joined of several pages, the later
// one of two with the same key counts: it changed while it was read. Two files must agree.
func merge[T any](b *builder, p *part, to *[]T, found []T, key func(T) string) error {
	if len(found) == 0 {
		return nil
	}
	at := map[string]int{}
	for i, v := range *to {
		at[key(v)] = i
	}
	for _, v := range found {
		k := key(v)
		i, known := at[k]
		switch {
		case !known:
			at[k], *to = len(*to), append(*to, v)
		case b.from[k] != p.path && !reflect.DeepEqual((*to)[i], v):
			return conflict(p.path, b.from[k], fmt.Sprintf("%q", k))
		default:
			(*to)[i] = v
		}
		b.from[k] = p.path
	}
	return nil
}

const halfPrincipals = "the files hold only some of the users, groups, roles and policies"

// provePrincipals drops authorization details that are only a part: half a list would pass for all of it. A list that was
// filtered away is printed empty, so that an empty one must not contradict anything else.
func (b *builder) provePrincipals() {
	if _, missing := b.out.Missing[snapshot.SectionPrincipals]; missing {
		return
	}
	if why := b.contradiction(); why != "" {
		b.out.Miss(snapshot.SectionPrincipals, incomplete(snapshot.SectionPrincipals, halfPrincipals+": "+why))
	}
}

// contradiction says what shows that a list is not whole; "" when nothing does.
func (b *builder) contradiction() string {
	a := b.out
	counts := map[family]int{users: len(a.Users), groups: len(a.Groups), roles: len(a.Roles), managed: len(b.policies)}
	summed := map[family]int{users: a.Summary["Users"], groups: a.Summary["Groups"], roles: a.Summary["Roles"], managed: a.Summary["Policies"]}
	for _, f := range []family{users, groups, roles, managed} {
		switch {
		case !b.families[f]:
			return "a list is absent: " + string(f)
		case summed[f] > 0 && counts[f] == 0, b.paged() && summed[f] > counts[f]:
			return "the account summary counts more " + string(f)
		}
	}
	switch {
	case len(a.Users) == 0 && b.reportsUsers():
		return "the credential report has users"
	case len(a.Groups) == 0 && b.inGroups():
		return "users are in groups that are not listed"
	case len(a.Roles) == 0 && a.Summary == nil:
		return "no role is listed, though AWS makes some in every account, and no account summary confirms it"
	case b.unlisted():
		return "policies are attached that are not listed"
	case (len(a.Users) == 0 || len(a.Groups) == 0 || len(a.Roles) == 0) && b.attachedElsewhere():
		return "policies are attached more often than to the principals that are listed"
	}
	return ""
}

// paged reports whether the details came in single pages, of which one in between may lack.
func (b *builder) paged() bool {
	for _, p := range b.parts {
		if p.command == detailsCommand && p.page {
			return true
		}
	}
	return false
}

func (b *builder) reportsUsers() bool {
	if b.out.CredentialReport == nil {
		return false
	}
	rows, err := snapshot.ParseCredentialReport(b.out.CredentialReport.Raw)
	if err != nil {
		return false
	}
	for i := range rows {
		if !rows[i].IsRoot() {
			return true
		}
	}
	return false
}

func (b *builder) inGroups() bool {
	for i := range b.out.Users {
		if len(b.out.Users[i].Groups) > 0 {
			return true
		}
	}
	return false
}

// unlisted reports whether a policy of the account itself is in use and not listed: AWS lists all of those.
func (b *builder) unlisted() bool {
	listed := map[string]bool{}
	for i := range b.policies {
		listed[b.policies[i].ARN] = true
	}
	for arn := range b.out.PolicyUses() {
		m := snapshot.ManagedPolicy{ARN: arn}
		if !listed[arn] && (!m.AWSManaged() || len(b.policies) == 0) {
			return true
		}
	}
	return false
}

func (b *builder) attachedElsewhere() bool {
	uses := b.out.PolicyUses()
	for i := range b.policies {
		if b.policies[i].Attachments > uses[b.policies[i].ARN].Attachments {
			return true
		}
	}
	return false
}

// proveDocuments notes the documents of policies in use that did not come with the principals.
func (b *builder) proveDocuments() {
	if r, missing := b.out.Missing[snapshot.SectionPrincipals]; missing {
		b.out.Miss(snapshot.SectionManagedDocuments, r)
		return
	}
	if len(b.out.WithoutDocument()) > 0 {
		b.out.Miss(snapshot.SectionManagedDocuments, snapshot.Reason{
			Cause: findings.NotCollected, Action: "iam:GetPolicyVersion", Message: "the authorization details lack the text of policies in use",
		})
	}
}

// proveReport drops a report that lacks users, as collecting does.
func (b *builder) proveReport() {
	_, missing := b.out.Missing[snapshot.SectionPrincipals]
	if b.out.CredentialReport != nil && !missing && !b.out.ReportIsWhole() {
		b.out.Miss(snapshot.SectionCredentialReport, snapshot.Reason{
			Cause: findings.Error, Action: reportCommand.permission(), Message: "the credential report lacks users that are older than it",
		})
	}
}
