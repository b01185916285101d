package checks

import (
	"regexp"
	"strings"
)

// trusteeKind says what an AWS principal of a trust policy names.
type trusteeKind int

const (
	// otherTrustee is a text that IAM does not document as a principal of a trust policy.
	otherTrustee trusteeKind = iota
	everyone
	// wholeAccount is an account id or its root ARN: everybody there whom the account itself allows.
	wholeAccount
	namedUser
	namedRole
	namedSession
	federatedUser
	// deletedPrincipal is the unique id that IAM shows when the user or role is gone.
	deletedPrincipal
)

// trustee is one AWS principal.
type trustee struct {
	kind trusteeKind
	text string
	// account is twelve digits; empty when the text names none.
	account string
}

var (
	accountID = regexp.MustCompile(`^[0-9]{12}$`)
	uniqueID  = regexp.MustCompile(`^(AIDA|AROA)[A-Z0-9]{8,}$`)
)

// parseTrustee reads a principal as IAM stores it. IAM refuses a wildcard inside a longer principal; one that is there all
// the same counts as everyone.
func parseTrustee(text string) trustee {
	t := trustee{text: text}
	switch {
	case strings.Contains(text, "*"):
		t.kind = everyone
	case accountID.MatchString(text):
		t.kind, t.account = wholeAccount, text
	case uniqueID.MatchString(text):
		t.kind = deletedPrincipal
	default:
		t.kind, t.account = principalARN(text)
	}
	return t
}

func principalARN(text string) (trusteeKind, string) {
	parts := strings.SplitN(text, ":", 6)
	if len(parts) != 6 || parts[0] != "arn" || !accountID.MatchString(parts[4]) {
		return otherTrustee, ""
	}
	kind, _, _ := strings.Cut(parts[5], "/")
	switch parts[2] + " " + kind {
	case "iam root":
		return wholeAccount, parts[4]
	case "iam user":
		return namedUser, parts[4]
	case "iam role":
		return namedRole, parts[4]
	case "sts assumed-role":
		return namedSession, parts[4]
	case "sts federated-user":
		return federatedUser, parts[4]
	}
	return otherTrustee, parts[4]
}

// arnAccount returns the account that an ARN or ARN pattern names in full, and false when it names none or several.
func arnAccount(pattern string) (string, bool) {
	parts := strings.SplitN(pattern, ":", 6)
	if len(parts) != 6 || !accountID.MatchString(parts[4]) {
		return "", false
	}
	return parts[4], true
}
