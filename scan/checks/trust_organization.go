package checks

import (
	"regexp"
	"strings"
)

var organizationID = regexp.MustCompile(`^o-[a-z0-9]{10,32}$`)

// namedOrganizations returns the organizations that a trust policy's conditions ask for, sorted.
func namedOrganizations(t *trustPolicy) []string {
	var ids []string
	for i := range t.grants {
		for _, key := range []string{"aws:principalorgid", "aws:principalorgpaths", "aws:sourceorgid", "aws:sourceorgpaths"} {
			for _, l := range t.grants[i].on(key) {
				for _, v := range l.values {
					id, _, _ := strings.Cut(v.text, "/")
					if organizationID.MatchString(id) || strings.EqualFold(id, ownOrganizationVariable) {
						ids = append(ids, id)
					}
				}
			}
		}
	}
	return distinct(ids)
}
