package policy

// Outcome is what a request comes to. The zero value is the cautious Depends.
type Outcome uint8

// The outcomes.
const (
	// Depends is for requests that are allowed or denied depending on what is not known: see Decision.Conditions.
	Depends Outcome = iota
	Allow
	Deny
)

// String returns "depends", "allow" or "deny".
func (o Outcome) String() string {
	switch o {
	case Allow:
		return "allow"
	case Deny:
		return "deny"
	default:
		return "depends"
	}
}

// Kind is a kind of policy, in the order of Decision's lists.
type Kind uint8

// The kinds of policies.
const (
	RCP Kind = iota
	SCP
	Resource
	Identity
	Boundary
	Session
	kinds
)

// String returns the kind as people call it, such as "permissions boundary".
func (k Kind) String() string {
	return [...]string{"RCP", "SCP", "resource policy", "identity policy", "permissions boundary", "session policy", "no policy"}[min(k, kinds)]
}

// Decision is the outcome of a request and why.
type Decision struct {
	Outcome Outcome
	// Explicit is true when a Deny statement decided; otherwise nothing allows it (Deny) or nothing stands against it.
	Explicit bool
	// Because are the statements that decided: for Deny the Deny statements that hold for certain; for Allow the Allow
	// statements that hold; for Depends the statements that hold for certain or perhaps. In the order of kinds, levels,
	// documents and statements; nil when nothing allows the request.
	Because []Reason
	// Blockers are the policies (or levels) that, without a Deny, do not allow the request for certain; nil for Allow and for
	// an explicit Deny.
	Blockers []Blocker
	// Conditions are what a Depends depends on, each once, in the order of Because; nil otherwise.
	Conditions []Dependency
}

// Reason is a statement that took part in a decision.
type Reason struct {
	Kind Kind
	// Level is the place in Policies.SCPs or Policies.RCPs; 0 for the other kinds.
	Level int
	// Document is the place in the list of documents of that kind and level, 0 where there is one.
	Document int
	// Statement is the place in Document.Statements; -1 for a document that cannot be read.
	Statement int
	SID       string
	// Effect is Allow or Deny; Depends for a document that cannot be read.
	Effect Outcome
	// Certain is false for a statement that holds only under conditions that are not known.
	Certain bool
}

// Blocker is a kind of policy, at one level, that does not allow a request.
type Blocker struct {
	Kind  Kind
	Level int
	// Certain is false where it depends.
	Certain bool
}

// Dependency is something not known that an outcome depends on.
type Dependency struct {
	Kind   Kind
	Effect Outcome
	// Operator, Key and Values are the condition as written. A Dependency without Operator is one on the resource (Key
	// "Resource", Values the patterns), on the caller (Key "Principal"), on whether RCPs hold for a service (Key "Service"), on
	// policies that could not be read (Key "Policy"), or on an element that AWS would refuse.
	Operator string
	Key      string
	Values   []string
}
