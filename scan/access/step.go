package access

// Step is one thing that a principal can do to get what another principal can do, or to become an administrator.
type Step struct {
	// Technique is an id of the catalogue of techniques, or "assume-role" for the plain use of a role's trust.
	Technique string
	// From is the ARN of the principal that takes the step.
	From string
	// To is the ARN of the user or role whose rights are gained, and the ARN of the account's root ("…:root") where the
	// step gives every right in the account, as when a user may write a policy for itself.
	To      string
	Outcome StepOutcome
	// Needs say what must be there, beyond the data, for a Possible step: "a Lambda function with this role". Sorted.
	Needs []string
	// Unread name what could not be read and may forbid the step; each is among the Needs too. Sorted.
	Unread []string
	// Conditions name the condition keys that the step depends on, as in "aws:MultiFactorAuthPresent". Sorted; a step with
	// any is taken as one severity lower.
	Conditions []string
	// AllowedBy are the statements whose removal would take the step away. Sorted, each once.
	AllowedBy []Statement
}

// StepOutcome says how sure a step is. The zero value is the cautious Possible.
type StepOutcome uint8

// The outcomes of a step. A principal that cannot take a step has none.
const (
	// Possible is for steps that need something the data do not show, or that depend on a section that is missing.
	Possible StepOutcome = iota
	// Proven is for steps that follow from the data.
	Proven
)

// String returns "possible" or "proven".
func (o StepOutcome) String() string {
	if o == Proven {
		return "proven"
	}
	return "possible"
}

// Statement names a statement of a policy for people: "managed policy ops", or "inline policy deploy of group ops", with
// its Sid, or its place counted from 1 where it has none.
type Statement struct {
	// Source is the policy, in the words of Principal.Sources.
	Source string
	SID    string
	Place  int
}
