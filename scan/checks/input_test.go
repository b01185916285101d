package checks_test

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/checks"
	"github.com/orgscan/orgscan/scan/snapshot"
)

const (
	fixtureAccount    = "111122223333"
	fixtureManagement = "999988887777"
)

var fixtureNow = time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)

// input is what one case gives to a check.
type input struct {
	org      *snapshot.Organization
	params   *checks.Params
	accounts []*snapshot.Account
}

func (in *input) run(c *checks.Check) []findings.Finding {
	var all []findings.Finding
	extracts := map[string][]checks.Extracted{}
	for _, account := range in.accounts {
		found, kept := checks.Evaluate([]*checks.Check{c}, checks.Input{Account: account, Organization: in.org, Params: in.params})
		all = append(all, found...)
		for id, e := range kept {
			extracts[id] = append(extracts[id], e)
		}
	}
	all = append(all, judged(c, in.org, in.params, extracts)...)
	slices.SortFunc(all, findings.Compare)
	return all
}

func (in *input) output(c *checks.Check) string {
	var b strings.Builder
	for _, f := range in.run(c) {
		b.WriteString(render(f))
	}
	return b.String()
}

// lacks reports whether the case itself shows what a missing section does.
func (in *input) lacks(c *checks.Check) bool {
	return slices.ContainsFunc(in.accounts, func(a *snapshot.Account) bool {
		return slices.ContainsFunc(c.Needs, func(s snapshot.Section) bool { _, missing := a.Lacks(s); return missing })
	}) || slices.ContainsFunc(c.OrgNeeds, func(s snapshot.Section) bool { _, missing := in.org.Lacks(s); return missing })
}

// shuffle reorders every list whose order says nothing.
func (in *input) shuffle(r *rand.Rand) {
	for _, account := range in.accounts {
		shuffleLists(reflect.ValueOf(account).Elem(), r)
		if account.CredentialReport != nil {
			lines := strings.Split(account.CredentialReport.Raw, "\n")
			r.Shuffle(len(lines)-1, func(i, j int) { lines[i+1], lines[j+1] = lines[j+1], lines[i+1] })
			account.CredentialReport.Raw = strings.Join(lines, "\n")
		}
	}
	shuffleLists(reflect.ValueOf(in.org).Elem(), r)
	r.Shuffle(len(in.accounts), func(i, j int) { in.accounts[i], in.accounts[j] = in.accounts[j], in.accounts[i] })
}

// ordered are the lists whose order carries meaning: a policy's versions run from new to old, parents from the root down, and
// the organization's accounts are searched by their order.
var ordered = []string{"Versions", "Parents", "Accounts"}

func shuffleLists(v reflect.Value, r *rand.Rand) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			shuffleLists(v.Elem(), r)
		}
	case reflect.Slice:
		r.Shuffle(v.Len(), reflect.Swapper(v.Interface()))
		for i := range v.Len() {
			shuffleLists(v.Index(i), r)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && !slices.Contains(ordered, f.Name) {
				shuffleLists(v.Field(i), r)
			}
		}
	default:
	}
}

func completeAccount(a *snapshot.Account) {
	fill(&a.Schema, snapshot.AccountSchema)
	fill(&a.ID, fixtureAccount)
	fill(&a.Partition, "aws")
	fill(&a.AsOf, fixtureNow)
	fill(&a.SSHKeysAsked, "empty-users")
	if a.SSOInstances == nil {
		a.SSOInstances = &snapshot.SSOInstances{}
	}
	if a.Identity == nil {
		a.Identity = &snapshot.Identity{Account: a.ID, ARN: "arn:" + a.Partition + ":sts::" + a.ID + ":assumed-role/OrgScanAudit/orgscan"}
	}
	if a.CredentialReport == nil {
		a.CredentialReport = &snapshot.CredentialReport{}
	}
	fill(&a.CredentialReport.Generated, a.AsOf.Add(-time.Hour))
	fill(&a.CredentialReport.Raw, completeReport("user\n", a))
	if a.PasswordPolicy == nil {
		a.PasswordPolicy = &snapshot.PasswordPolicy{}
	}
	completeOptional(a)
	if a.Summary == nil {
		a.Summary = map[string]int{}
	}
	if a.Regions == nil {
		a.Regions = &snapshot.Regions{}
	}
	if a.Contacts == nil {
		a.Contacts = &snapshot.Contacts{}
	}
	if a.AccountFederation == nil {
		a.AccountFederation = &snapshot.AccountFederation{}
	}
}

