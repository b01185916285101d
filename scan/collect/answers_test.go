package collect_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/fixtures"
	"github.com/orgscan/orgscan/scan/collect"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// required says, by hand, which elements of an answer cannot be done without; one that is missing everywhere costs the
// section.
var required = map[string][]string{
	"GetAccountAuthorizationDetails": {
		"Arn", "UserId", "UserName", "GroupId", "GroupName", "RoleId", "RoleName", "CreateDate", "PolicyName", "PolicyArn",
		"PolicyDocument", "AssumeRolePolicyDocument", "VersionId", "Document", "Key", "InstanceProfileName",
		"PermissionsBoundaryArn",
	},
	"GetPolicy":                      {"Policy", "Arn", "PolicyId", "PolicyName", "DefaultVersionId"},
	"GetPolicyVersion":               {"PolicyVersion", "VersionId", "Document"},
	"ListVirtualMFADevices":          {"SerialNumber", "User", "Arn"},
	"ListServerCertificates":         {"Arn", "ServerCertificateId", "ServerCertificateName", "UploadDate", "Expiration"},
	"ListSAMLProviders":              {"Arn", "CreateDate"},
	"ListOpenIDConnectProviders":     {"Arn"},
	"GetSAMLProvider":                {"SAMLMetadataDocument"},
	"ListServiceSpecificCredentials": {"ServiceSpecificCredentialId", "UserName", "ServiceName", "Status", "CreateDate"},
	"ListSSHPublicKeys":              {"SSHPublicKeyId", "Status", "UploadDate"},
	"GetAccountSummary":              {"entry"},
	"GetAccountPasswordPolicy":       {"PasswordPolicy"},
	"GetCredentialReport":            {"Content", "GeneratedTime"},
	"ListDelegationRequests":         {"DelegationRequestId", "State", "RequestorId", "CreateDate"},
}

func TestAnswerWithoutARequiredElement(t *testing.T) {
	for action, elements := range required {
		for _, element := range elements {
			t.Run(action+"/"+element, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					full := reference(t, member())
					w := newWorld(t, member(), fixtures.WithoutManagedDetails(), fixtures.WithReportPolls(0))
					w.edit(t, action, func(body string) string { return cutElement(body, element) })
					lacksOrFails(t, full, w.account(t), "iam:"+action)
				})
			})
		}
	}
}

// cutElement removes every element of the name, with what is inside.
func cutElement(body, name string) string {
	return regexp.MustCompile(`(?s)<`+name+`>.*?</`+name+`>`).ReplaceAllString(body, "")
}

// lacksOrFails expects the dependents of an action to be missing as not understood, and all else to be as in full.
func lacksOrFails(t *testing.T, full, got *snapshot.Account, action string) {
	t.Helper()
	want := snapshot.Reason{Cause: findings.Error, Action: action}
	if diff := cmp.Diff(dependents[action], missing(got)); diff != "" {
		t.Fatalf("missing sections (-want +got):\n%s", diff)
	}
	for s, r := range got.Missing {
		matches(t, string(s), want, r)
	}
	less := without(t, full, got)
	for i, u := range got.SSHKeys {
		if u.Missing != nil {
			matches(t, u.User, want, *u.Missing)
			less.SSHKeys[i] = u
		}
	}
	if action == "iam:ListSSHPublicKeys" && cmp.Equal(full, got) {
		t.Error("no user's SSH keys are missing")
	}
	same(t, less, got)
}

func TestPagingThatDoesNotEnd(t *testing.T) {
	paged := []string{
		"GetAccountAuthorizationDetails", "ListAccountAliases", "ListVirtualMFADevices", "ListServerCertificates",
		"ListServiceSpecificCredentials", "ListSSHPublicKeys", "ListDelegationRequests",
	}
	for name, end := range map[string]string{
		"no-marker":       "<IsTruncated>true</IsTruncated>",
		"empty-marker":    "<IsTruncated>true</IsTruncated><Marker></Marker>",
		"repeated-marker": "<IsTruncated>true</IsTruncated><Marker>again</Marker>",
	} {
		for _, action := range paged {
			t.Run(name+"/"+action, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					full := reference(t, member())
					w := newWorld(t, member(), fixtures.WithoutManagedDetails(), fixtures.WithReportPolls(0))
					w.intercept(func(got string, _ int, _ url.Values, next func() *http.Response) *http.Response {
						if got == action {
							return result(action, end)
						}
						return next()
					})
					lacksOrFails(t, full, w.account(t), "iam:"+action)
				})
			})
		}
	}
}

