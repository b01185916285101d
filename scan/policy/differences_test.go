package policy_test

import (
	"testing"

	"github.com/orgscan/orgscan/scan/policy"
)

// difference is a way in which the other evaluator decides otherwise. The random requests of TestDifferential leave these
// out; here each is shown, so that one that goes away is noticed.
type difference struct {
	why          string
	change       func(*simulation)
	ours, theirs string
}

// The words for verdicts.
const (
	allowed  = "Allowed"
	implicit = "ImplicitlyDenied"
	explicit = "ExplicitlyDenied"
	depends  = "depends"
)

var differences = map[string]difference{
	"resource-case": {
		why:    "names in ARNs have case, in every part",
		change: allow(document{"Action": "*", "Resource": "ARN:AWS:S3:::reports/*"}), ours: implicit, theirs: allowed,
	},
	"wildcard-across-colons": {
		why:    "a wildcard of Resource crosses colons",
		change: allow(document{"Action": "*", "Resource": "arn:aws:s3*csv"}), ours: allowed, theirs: implicit,
	},
	"variables-by-version": {
		why: "policy variables exist since Version 2012-10-17; before, they are text",
		change: func(s *simulation) {
			allow(document{"Action": "*", "Resource": "arn:aws:s3:::reports/${aws:PrincipalTag/path}"})(s)
			s.Identity[0].Policy["Version"] = "2008-10-17"
			s.Request.Context["aws:PrincipalTag/path"] = "2026/q1.csv"
		},
		ours: implicit, theirs: allowed,
	},
	"variable-with-empty-value": {
		why:    "an empty tag is a value, not a missing one",
		change: when("StringEquals", "aws:PrincipalTag/team", "${aws:PrincipalTag/team}", ""), ours: allowed, theirs: implicit,
	},
	"variable-missing-negated": {
		why:    "what a negated operator says of a variable without a value is not documented",
		change: when("StringNotEquals", "aws:UserAgent", "${aws:PrincipalTag/none}", "cli"), ours: depends, theirs: implicit,
	},
	"variable-default-without-space": {
		why:    "the space between a variable and its default is not part of either",
		change: allow(document{"Action": "*", "Resource": "arn:aws:s3:::reports/${aws:PrincipalTag/none,'2026/q1.csv'}"}),
		ours:   allowed, theirs: implicit,
	},
	"escape-in-string-equals": {
		why:    "${*} is a star under every operator on strings",
		change: when("StringEquals", "aws:UserAgent", "a${*}", "a*"), ours: allowed, theirs: implicit,
	},
	"ipv4-everything": {
		why:    "0.0.0.0/0 holds every address of IPv4",
		change: when("IpAddress", "aws:SourceIp", "0.0.0.0/0", "203.0.113.9"), ours: allowed, theirs: implicit,
	},
	"single-address-of-other-family": {
		why:    "an address of IPv4 is not one of IPv6",
		change: when("NotIpAddress", "aws:SourceIp", "2001:db8::5", "203.0.113.9"), ours: allowed, theirs: implicit,
	},
	"ipv6-host-bits": {
		why:    "AWS matches no network of IPv6 that has bits of the host set",
		change: when("IpAddress", "aws:SourceIp", "2001:db8::1/32", "2001:db8::5"), ours: implicit, theirs: allowed,
	},
	"bool-of-nonsense": {
		why:    "for AWS what is not true is false",
		change: when("Bool", "aws:SecureTransport", "false", "perhaps"), ours: allowed, theirs: implicit,
	},
	"number-unequal-to-nonsense": {
		why:    "for AWS what is no number is unequal to every number",
		change: when("NumericNotEquals", "aws:MultiFactorAuthAge", "x", "5"), ours: allowed, theirs: implicit,
	},
	"date-unequal-to-nonsense": {
		why:    "for AWS what is no date is unequal to every date",
		change: when("DateNotEquals", "aws:CurrentTime", "x", "2026-01-01T00:00:00Z"), ours: allowed, theirs: implicit,
	},
	"date-in-seconds": {
		why:    "dates may be seconds since 1970",
		change: when("DateEquals", "aws:CurrentTime", "1767225600", "2026-01-01T00:00:00Z"), ours: allowed, theirs: implicit,
	},
	"any-value-if-exists": {
		why:    "IfExists holds for a missing key, also with ForAnyValue",
		change: when("ForAnyValue:StringEqualsIfExists", "aws:TagKeys", "team"), ours: allowed, theirs: implicit,
	},
	"null-of-empty-set": {
		why: "an empty set is as good as a missing key for Null",
		change: func(s *simulation) {
			when("Null", "aws:TagKeys", "true")(s)
			s.Request.Context["aws:TagKeys"] = []string{}
		},
		ours: allowed, theirs: implicit,
	},
	"trust-missing": {
		why: "a role always has a trust policy, and it must allow",
		change: func(s *simulation) {
			s.Request.Action, s.Request.Resource.Resource = "sts:AssumeRole", "arn:aws:iam::"+home+":role/deploy"
		},
		ours: implicit, theirs: allowed,
	},
	"rcp-of-unsupported-service": {
		why: "RCPs hold only for some services, and the list grows",
		change: func(s *simulation) {
			s.Request.Action, s.Request.Resource.Resource = "iam:PassRole", "arn:aws:iam::"+home+":role/deploy"
			deny := document{"Effect": "Deny", "Principal": "*", "Action": "iam:*", "Resource": "*"}
			s.RCPs = []orgLevel{{"root", []named{{"rcp", statements(deny)}}}}
		},
		ours: depends, theirs: explicit,
	},
	"session-named-and-session-policy": {
		why: "a grant to a session is not limited by what its session policy leaves out",
		change: func(s *simulation) {
			session(s, "arn:aws:sts::"+home+":assumed-role/builder/s1")
			s.Session = statements(document{"Effect": "Allow", "Action": "ec2:*", "Resource": "*"})
		},
		ours: allowed, theirs: implicit,
	},
	"star-named-and-boundary": {
		why: "whether a grant to everyone is limited by what a boundary leaves out is not documented",
		change: func(s *simulation) {
			session(s, "*")
			s.Boundary = []named{{"boundary", statements(document{"Effect": "Allow", "Action": "ec2:*", "Resource": "*"})}}
		},
		ours: depends, theirs: allowed,
	},
	"not-principal-of-the-account": {
		why: "NotPrincipal with the account takes out nobody else of the account",
		change: func(s *simulation) {
			s.Resource = statements(document{"Effect": "Deny", "NotPrincipal": document{"AWS": home}, "Action": "*", "Resource": "*"})
		},
		ours: explicit, theirs: allowed,
	},
	"not-principal-without-the-account": {
		why: "NotPrincipal should list the account besides the caller; what else happens depends on the service",
		change: func(s *simulation) {
			s.Resource = statements(document{"Effect": "Deny", "NotPrincipal": document{"AWS": s.caller.ARN}, "Action": "*", "Resource": "*"})
		},
		ours: depends, theirs: allowed,
	},
	"service-linked-role": {
		why: "no SCP holds for service-linked roles",
		change: func(s *simulation) {
			s.caller = policy.Caller{Kind: policy.Role, ARN: "arn:aws:iam::" + home + ":role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX"}
			s.Request.Principal = s.caller.ARN
			s.SCPs = []orgLevel{{"root", []named{{"scp", statements(document{"Effect": "Deny", "Action": "*", "Resource": "*"})}}}}
		},
		ours: allowed, theirs: explicit,
	},
	"root-user": {
		why: "the root user needs no identity policy",
		change: func(s *simulation) {
			s.caller = policy.Caller{Kind: policy.Root, ARN: "arn:aws:iam::" + home + ":root"}
			s.Request.Principal, s.Identity = s.caller.ARN, []named{}
		},
		ours: allowed, theirs: implicit,
	},
}

