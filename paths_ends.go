package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xrash/smetrics"

	"github.com/orgscan/orgscan/scan/paths"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// find resolves both ends and returns the paths, the ones to see to first first.
func (r *pathRun) find(from, to string, maxHops int) ([]paths.Path, error) {
	starts, err := r.starts(from)
	if err != nil {
		return nil, err
	}
	ends, err := r.ends(to)
	if err != nil {
		return nil, err
	}
	found := r.graph.Between(starts, ends, maxHops)
	slices.SortStableFunc(found, comparePaths)
	return found, nil
}

func (r *pathRun) starts(text string) (paths.Ends, error) {
	switch text {
	case "":
		return r.graph.Anyone(), nil
	case "external":
		return r.graph.Outside(), nil
	}
	if ids := r.accountsNamed(text); len(ids) > 0 {
		return r.graph.InAccounts(ids...), nil
	}
	return r.named("--from", text)
}

func (r *pathRun) ends(text string) (paths.Ends, error) {
	if text == "admin" || text == "" {
		return r.graph.Admins(), nil
	}
	if ids := r.accountsNamed(text); len(ids) > 0 {
		return r.graph.AdminsOf(ids...), nil
	}
	return r.named("--to", text)
}

// accountsNamed returns the accounts that are meant: by id, name or root ARN, or by their OU's id, name or path.
func (r *pathRun) accountsNamed(text string) []string {
	units := []string{}
	for _, ou := range r.organization.OUs {
		if ou.ID == text || ou.Name == text {
			units = append(units, ou.ID)
		}
	}
	var ids []string
	for i := range r.organization.Accounts {
		a := &r.organization.Accounts[i]
		if a.ID == text || a.Name == text || strings.HasSuffix(text, ":iam::"+a.ID+":root") || below(a, text, units) {
			ids = append(ids, a.ID)
		}
	}
	return ids
}

// below reports whether an account lies in one of the units, or on a path of OU names.
func below(a *snapshot.OrgAccount, path string, units []string) bool {
	return slices.ContainsFunc(a.Parents, func(id string) bool { return id == path || slices.Contains(units, id) }) ||
		strings.Contains(path, "/") && strings.HasPrefix(a.OU+"/", strings.TrimSuffix(path, "/")+"/")
}

// named finds principals and other nodes; a name that nobody bears is wrong usage.
func (r *pathRun) named(flag, text string) (paths.Ends, error) {
	if e := r.graph.Named(text); !e.Empty() {
		return e, nil
	}
	message := fmt.Sprintf("%s: nobody and no account of the run is called %q", flag, text)
	if len(r.unread) > 0 {
		message += fmt.Sprintf("; %d accounts were not read", len(r.unread))
	}
	return paths.Ends{}, &usageError{message: message, hint: r.like(text)}
}

// like lists the names that are most like a mistyped one.
func (r *pathRun) like(text string) string {
	bare := strings.ToLower(text[strings.LastIndexAny(text, "/:")+1:])
	distances := map[string]int{}
	offer := func(name string) {
		limit := len(bare)/3 + 1
		if diff := len(name) - len(bare); diff > limit || -diff > limit {
			return
		}
		if d := smetrics.WagnerFischer(bare, strings.ToLower(name), 1, 1, 1); d <= limit {
			distances[name] = d
		}
	}
	for name := range r.graph.Names {
		offer(name)
	}
	for _, a := range r.organization.Accounts {
		offer(a.Name)
		offer(a.ID)
	}
	for _, ou := range r.organization.OUs {
		offer(ou.Name)
	}
	var names []string
	for name := range distances {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if distances[a] != distances[b] {
			return distances[a] - distances[b]
		}
		return strings.Compare(a, b)
	})
	if len(names) == 0 {
		return "an ARN, the name of a user, role, account or OU, admin or external"
	}
	return "orgscan paths with one of: " + strings.Join(names[:min(len(names), 3)], ", ")
}