// completeOptional makes the sections that are collected when asked for empty, but load balancers, which no check needs.
func completeOptional(a *snapshot.Account) {
	if a.Regions == nil {
		a.Regions = &snapshot.Regions{}
	}
	if a.Events == nil {
		a.Events = &snapshot.Events{}
	}
	fill(&a.Events.Until, a.AsOf)
	fill(&a.Events.From, a.AsOf.Add(-24*time.Hour))
	if a.LastAccessed == nil {
		a.LastAccessed = &snapshot.LastAccessed{Asked: "users,roles"}
	}
	if a.Instances == nil {
		a.Instances = &snapshot.Instances{}
	}
}

// completeOrganization makes the accounts active members. A population of "self" has no organization above it.
func completeOrganization(o *snapshot.Organization, accounts []*snapshot.Account) {
	fill(&o.Schema, snapshot.OrganizationSchema)
	fill(&o.Population, "organization")
	fill(&o.Partition, accounts[0].Partition)
	fill(&o.AsOf, accounts[0].AsOf)
	if o.Population != "self" {
		fill(&o.ID, "o-fixture000")
		fill(&o.ManagementID, fixtureManagement)
		fill(&o.CallerAccount, o.ManagementID)
	}
	fill(&o.CallerAccount, accounts[0].ID)
	if o.BillingTransfers == nil {
		o.BillingTransfers = &snapshot.BillingTransfers{}
	}
	if o.IdentityCenter == nil {
		o.IdentityCenter = &snapshot.IdentityCenter{}
	}
	if o.Accounts != nil {
		return
	}
	ids := map[string]bool{o.CallerAccount: true}
	for _, a := range accounts {
		ids[a.ID] = true
	}
	for id := range ids {
		o.Accounts = append(o.Accounts, snapshot.OrgAccount{
			ID: id, Name: "account-" + id[:4], Email: "aws+" + id + "@example.com", State: snapshot.StateActive,
		})
	}
	slices.SortFunc(o.Accounts, func(a, b snapshot.OrgAccount) int { return strings.Compare(a.ID, b.ID) })
}