func TestAnswerAboutAnotherPolicy(t *testing.T) {
	for action, element := range map[string]string{"GetPolicy": "Arn", "GetPolicyVersion": "VersionId"} {
		synctest.Test(t, func(t *testing.T) {
			full := reference(t, member())
			w := newWorld(t, member(), fixtures.WithoutManagedDetails(), fixtures.WithReportPolls(0))
			w.edit(t, action, func(body string) string { return strings.ReplaceAll(body, "<"+element+">", "<"+element+">other") })
			lacksOrFails(t, full, w.account(t), "iam:"+action)
		})
	}
}

func TestDocumentsComeInEverySpelling(t *testing.T) {
	element := regexp.MustCompile(`<(PolicyDocument|AssumeRolePolicyDocument|Document)>([^<]*)<`)
	respell := func(change func(string) string) func(string) string {
		return func(body string) string {
			return element.ReplaceAllStringFunc(body, func(m string) string {
				parts := element.FindStringSubmatch(m)
				return "<" + parts[1] + ">" + change(parts[2]) + "<"
			})
		}
	}
	for name, c := range map[string]struct {
		change func(string) string
		trust  string
	}{
		"raw": {func(s string) string {
			plain, err := url.PathUnescape(s)
			if err != nil {
				panic(err)
			}
			return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(plain)
		}, trustEC2},
		"malformed":  {func(string) string { return "%7B%22Version%22%zz" }, "%7B%22Version%22%zz"},
		"not-a-json": {func(string) string { return "hello+world" }, "hello+world"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, member(), fixtures.WithReportPolls(0))
				w.edit(t, "GetAccountAuthorizationDetails", respell(c.change))
				got := w.account(t)
				if len(got.Missing) > 0 {
					t.Fatalf("missing %v", got.Missing)
				}
				if text := got.Roles[0].Trust; text != c.trust {
					t.Errorf("trust policy %q, want %q", text, c.trust)
				}
				if name == "raw" {
					same(t, newWorld(t, member(), fixtures.WithReportPolls(0)).account(t), got)
				}
			})
		})
	}
}

func TestEntityOnTwoPagesCountsOnce(t *testing.T) {
	user := func(group string) string {
		return `<member><Arn>arn:aws:iam::222233334444:user/mover</Arn><UserId>AIDAEXAMPLE000000001</UserId><UserName>mover</UserName>` +
			`<Path>/</Path><CreateDate>2024-09-01T12:00:00Z</CreateDate><GroupList><member>` + group + `</member></GroupList></member>`
	}
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, member(), fixtures.WithReportPolls(0))
		w.scripted(map[string][]func() *http.Response{"GetAccountAuthorizationDetails": {
			func() *http.Response {
				return result("GetAccountAuthorizationDetails", "<UserDetailList>"+user("before")+"</UserDetailList><IsTruncated>true</IsTruncated><Marker>m1</Marker>")
			},
			func() *http.Response {
				return result("GetAccountAuthorizationDetails", "<UserDetailList>"+user("after")+"</UserDetailList><IsTruncated>false</IsTruncated>")
			},
		}})
		got := w.account(t)
		if len(got.Users) != 1 || !cmp.Equal(got.Users[0].Groups, []string{"after"}) {
			t.Errorf("users %+v, missing %v", got.Users, got.Missing)
		}
	})
}

