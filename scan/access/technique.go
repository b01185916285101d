package access

import (
	"slices"
	"strings"
)

// Category is the way in which a technique gains rights.
type Category string

// The categories.
const (
	// SelfEscalation changes what the principal itself may do.
	SelfEscalation Category = "self-escalation"
	// PrincipalAccess takes over another user or role.
	PrincipalAccess Category = "principal-access"
	// NewPassRole hands a role to something new, or to something else, that the principal then controls.
	NewPassRole Category = "new-passrole"
	// ExistingPassRole takes control of something that already runs with a role.
	ExistingPassRole Category = "existing-passrole"
	// CredentialAccess reads or makes credentials; whose they are is not in the data, so that such a technique has no steps.
	CredentialAccess Category = "credential-access"
)

// Technique is one known way to gain rights.
type Technique struct {
	// ID is stable, such as "lambda-create-invoke".
	ID string
	// Name says what the principal does: "create a function with the role and invoke it".
	Name     string
	Category Category
	// Actions must all be allowed to the principal, each on the resource it is used on.
	Actions []string
	// Service is whom the role is passed to, or what runs with it: "lambda.amazonaws.com". Empty where no service takes part.
	Service string
	// Need is what must be there beyond the data, so that steps are possible and not proven; empty where the data suffice.
	Need string
	// Undecided says why the technique has no steps; empty for those that can have.
	Undecided string

	shape shape
	// profile is true where the role must sit in an instance profile.
	profile bool
	// trusted are the services one of which the role must trust, where that is not Service.
	trusted []string
	mask    actionSet
}

// shape says how the resources and the gain of a technique are found.
type shape uint8

const (
	// noSteps is for techniques that Undecided explains.
	noSteps shape = iota
	ownUser
	ownRole
	ownGroup
	ownPolicy
	olderVersion
	joinGroup
	ownBoundary
	dropInline
	dropAttached
	leaveGroup
	dropGroupInline
	dropGroupAttached
	retag
	leaveOrganization
	newRole
	newUser
	permissionSet
	newKey
	replacedKey
	newPassword
	otherPassword
	withoutMFA
	otherMFA
	changedUser
	rewrittenTrust
	rogueProvider
	samlProvider
	oidcProvider
	rogueAnchor
	assumedRole
	assumedPolicy
	assumedBoundary
	trustedRole
	trustedPolicy
	passedRole
	runningRole
)

// changes reports whether the technique changes what the principal itself may do.
func (s shape) changes() bool { return s <= leaveOrganization }

// ofCredentials reports whether the technique hangs on the keys or the password of a user.
func (s shape) ofCredentials() bool { return s >= newKey && s <= changedUser }

// techniques are all of the catalogue, sorted by id, with the actions of each as a set.
var techniques = func() []Technique {
	all := slices.Concat(selfTechniques, principalTechniques, newPassRoleTechniques, existingPassRoleTechniques, credentialTechniques)
	slices.SortFunc(all, func(a, b Technique) int { return strings.Compare(a.ID, b.ID) })
	for i := range all {
		for _, action := range all[i].Actions {
			all[i].mask.add(actionIndex[strings.ToLower(action)])
		}
	}
	return all
}()

// Techniques returns the catalogue, sorted by id.
func Techniques() []Technique { return slices.Clone(techniques) }

// TechniqueByID returns a technique of the catalogue, and false when there is none of that id.
func TechniqueByID(id string) (Technique, bool) {
	i, ok := slices.BinarySearchFunc(techniques, id, func(t Technique, id string) int { return strings.Compare(t.ID, id) })
	if !ok {
		return Technique{}, false
	}
	return techniques[i], true
}

// StoredCredentials are the techniques that read what is there to hold credentials or data, each by one action, sorted by
// id; configurations, in which nobody should leave any, are not among it.
func StoredCredentials() []Technique {
	return slices.DeleteFunc(Techniques(), func(t Technique) bool { return t.Category != CredentialAccess || t.Undecided != stored })
}
