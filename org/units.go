package org

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// units matches the accounts that stand in or below one of the OUs. An account that is neither in the tree nor given a
// place by the accounts file might stand anywhere, so that it is an error: a filter never leaves out what it could not
// judge.
func units(o *snapshot.Organization, names []string) (matcher, error) {
	if len(names) == 0 {
		return func(*snapshot.OrgAccount) bool { return false }, nil
	}
	_, missing := o.Lacks(snapshot.SectionOUs)
	if missing && o.Population != populationFile {
		return nil, errors.New("filter by organizational unit: the units were not read")
	}
	for i := range o.Accounts {
		if a := &o.Accounts[i]; len(a.Parents) == 0 && a.OU == "" {
			return nil, fmt.Errorf("filter by organizational unit: nothing says where account %s stands; "+
				"an accounts file can, in its column ou", a.ID)
		}
	}
	if missing {
		return unitsByPath(o, names)
	}
	return unitsByID(o, names)
}

// unitsByID goes by the tree, and by the accounts file's paths for accounts that are not in it.
func unitsByID(o *snapshot.Organization, names []string) (matcher, error) {
	known := unitNames(o)
	ids := map[string]bool{}
	var paths []string
	for _, name := range names {
		id, err := findUnit(o, name)
		_, unknown := errors.AsType[*UnknownError](err)
		switch {
		case err == nil:
			ids[id], paths = true, append(paths, known[id])
		case unknown && slices.ContainsFunc(o.Accounts, outside(name)):
			paths = append(paths, name)
		default:
			return nil, err
		}
	}
	return func(a *snapshot.OrgAccount) bool {
		return slices.ContainsFunc(a.Parents, func(id string) bool { return ids[id] }) ||
			slices.ContainsFunc(paths, func(path string) bool { return outside(path)(*a) })
	}, nil
}

// outside matches the accounts that are not in the tree and that the accounts file places in or below a path.
func outside(path string) func(snapshot.OrgAccount) bool {
	return func(a snapshot.OrgAccount) bool { return len(a.Parents) == 0 && within(a.OU, path) }
}

// unitsByPath serves populations whose OUs come from the accounts file.
func unitsByPath(o *snapshot.Organization, names []string) (matcher, error) {
	for _, name := range names {
		if !slices.ContainsFunc(o.Accounts, func(a snapshot.OrgAccount) bool { return within(a.OU, name) }) {
			return nil, &UnknownError{Kind: unitKind, Name: name, Near: near(name, unitPaths(o))}
		}
	}
	return func(a *snapshot.OrgAccount) bool {
		return slices.ContainsFunc(names, func(name string) bool { return within(a.OU, name) })
	}, nil
}

func within(path, unit string) bool { return path == unit || strings.HasPrefix(path, unit+"/") }

func unitPaths(o *snapshot.Organization) []string {
	var paths []string
	for _, a := range o.Accounts {
		paths = append(paths, a.OU)
	}
	return paths
}

const unitKind = "organizational unit"

// findUnit returns the id of the OU or root with the id, the path of names, or the name if only one has it.
func findUnit(o *snapshot.Organization, name string) (string, error) {
	known := unitNames(o)
	var ids []string
	for id, path := range known {
		if id == name || path == name {
			return id, nil
		}
		if strings.HasSuffix(path, "/"+name) && !strings.Contains(name, "/") {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	switch len(ids) {
	case 0:
		return "", &UnknownError{Kind: unitKind, Name: name, Near: near(name, spellings(known))}
	case 1:
		return ids[0], nil
	}
	return "", fmt.Errorf("organizational unit %q is ambiguous: %s", name, strings.Join(pathsOf(known, ids), ", "))
}

// rootName is how Organizations names every root.
const rootName = "Root"

// unitNames returns the path of names of the root and of every OU by id.
func unitNames(o *snapshot.Organization) map[string]string {
	byID := map[string]snapshot.OU{}
	for _, u := range o.OUs {
		byID[u.ID] = u
	}
	paths := map[string]string{}
	if o.RootID != "" {
		paths[o.RootID] = rootName
	}
	for id := range byID {
		paths[id] = unitPath(byID, id)
	}
	return paths
}

// unitPath climbs from an OU to the root; what is above an unknown parent is left out.
func unitPath(byID map[string]snapshot.OU, id string) string {
	var names []string
	for range depthLimit {
		u, ok := byID[id]
		if !ok {
			break
		}
		names = append(names, u.Name)
		id = u.Parent
	}
	slices.Reverse(names)
	return strings.Join(append([]string{rootName}, names...), "/")
}

func pathsOf(known map[string]string, ids []string) []string {
	var paths []string
	for _, id := range ids {
		paths = append(paths, known[id])
	}
	return paths
}

func spellings(known map[string]string) []string {
	var all []string
	for id, path := range known {
		all = append(all, id, path, path[strings.LastIndex(path, "/")+1:])
	}
	return all
}
