package awscli

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// organizationPart is what one file says of the organization. Nil fields were not in it.
type organizationPart struct {
	describe       *describeJSON
	accounts       []snapshot.OrgAccount
	roots          []rootJSON
	units          []unitJSON
	controls       []snapshot.OrgPolicy
	control        *snapshot.OrgPolicy
	targets        []snapshot.PolicyTarget
	delegates      []string
	delegations    []snapshot.Delegation
	trusted        []snapshot.TrustedService
	resourcePolicy *string
	features       []string
}

type (
	describeJSON struct {
		ID           string `json:"Id"`
		ARN          string `json:"Arn"`
		FeatureSet   string
		ManagementID string `json:"MasterAccountId"`
	}
	rootJSON struct {
		ID          string `json:"Id"`
		Name        string
		PolicyTypes []struct{ Type, Status string }
	}
	unitJSON struct {
		ID   string `json:"Id"`
		ARN  string `json:"Arn"`
		Name string
		// Path is there in newer answers: o-…/r-…/ou-…/ou-…/.
		Path string
	}
)

func readOrganization(s *stream, p *part) error {
	if err := s.value(&p.org.describe); err != nil {
		return err
	}
	if p.org.describe == nil {
		return errors.New("an answer without organization")
	}
	return needs(p.org.describe.ID, "an organization without id")
}

func readAccount(s *stream, p *part) error {
	var in struct {
		ID, ARN, Name, Email, State, Status, JoinedMethod string
		JoinedTimestamp                                   stamp
		Paths                                             []string
	}
	if err := s.value(&in); err != nil {
		return err
	}
	if !snapshot.IsAccountID(in.ID) {
		return fmt.Errorf("account id %q is not twelve digits", in.ID)
	}
	out := snapshot.OrgAccount{
		ID: in.ID, ARN: in.ARN, Name: in.Name, Email: in.Email, JoinedMethod: in.JoinedMethod, Joined: in.JoinedTimestamp.Time,
		// Status is being retired; where the two contradict each other, State is right.
		State: snapshot.AccountState(cmp.Or(in.State, in.Status)),
	}
	if len(in.Paths) > 0 {
		out.Parents = parentsIn(in.Paths[0], in.ID)
	}
	p.org.accounts = append(p.org.accounts, out)
	return p.count()
}

func readRoot(s *stream, p *part) error {
	var in rootJSON
	if err := s.value(&in); err != nil {
		return err
	}
	p.org.roots = append(p.org.roots, in)
	return first(errors.Join(needs(in.ID, "a root without id"), p.count()))
}

func readUnit(s *stream, p *part) error {
	var in unitJSON
	if err := s.value(&in); err != nil {
		return err
	}
	p.org.units = append(p.org.units, in)
	return first(errors.Join(needs(in.ID, "an organizational unit without id", in.Name, "an organizational unit without name"), p.count()))
}

// controlPolicy takes an element of `aws organizations list-policies`.
func (p *part) controlPolicy(m managedJSON) error {
	p.org.controls = append(p.org.controls, snapshot.OrgPolicy{
		ID: m.ControlID, ARN: m.ARN, Name: m.Name, Type: m.Type, AWSManaged: m.AWSManaged,
	})
	return first(errors.Join(p.is(controlsCommand), needs(m.ControlID, "a control policy without id"), p.count()))
}

func readControl(s *stream, p *part) error {
	var in struct {
		PolicySummary struct {
			ID, ARN, Name, Type string
			AWSManaged          bool `json:"AwsManaged"`
		}
		Content document
	}
	if err := s.value(&in); err != nil {
		return err
	}
	if in.PolicySummary.ID == "" {
		return errors.New("a policy without summary: orgscan reads policies from organizations describe-policy, not from iam get-policy")
	}
	q := in.PolicySummary
	p.org.control = &snapshot.OrgPolicy{
		ID: q.ID, ARN: q.ARN, Name: q.Name, Type: q.Type, AWSManaged: q.AWSManaged, Document: string(in.Content),
	}
	return needs(string(in.Content), "a control policy without text")
}

func readTarget(s *stream, p *part) error {
	var in struct {
		ID   string `json:"TargetId"`
		Type string
		Name string
	}
	if err := s.value(&in); err != nil {
		return err
	}
	p.org.targets = append(p.org.targets, snapshot.PolicyTarget{ID: in.ID, Type: in.Type, Name: in.Name})
	return first(errors.Join(needs(in.ID, "a policy target without id"), p.count()))
}

func readDelegate(s *stream, p *part) error {
	var in struct{ ID string }
	if err := s.value(&in); err != nil {
		return err
	}
	p.org.delegates = append(p.org.delegates, in.ID)
	return first(errors.Join(needs(in.ID, "a delegated administrator without account"), p.count()))
}

// serviceJSON is an element of both lists of services.
type serviceJSON struct {
	ServicePrincipal                   string
	DelegationEnabledDate, DateEnabled stamp
}

func readDelegation(s *stream, p *part) error {
	var in serviceJSON
	if err := s.value(&in); err != nil {
		return err
	}
	p.org.delegations = append(p.org.delegations, snapshot.Delegation{Service: in.ServicePrincipal, Since: in.DelegationEnabledDate.Time})
	return first(errors.Join(needs(in.ServicePrincipal, "a delegated service without principal"), p.count()))
}

func readTrusted(s *stream, p *part) error {
	var in serviceJSON
	if err := s.value(&in); err != nil {
		return err
	}
	p.org.trusted = append(p.org.trusted, snapshot.TrustedService{Service: in.ServicePrincipal, Since: in.DateEnabled.Time})
	return first(errors.Join(needs(in.ServicePrincipal, "a trusted service without principal"), p.count()))
}

func readResourcePolicy(s *stream, p *part) error {
	var in struct{ Content document }
	if err := s.value(&in); err != nil {
		return err
	}
	text := string(in.Content)
	p.org.resourcePolicy = &text
	return needs(text, "a resource policy without text")
}

func readFeatures(s *stream, p *part) error {
	p.org.features = []string{}
	return s.value(&p.org.features)
}

// subjects are the ids that a file's name may end with, where an answer does not say what was asked about.
var subjects = map[*command]*regexp.Regexp{
	targetsCommand:    regexp.MustCompile(`(?:^|[-_.])(p-[0-9A-Za-z_]{8,128})(?:\.[a-z]+)?$`),
	unitsCommand:      parentPattern,
	accountsCommand:   parentPattern,
	delegationCommand: regexp.MustCompile(`(?:^|[-_.])([0-9]{12})(?:\.[a-z]+)?$`),
}

var parentPattern = regexp.MustCompile(`(?:^|[-_.])(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})(?:\.[a-z]+)?$`)

// subject returns the id that the file's name ends with, of the kind that the command was asked about; "" for none.
func (p *part) subject() string {
	pattern := subjects[p.command]
	if pattern == nil {
		return ""
	}
	if m := pattern.FindStringSubmatch(filepath.Base(p.path)); m != nil {
		return m[1]
	}
	return ""
}
