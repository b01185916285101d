package access

import "github.com/orgscan/orgscan/scan/snapshot"

// take adds the steps of a technique whose actions the principal could all be allowed.
func (w *walk) take(t *Technique) {
	switch t.shape {
	case noSteps:
	case ownUser:
		if w.user != nil {
			w.writeSelf(t, w.user.ARN, w.user.Boundary)
		}
	case ownRole:
		if w.role != nil && writable(w.role) {
			w.writeSelf(t, w.role.ARN, w.role.Boundary)
		}
	case ownGroup:
		w.ownGroups(func(g *snapshot.Group) { w.writeSelf(t, g.ARN, "") })
	case ownPolicy:
		w.newVersion(t)
	case olderVersion:
		w.olderVersion(t)
	case joinGroup:
		w.joinGroup(t)
	case ownBoundary:
		w.widenBoundary(t)
	case dropInline, dropAttached:
		w.dropOwn(t)
	case leaveGroup, dropGroupInline, dropGroupAttached:
		w.dropOfGroups(t)
	case retag:
		w.retag(t)
	case leaveOrganization:
		w.leaveOrganization(t)
	default:
		w.takeOver(t)
	}
}

// takeOver adds the steps of a technique that leaves the principal as it is.
func (w *walk) takeOver(t *Technique) {
	switch t.shape {
	case newRole:
		w.createRole(t)
	case newUser:
		w.createUser(t)
	case permissionSet:
		w.permissionSets(t)
	case newKey, replacedKey, newPassword, otherPassword, withoutMFA, otherMFA, changedUser:
		w.overUsers(t)
	case rewrittenTrust, rogueProvider, assumedRole, assumedPolicy, assumedBoundary, trustedRole, trustedPolicy:
		w.overRoles(t)
	case samlProvider, oidcProvider:
		w.overProviders(t)
	case rogueAnchor, passedRole:
		w.passRoles(t)
	case runningRole:
		w.runningRoles(t)
	default:
	}
}
