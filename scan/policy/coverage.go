package policy

import (
	"slices"
	"strings"
)

// The answers of this file come from witnesses: names that differ in every part that names may differ in. A pattern that
// matches all of them holds no letter that would exclude a name, and asks for no length that a name may lack. The shortest
// witnesses are as short as AWS's names get: services of two letters such as s3, operations of three such as apigateway:GET.
var (
	shortService, longService = "qq", strings.Repeat("z", 300)
	operations                = []string{"qqq", strings.Repeat("z", 300)}
	actions                   = actionWitnesses()
)

// partitions are tried one by one: an account lives in one of them, so "arn:aws-cn:*" is everything in China.
var partitions = []string{
	"aws", "aws-cn", "aws-us-gov", "aws-eusc", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f",
}

// AllActions reports whether one of the statement's actions matches every action: "*", "*:*", "**" or "?*" do, "s3:*" and
// "*:Get*" do not. Several patterns that only together match everything are not recognised, and neither is NotAction.
func (s *Statement) AllActions() bool { return slices.ContainsFunc(s.Actions, coversActions) }

// AllResources reports whether one of the statement's resources matches every ARN of a partition: "*", "arn:*",
// "arn:aws:*" or "arn:aws:*:*:*:*" do, "arn:aws:s3:::*" and "arn:aws:*:*:111122223333:*" do not. Strictly, only "*" also
// covers actions that know no resource, such as iam:ListUsers; that does not make the others less dangerous. NotResource
// is not considered, and a policy variable such as "${*}" is plain text.
func (s *Statement) AllResources() bool { return slices.ContainsFunc(s.Resources, coversResources) }

// ServiceWildcards returns the services of which the statement names every action, sorted, in lower case: "s3" for "s3:*"
// and "S3:**", not for "s3:Get*". The service must be spelled out: "*" and "s3*:*" give none.
func (s *Statement) ServiceWildcards() []string {
	var out []string
	for _, pattern := range s.Actions {
		service, operation, ok := strings.Cut(pattern, ":")
		if ok && service != "" && !strings.ContainsAny(service, "*?") && matchesAll(operation, operations) {
			out = append(out, lower(service))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func coversActions(pattern string) bool { return pattern == "*" || matchesAll(pattern, actions) }

func coversResources(pattern string) bool {
	if pattern == "*" {
		return true
	}
	return slices.ContainsFunc(partitions, func(p string) bool { return matchesAll(pattern, arnWitnesses[p]) })
}

func matchesAll(pattern string, names []string) bool {
	return !slices.ContainsFunc(names, func(name string) bool { return !Match(pattern, name) })
}

func actionWitnesses() []string {
	var out []string
	for _, service := range []string{shortService, longService} {
		for _, operation := range operations {
			out = append(out, service+":"+operation)
		}
	}
	return out
}

// arnWitnesses holds, by partition, ARNs with and without region and account, and resources of one letter and of many.
var arnWitnesses = func() map[string][]string {
	out := map[string][]string{}
	for _, partition := range partitions {
		for _, service := range []string{shortService, longService} {
			for _, place := range []string{":", "zz-zz-9:", ":888888888888", "qq-qq-7:777777777777"} {
				for _, resource := range []string{"q", strings.Repeat("z", 300)} {
					out[partition] = append(out[partition], strings.Join([]string{"arn", partition, service, place, resource}, ":"))
				}
			}
		}
	}
	return out
}()