// fill sets what a fixture left out.
func fill[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// reportColumns are the columns of a credential report with what AWS writes for a user who has nothing.
var reportColumns = []struct{ name, none string }{
	{"user", ""},
	{"arn", ""},
	{"user_creation_time", "2020-01-01T00:00:00Z"},
	{"password_enabled", "false"},
	{"password_last_used", "N/A"},
	{"password_last_changed", "N/A"},
	{"password_next_rotation", "N/A"},
	{"mfa_active", "false"},
	{"access_key_1_active", "false"},
	{"access_key_1_last_rotated", "N/A"},
	{"access_key_1_last_used_date", "N/A"},
	{"access_key_1_last_used_region", "N/A"},
	{"access_key_1_last_used_service", "N/A"},
	{"access_key_2_active", "false"},
	{"access_key_2_last_rotated", "N/A"},
	{"access_key_2_last_used_date", "N/A"},
	{"access_key_2_last_used_region", "N/A"},
	{"access_key_2_last_used_service", "N/A"},
	{"cert_1_active", "false"},
	{"cert_1_last_rotated", "N/A"},
	{"cert_2_active", "false"},
	{"cert_2_last_rotated", "N/A"},
}

// completeReport adds the columns that a fixture left out. Its cells hold no commas and no quotes.
func completeReport(csv string, a *snapshot.Account) string {
	lines := strings.Split(strings.TrimRight(csv, "\n"), "\n")
	given := strings.Split(lines[0], ",")
	names := slices.Clone(given)
	for _, column := range reportColumns {
		if !slices.Contains(given, column.name) {
			names = append(names, column.name)
		}
	}
	out := []string{strings.Join(names, ",")}
	for _, line := range lines[1:] {
		cells := strings.Split(line, ",")
		for i, cell := range cells {
			cells[i] = spellOutDay(cell)
		}
		for _, name := range names[len(given):] {
			cells = append(cells, absentCell(name, cells[0], a))
		}
		out = append(out, strings.Join(cells, ","))
	}
	return strings.Join(out, "\n")
}

func absentCell(column, user string, a *snapshot.Account) string {
	if column == "arn" {
		if user == snapshot.RootUser {
			return a.RootARN()
		}
		return "arn:" + a.Partition + ":iam::" + a.ID + ":user/" + user
	}
	i := slices.IndexFunc(reportColumns, func(c struct{ name, none string }) bool { return c.name == column })
	return reportColumns[i].none
}

// spellOut turns a fixture's shorthand into the snapshot's own JSON.
func spellOut(data []byte) ([]byte, error) {
	d := json.NewDecoder(strings.NewReader(string(data)))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if d.More() {
		return nil, errors.New("more than one JSON value")
	}
	v, err := spellOutValue("", v)
	if err != nil {
		return nil, err
	}
	return json.Marshal(v)
}

func spellOutValue(key string, v any) (any, error) {
	var err error
	switch v := v.(type) {
	case string:
		return spellOutDay(v), nil
	case []any:
		for i := range v {
			if v[i], err = spellOutValue("", v[i]); err != nil {
				return nil, err
			}
		}
	case map[string]any:
		if key == "document" || key == "trust" || key == "resource_policy" {
			text, err := json.Marshal(v)
			return string(text), err
		}
		for k := range v {
			if v[k], err = spellOutValue(k, v[k]); err != nil {
				return nil, err
			}
		}
	}
	return v, nil
}

var day = regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)

func spellOutDay(s string) string {
	if day.MatchString(s) {
		return s + "T00:00:00Z"
	}
	return s
}

// orgCleaners empty the fields of an organization that belong to a section.
var orgCleaners = map[snapshot.Section]func(*snapshot.Organization){
	snapshot.SectionOrganization:          func(o *snapshot.Organization) { o.FeatureSet = "" },
	snapshot.SectionAccounts:              func(o *snapshot.Organization) { o.Accounts = nil },
	snapshot.SectionOUs:                   func(o *snapshot.Organization) { o.RootID, o.OUs, o.PolicyTypes = "", nil, nil },
	snapshot.SectionPolicies:              func(o *snapshot.Organization) { o.Policies = nil },
	snapshot.SectionDelegations:           func(o *snapshot.Organization) { o.Delegations = nil },
	snapshot.SectionTrustedAccess:         func(o *snapshot.Organization) { o.TrustedAccess = nil },
	snapshot.SectionResourcePolicy:        func(o *snapshot.Organization) { o.ResourcePolicy = "" },
	snapshot.SectionRootAccess:            func(o *snapshot.Organization) { o.RootAccess = nil },
	snapshot.SectionBillingTransfers:      func(o *snapshot.Organization) { o.BillingTransfers = nil },
	snapshot.SectionIdentityCenter:        func(o *snapshot.Organization) { o.IdentityCenter = nil },
	snapshot.SectionOrganizationAnalyzers: func(o *snapshot.Organization) { o.Analyzers = nil },
	snapshot.SectionOrganizationFindings:  func(o *snapshot.Organization) { o.AnalyzerFindings = nil },
	snapshot.SectionOrganizationRules:     func(o *snapshot.Organization) { o.ArchiveRules = nil },
	snapshot.SectionTags: func(o *snapshot.Organization) {
		for i := range o.Accounts {
			o.Accounts[i].Tags = nil
		}
	},
}

func missOrg(o *snapshot.Organization, s snapshot.Section, r snapshot.Reason) {
	orgCleaners[s](o)
	if o.Missing == nil {
		o.Missing = map[snapshot.Section]snapshot.Reason{}
	}
	o.Missing[s] = r
}
