package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
)

// form says how canonical writes a part of a document.
type form uint8

const (
	// asWritten keeps all of a value.
	asWritten form = iota
	// asDocument and asStatement leave out Id and Sid.
	asDocument
	asStatement
	// asAction writes strings in lower case.
	asAction
)

// hashBytes is how much of the SHA-256 is kept.
const hashBytes = 16

func textHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:hashBytes])
}

func canonicalHash(tree node) string { return textHash(canonical(tree, asDocument)) }

// canonical writes a value as JSON with keys and lists sorted and a list of one element as that element.
func canonical(n node, f form) string {
	switch n.kind {
	case kindString:
		if f == asAction {
			return strconv.Quote(lower(n.text))
		}
		return strconv.Quote(n.text)
	case kindList:
		if len(n.list) == 1 && n.list[0].kind != kindList {
			return canonical(n.list[0], f)
		}
		return canonicalList(n, f)
	case kindObject:
		return canonicalObject(n, f)
	case kindDeep:
		return "{…}"
	default:
		return n.text
	}
}

func canonicalList(n node, f form) string {
	parts := make([]string, len(n.list))
	for i, e := range n.list {
		if e.kind == kindList {
			parts[i] = canonicalList(e, f)
			continue
		}
		parts[i] = canonical(e, f)
	}
	slices.Sort(parts)
	return "[" + strings.Join(parts, ",") + "]"
}

// canonicalObject keeps repeated keys, also those that differ in case, in their order, since it decides which one counts.
func canonicalObject(n node, f form) string {
	members := slices.Clone(n.members)
	slices.SortStableFunc(members, func(a, b member) int { return strings.Compare(lower(a.key), lower(b.key)) })
	parts := make([]string, 0, len(members))
	for _, m := range members {
		if f == asDocument && m.key == "Id" || f == asStatement && m.key == "Sid" {
			continue
		}
		parts = append(parts, strconv.Quote(m.key)+":"+canonical(m.value, below(f, m.key)))
	}
	return "{" + strings.Join(parts, ",") + "}"
}

// below returns the form of a key's value.
func below(f form, key string) form {
	switch {
	case f == asDocument && key == "Statement":
		return asStatement
	case f == asStatement && (key == "Action" || key == "NotAction"):
		return asAction
	}
	return asWritten
}
