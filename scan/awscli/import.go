package awscli

import (
	"cmp"
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// Options say what the files do not tell.
type Options struct {
	// Account is the id of the account that files are about which name none; empty for none. Files that name another are
	// refused.
	Account string
	// Management is the id of the management account; empty when the files tell.
	Management string
	// AsOf is the time as of which everything is judged. When it is zero, an account is judged as of its credential report,
	// others as of the newest report, and when there is none, as of Now.
	AsOf, Now time.Time
}

// Import is a set of files that fit together. It holds what they say of the organization and where the rest is: accounts
// are read one by one when they are asked for.
type Import struct {
	// Organization has an account for each one that is listed or has files. Its ID is empty when no file is about it.
	Organization *snapshot.Organization
	// Clock says where the time of Organization.AsOf comes from: "--as-of", "credential report" or "now".
	Clock string
	// Files counts the files, each once.
	Files int
	sets  map[string]*set
}

// set is the files about one account.
type set struct {
	files []string
	// generated is when the credential report was made.
	generated time.Time
	partition string
	commands  map[*command]int
}

// summary is what is remembered of a file after the first reading.
type summary struct {
	part *part
	// owner is the account that the file belongs to.
	owner string
}

// Read reads all files that the paths name, folders with all that is in them, and says what they are: by their content,
// never by their name, which only tells what was asked about where an answer does not. What a file's content does not tell is taken from the folder that is named after an account, from
// Options.Account, or from the other files beside it. Errors that files cause are *FileError.
func Read(paths []string, o Options) (*Import, error) {
	files, err := find(paths)
	if err != nil {
		return nil, err
	}
	im := &Import{Files: len(files), sets: map[string]*set{}}
	var summaries []*summary
	var about []*part
	for _, path := range files {
		p, err := readFile(path)
		if err != nil {
			return nil, err
		}
		if p.command.organization {
			about = append(about, p)
			continue
		}
		s := &summary{part: p}
		if err := s.claim(o); err != nil {
			return nil, err
		}
		p.forget()
		summaries = append(summaries, s)
	}
	if err := im.assign(summaries); err != nil {
		return nil, err
	}
	im.Organization = &snapshot.Organization{Schema: snapshot.OrganizationSchema, Partition: im.partition()}
	(&organization{parts: about, out: im.Organization}).build()
	if err := im.manage(o, about); err != nil {
		return nil, err
	}
	im.populate()
	im.date(o)
	return im, im.prove()
}

// forget drops what is read again when the account is asked for.
func (p *part) forget() {
	report := p.data.CredentialReport
	p.data, p.metadata = snapshot.Account{}, nil
	if report != nil {
		p.data.CredentialReport = &snapshot.CredentialReport{Generated: report.Generated}
	}
}

// claim settles the account that a file's content, its folder and Options.Account agree on.
func (s *summary) claim(o Options) error {
	folder := folderAccount(s.part.path)
	const try = "one set of files is about one account"
	switch named := s.part.account; {
	case named != "" && folder != "" && named != folder:
		return fileError(s.part.path, try, "the file is about account %s, its folder about account %s", named, folder)
	case named != "" && o.Account != "" && named != o.Account:
		return fileError(s.part.path, try, "the file is about account %s, --account says %s", named, o.Account)
	case folder != "" && o.Account != "" && folder != o.Account:
		return fileError(s.part.path, try, "the folder is about account %s, --account says %s", folder, o.Account)
	}
	s.owner = cmp.Or(s.part.account, folder, o.Account)
	return nil
}

// assign puts every file into the set of its account. A file that names none belongs to the one account of those beside it.
func (im *Import) assign(summaries []*summary) error {
	beside := map[string]map[string]bool{}
	for _, s := range summaries {
		dir := filepath.Dir(s.part.path)
		if beside[dir] == nil {
			beside[dir] = map[string]bool{}
		}
		if s.owner != "" {
			beside[dir][s.owner] = true
		}
	}
	for _, s := range summaries {
		if s.owner == "" {
			candidates := slices.Sorted(maps.Keys(beside[filepath.Dir(s.part.path)]))
			if len(candidates) != 1 {
				return ownerless(s.part, candidates)
			}
			s.owner = candidates[0]
		}
		im.put(s)
	}
	return nil
}

func ownerless(p *part, candidates []string) error {
	const try = "name it with --account ID, or put the files of each account into a folder named after its id"
	if len(candidates) == 0 {
		return fileError(p.path, try, "nothing says which account the file is about")
	}
	return fileError(p.path, try, "nothing says which account the file is about; the files beside it are about %s", strings.Join(candidates, " and "))
}

func (im *Import) put(s *summary) {
	to := im.sets[s.owner]
	if to == nil {
		to = &set{commands: map[*command]int{}}
		im.sets[s.owner] = to
	}
	to.files = append(to.files, s.part.path)
	to.commands[s.part.command]++
	to.partition = cmp.Or(to.partition, s.part.partition)
	if r := s.part.data.CredentialReport; r != nil && r.Generated.After(to.generated) {
		to.generated = r.Generated
	}
}

// partition is that of the first account that tells.
func (im *Import) partition() string {
	for _, id := range slices.Sorted(maps.Keys(im.sets)) {
		if p := im.sets[id].partition; p != "" {
			return p
		}
	}
	return "aws"
}

// manage settles which account is the management account.
func (im *Import) manage(o Options, about []*part) error {
	switch known := im.Organization.ManagementID; {
	case o.Management == "":
		return nil
	case known != "" && known != o.Management:
		return fileError(about[0].path, "leave --management out", "the management account is %s, --management says %s", known, o.Management)
	}
	im.Organization.ManagementID = o.Management
	return nil
}

// populate completes the population by the accounts that have files and were not listed.
func (im *Import) populate() {
	listed := map[string]bool{}
	for _, a := range im.Organization.Accounts {
		listed[a.ID] = true
	}
	im.Organization.Population = "organization"
	if len(listed) == 0 {
		im.Organization.Population = "file"
	}
	for _, id := range slices.Sorted(maps.Keys(im.sets)) {
		if listed[id] {
			continue
		}
		im.Organization.Accounts = append(im.Organization.Accounts, snapshot.OrgAccount{ID: id})
		if len(listed) > 0 {
			im.Organization.Population = "organization and file"
		}
	}
	im.Organization.CallerAccount = im.Organization.ManagementID
	if len(im.Organization.Accounts) == 1 {
		im.Organization.CallerAccount = cmp.Or(im.Organization.ManagementID, im.Organization.Accounts[0].ID)
	}
	im.Organization.Sort()
}

// date settles the clock.
func (im *Import) date(o Options) {
	im.Organization.AsOf, im.Clock = o.AsOf, "--as-of"
	if !o.AsOf.IsZero() {
		for _, s := range im.sets {
			s.generated = o.AsOf
		}
		return
	}
	im.Clock = "credential report"
	for _, s := range im.sets {
		if s.generated.After(im.Organization.AsOf) {
			im.Organization.AsOf = s.generated
		}
	}
	if im.Organization.AsOf.IsZero() {
		im.Organization.AsOf, im.Clock = o.Now, "now"
	}
}

// prove builds the accounts of which two files hold answers of one command, and could contradict each other, so that all
// errors come before anything is written.
func (im *Import) prove() error {
	if len(im.Organization.Accounts) == 0 {
		return errors.New("the files are about no account")
	}
	for _, id := range slices.Sorted(maps.Keys(im.sets)) {
		if !im.sets[id].repeated() {
			continue
		}
		if _, err := im.Account(id); err != nil {
			return err
		}
	}
	return nil
}

func (s *set) repeated() bool {
	for _, n := range s.commands {
		if n > 1 {
			return true
		}
	}
	return false
}

// Has reports whether there are files about the account.
func (im *Import) Has(id string) bool { return im.sets[id] != nil }

// Account reads the files about one account again and returns its snapshot: as scan/collect makes it, so far as the files
// tell. Sections that no file fills are missing as not-collected, those that the AWS CLI reported an error about for that
// error, and authorization details that are only a part are missing too. It panics for an account without files.
func (im *Import) Account(id string) (*snapshot.Account, error) {
	s := im.sets[id]
	var parts []*part
	for _, path := range s.files {
		p, err := readFile(path)
		if err != nil {
			return nil, err
		}
		if p.account != "" && p.account != id {
			return nil, fileError(path, "", "the file is about account %s now, and was about account %s", p.account, id)
		}
		parts = append(parts, p)
	}
	return build(&snapshot.Account{
		Schema: snapshot.AccountSchema, ID: id, Partition: cmp.Or(s.partition, im.Organization.Partition), AsOf: cmp.Or(s.generated, im.Organization.AsOf),
	}, parts)
}
