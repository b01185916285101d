package policy

// Document is a parsed policy. It is never nil and never changed after Parse.
type Document struct {
	// Version is "2012-10-17", "2008-10-17" or "" when absent; policy variables work only in the first.
	Version string
	ID      string
	// Statements are in document order.
	Statements []Statement
	// Problems are what the grammar does not allow, in document order; empty for a valid document.
	Problems []Problem
	// Malformed is true when the text is not a JSON object at all; then there are no statements.
	Malformed bool

	hash string
}

// Problem is one thing in a document that the policy grammar does not allow.
type Problem struct {
	// Path says where, for example "Statement[1].Condition.StringEquals"; empty for the document.
	Path string
	// Text says what, for example "duplicate key \"Effect\"".
	Text string
}

// Statement is one statement. A list is nil when its element is absent; absent and empty differ only for Principal.
type Statement struct {
	SID string
	// Effect is "Allow" or "Deny"; anything else is kept and has a problem, and matches neither.
	Effect       string
	Actions      []string
	NotActions   []string
	Resources    []string
	NotResources []string
	Principal    *Principal
	NotPrincipal *Principal
	// Conditions are in document order, one per operator and key; all of them must hold.
	Conditions []Condition
}

// Principal is who a statement speaks of. All is true for "*" alone; {"AWS":"*"} is kept as AWS: ["*"].
type Principal struct {
	All           bool
	AWS           []string
	Service       []string
	Federated     []string
	CanonicalUser []string
	// Other holds kinds that AWS does not document.
	Other map[string][]string
}

// Condition is one key under one operator, with the operator as written ("ForAnyValue:StringLike") and the values as the
// text of their JSON literals: true, 1 and "1" become "true", "1" and "1".
type Condition struct {
	Operator string
	Key      string
	Values   []string
}

// Allows reports whether the statement's effect is Allow.
func (s *Statement) Allows() bool { return s.Effect == "Allow" }

// Hash returns the canonical hash of the document: equal for documents that differ only in spacing, in string or list
// form, in the order of lists, statements and keys, in the case of actions, and in Sid and Id. The texts of malformed
// documents, and of ones that hold more than a parsed document can (bytes or escapes that are not Unicode, nesting too
// deep, text after the end), are hashed as they are.
func (d *Document) Hash() string { return d.hash }
