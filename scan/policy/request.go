package policy

// Request is one call that is judged: who does what to which resource.
type Request struct {
	Caller Caller
	// Action is the action, such as "s3:GetObject"; case does not count. It holds no wildcards.
	Action string
	// Resource is the ARN the action is for, or "*" for an action that knows no resource. "" means that it is not known:
	// then only elements that cover every resource match for certain, and the rest depends.
	Resource string
	// ResourceAccount is the account that owns the resource; "" means the account in Resource, or else the caller's.
	ResourceAccount string
	// ResourceOrgID is the organization of that account: "" is unknown, "-" is none.
	ResourceOrgID string
	// Management is the organization's management account, "" when there is none. No SCP holds for its callers and no RCP
	// for its resources.
	Management string
	// Context holds condition keys by name; case does not count. It takes precedence over what follows from Caller and
	// Resource: the aws:Principal… keys, aws:username, aws:ResourceAccount, aws:ResourceOrgID, and that nobody but a service
	// has aws:SourceArn and its kin.
	Context map[string]Value
	// Closed says that keys that are neither in Context nor follow from the rest are absent. Otherwise they are unknown.
	Closed bool
}

// Caller is who makes a request.
type Caller struct {
	// Kind decides which statements can name the caller; the zero value is an IAM user.
	Kind CallerKind
	// ARN is the user's or role's ARN, that of an account's root, the ARN or name of an identity provider (Federated) or the
	// name of a service such as "ec2.amazonaws.com". A role's service-linked nature follows from its path.
	ARN string
	// SessionARN is the session's ARN where a certain session of a role is meant; "" is any.
	SessionARN string
	// Account is the caller's account; "" means the account in ARN.
	Account string
	// OrgID is the organization of that account: "" is unknown, "-" is none.
	OrgID string
	// OrgPath is the path of that account in its organization, such as "o-a/r-b/ou-c/"; "" is unknown.
	OrgPath string
	// Tags are the caller's tags by key. Nil means that they are not known; empty that there are none.
	Tags map[string]string
}

// CallerKind is the kind of a caller.
type CallerKind uint8

// The kinds of callers.
const (
	User CallerKind = iota
	Role
	// Root is an account's root user. Identity policies do not hold it back.
	Root
	// Service is an AWS service. It needs no identity policy, and no SCP holds for it.
	Service
	// Federated is who signed in with an identity provider and has no role yet. It needs no identity policy.
	Federated
	// Anonymous is a caller without credentials.
	Anonymous
)

// Value is what is known of a condition key. The zero value is unknown.
type Value struct {
	state  valueState
	values []string
	multi  bool
}

type valueState uint8

const (
	unknownValue valueState = iota
	absentValue
	presentValue
	knownValue
)

// Unknown is a key of which not even the presence is known. It makes what needs it depend.
func Unknown() Value { return Value{} }

// Absent is a key that the request is known not to have.
func Absent() Value { return Value{state: absentValue} }

// Present is a key that the request has, with a value that is not known.
func Present() Value { return Value{state: presentValue} }

// Single is the one value of a key.
func Single(value string) Value { return Value{state: knownValue, values: []string{value}} }

// Multi is a key that holds a set of values, such as aws:TagKeys, also when it holds one or none. It never satisfies an
// operator without ForAllValues or ForAnyValue.
func Multi(values ...string) Value { return Value{state: knownValue, values: values, multi: true} }