// TestUnusedPoliciesOfAWSAreLeftOut has an answer that lists a policy of AWS that nobody uses, as other implementations
// send them by the thousand; AWS itself sends those in use.
func TestUnusedPoliciesOfAWSAreLeftOut(t *testing.T) {
	const unused = `<member><Arn>arn:aws:iam::aws:policy/Unused</Arn><PolicyId>ANPAUNUSED</PolicyId><PolicyName>Unused</PolicyName>` +
		`<DefaultVersionId>v1</DefaultVersionId><PolicyVersionList><member><VersionId>v1</VersionId><IsDefaultVersion>true</IsDefaultVersion>` +
		`<Document>{}</Document></member></PolicyVersionList></member>`
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, member(), fixtures.WithReportPolls(0))
		w.edit(t, "GetAccountAuthorizationDetails", func(body string) string {
			return strings.Replace(body, "<Policies>", "<Policies>"+unused, 1)
		})
		want := newWorld(t, member(), fixtures.WithReportPolls(0)).account(t)
		same(t, want, w.account(t))
		if len(want.Policies) != 4 || len(want.ManagedDocuments) > 0 {
			t.Errorf("%d policies and %d documents of their own, want 4 and none", len(want.Policies), len(want.ManagedDocuments))
		}
	})
}

// TestManagedPolicyWithoutCounts has answers that do not say how a policy is used: the principals do.
func TestManagedPolicyWithoutCounts(t *testing.T) {
	for action, options := range map[string][]fixtures.Option{
		"GetAccountAuthorizationDetails": {fixtures.WithReportPolls(0)},
		"GetPolicy":                      {fixtures.WithReportPolls(0), fixtures.WithoutManagedDetails()},
	} {
		t.Run(action, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, member(), options...)
				w.edit(t, action, func(body string) string {
					return cutElement(cutElement(body, "AttachmentCount"), "PermissionsBoundaryUsageCount")
				})
				same(t, newWorld(t, member(), options...).account(t), w.account(t))
			})
		})
	}
}

// TestCountsOfPolicyUse has an answer whose counts tell more than its principals, and one whose counts tell less.
func TestCountsOfPolicyUse(t *testing.T) {
	for count, want := range map[string][2]int{"7": {7, 7}, "0": {1, 2}} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t, member(), fixtures.WithReportPolls(0))
			w.edit(t, "GetAccountAuthorizationDetails", func(body string) string {
				return regexp.MustCompile(`<(AttachmentCount|PermissionsBoundaryUsageCount)>\d+<`).ReplaceAllString(body, "<$1>"+count+"<")
			})
			for _, p := range w.account(t).Policies {
				if got := [2]int{p.Attachments, p.BoundaryUses}; p.Name == "edge" && got != want {
					t.Errorf("counts of %s: edge has %v attachments and boundary uses, want %v", count, got, want)
				}
			}
		})
	}
}

func TestNoPasswordPolicyIsAnAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bare := member()
		bare.PasswordPolicy = nil
		got := newWorld(t, bare).accountWith(t.Context(), t, collect.Options{})
		if diff := cmp.Diff(&snapshot.PasswordPolicy{Set: false}, got.PasswordPolicy); diff != "" {
			t.Errorf("password policy (-want +got):\n%s", diff)
		}
	})
}

func TestOwnerOfAVirtualMFADevice(t *testing.T) {
	device := func(serial, user string) func() *http.Response {
		return func() *http.Response {
			return result("ListVirtualMFADevices", "<VirtualMFADevices><member><SerialNumber>arn:aws:iam::"+accountID+":mfa/"+serial+
				"</SerialNumber>"+user+"</member></VirtualMFADevices><IsTruncated>false</IsTruncated>")
		}
	}
	root := "arn:aws:iam::" + accountID + ":root"
	for name, c := range map[string]struct {
		answer func() *http.Response
		want   string
	}{
		"root-by-user":     {device("authenticator", "<User><Arn>"+root+"</Arn></User>"), root},
		"root-by-serial":   {device("root-account-mfa-device", ""), root},
		"nobody":           {device("authenticator", ""), ""},
		"user-without-arn": {device("root-account-mfa-device", "<User></User>"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, member())
				w.scripted(map[string][]func() *http.Response{"ListVirtualMFADevices": {c.answer}})
				got := w.account(t)
				if c.want == "" {
					want := snapshot.Reason{Cause: findings.Error, Action: "iam:ListVirtualMFADevices"}
					matches(t, "virtual-mfa", want, got.Missing[snapshot.SectionVirtualMFA])
				} else if len(got.VirtualMFA) != 1 || got.VirtualMFA[0].UserARN != c.want {
					t.Errorf("devices %+v, missing %v", got.VirtualMFA, got.Missing)
				}
			})
		})
	}
}
