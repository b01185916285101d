package snapshot

import "strings"

// awsManaged reports whether an ARN's account field is "aws": arn:aws:iam::aws:policy/ReadOnlyAccess is,
// arn:aws:iam::111122223333:policy/mine is not.
func awsManaged(arn string) bool {
	parts := strings.SplitN(arn, ":", 6)
	return len(parts) == 6 && parts[4] == "aws"
}