func statements(all ...document) document { return document{"Version": "2012-10-17", "Statement": all} }

// plain is a request that its one identity policy allows.
func plain() *simulation {
	s := &simulation{SCPs: []orgLevel{}, RCPs: []orgLevel{}, caller: policy.Caller{ARN: "arn:aws:iam::" + home + ":user/ci-runner"}}
	s.Request.Principal, s.Request.Action, s.Request.Context = s.caller.ARN, "s3:GetObject", map[string]any{}
	s.Request.Resource.Resource, s.Request.Resource.Account = "arn:aws:s3:::reports/2026/q1.csv", home
	allow(document{"Action": "*", "Resource": "*"})(s)
	return s
}

// allow makes a statement the only identity policy.
func allow(s document) func(*simulation) {
	s["Effect"] = "Allow"
	return func(out *simulation) { out.Identity = []named{{"identity", statements(s)}} }
}

// when allows under a condition, with the key's value if there is one.
func when(operator, key, want string, got ...string) func(*simulation) {
	return func(s *simulation) {
		allow(document{"Action": "*", "Resource": "*", "Condition": document{operator: document{key: want}}})(s)
		if len(got) > 0 {
			s.Request.Context[key] = got[0]
		}
	}
}

// session makes the caller a session of a role that only the bucket's policy allows, naming it so.
func session(s *simulation, name string) {
	s.caller = policy.Caller{
		Kind: policy.Role, ARN: "arn:aws:iam::" + home + ":role/builder", SessionARN: "arn:aws:sts::" + home + ":assumed-role/builder/s1",
	}
	s.Request.Principal, s.Identity = s.caller.SessionARN, []named{}
	s.Resource = statements(document{"Effect": "Allow", "Principal": document{"AWS": name}, "Action": "s3:*", "Resource": "arn:aws:s3:::reports/*"})
}

// TestDifferences shows every known difference.
func TestDifferences(t *testing.T) {
	dir := installPeers(t)
	var names []string
	var all []*simulation
	for name, d := range differences {
		s := plain()
		d.change(s)
		names, all = append(names, name), append(all, s)
	}
	for i, theirs := range simulateAll(t, dir, all) {
		d := differences[names[i]]
		if theirs != d.theirs {
			t.Errorf("%s: %s there, want %s: the difference (%s) is not what it was", names[i], theirs, d.theirs, d.why)
		}
	}
}

// TestDifferencesHere holds this side of the differences, without the other evaluator.
func TestDifferencesHere(t *testing.T) {
	if got := verdict(plain().decide(t)); got != allowed {
		t.Errorf("the plain request is %s", got)
	}
	for name, d := range differences {
		t.Run(name, func(t *testing.T) {
			s := plain()
			d.change(s)
			if got := verdict(s.decide(t)); got != d.ours || d.ours == d.theirs {
				t.Errorf("%s, want %s, since %s", got, d.ours, d.why)
			}
		})
	}
}
