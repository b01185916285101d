package paths_test

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/orgscan/orgscan/scan/paths"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// principalsEach is how many users and roles an account of the benchmark has.
const principalsEach = 100

// benchAccount is an account as landing zones furnish them: access for the management account, permission sets, bootstrap
// roles for deployments, a reader for the whole organization, teams with users, and workloads.
func benchAccount(i int) *snapshot.Account {
	id := benchID(i)
	own := newOrganization(id)
	hub, security := benchID(1), benchID(2)
	own.role(id, "OrganizationAccountAccessRole", trusting(letsIn("AWS "+rootARN(benchID(0))), everything))
	own.role(id, "AWSControlTowerExecution", trusting(letsIn("AWS "+rootARN(benchID(0))), everything))
	for _, set := range []string{"AdministratorAccess", "ReadOnlyAccess", "Developer", "Billing"} {
		r := trusting(letsIn("Federated arn:aws:iam::"+id+":saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE"), everything)
		if set != "AdministratorAccess" {
			r = trusting(letsIn("Federated arn:aws:iam::"+id+":saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE"), statement("Allow", "s3:Get*", "*"))
		}
		own.role(id, "aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_"+set+"_0123456789abcdef", r)
	}
	own.role(id, "cdk-deploy-role-"+id, trusting(letsIn("AWS "+rootARN(hub)), statement("Allow", "cloudformation:*", "*")))
	own.role(id, "cdk-exec-role-"+id, trusting(letsIn("Service cloudformation.amazonaws.com"), everything))
	own.role(id, "deploy", trusting(letsIn("AWS "+roleARN(hub, "pipeline-"+fmt.Sprint(i%10))), everything))
	own.role(id, "audit", trusting(letsIn("AWS "+roleARN(security, "auditor"), "StringEquals sts:ExternalId audit"), statement("Allow", "iam:Get*", "*")))
	own.role(id, "org-reader", trusting(letsIn("AWS *", "StringEquals aws:PrincipalOrgID "+orgID), statement("Allow", "s3:Get*", "arn:aws:s3:::shared/*")))
	own.role(id, "vendor", trusting(letsIn("AWS "+rootARN(stranger), "StringEquals sts:ExternalId "+id), statement("Allow", "ec2:Describe*", "*")))
	own.role(id, "github", trusting(letsIn("Federated arn:aws:iam::"+id+":oidc-provider/token.actions.githubusercontent.com",
		"StringLike token.actions.githubusercontent.com:sub repo:company/"+id+":*"), may(roleARN(id, "app-*"))))
	own.role(id, "operator", trusting(letsIn("AWS "+rootARN(id), "ArnLike aws:PrincipalArn arn:aws:iam::*:user/team-*"), statement("Allow", "iam:PutRolePolicy", roleARN(id, "app-1"))))
	switch i {
	case 1:
		for n := range 10 {
			own.role(id, "pipeline-"+fmt.Sprint(n), trusting(letsIn("Service codebuild.amazonaws.com"), may("arn:aws:iam::*:role/deploy")))
		}
	case 2:
		own.role(id, "auditor", trusting(letsIn("Service ecs-tasks.amazonaws.com"), may("arn:aws:iam::*:role/audit")))
	}
	for n := range 12 {
		own.user(id, fmt.Sprint("team-", n), statement("Allow", "s3:*", "*"), may(roleARN(id, "operator")), may(roleARN(benchID(i+1), "peer")))
	}
	own.role(id, "peer", trusting(letsIn("AWS "+rootARN(benchID(max(i-1, 0)))), statement("Allow", "s3:Get*", "*")))
	for n := len(own.accounts[id].Roles) + 12; n < principalsEach; n++ {
		actions := statement("Allow", "dynamodb:*", "arn:aws:dynamodb:*:"+id+":table/app-"+fmt.Sprint(n))
		if n%10 == 0 {
			actions += "," + may(roleARN(id, fmt.Sprint("app-", n+1)))
		}
		trust := letsIn("Service lambda.amazonaws.com")
		if n%10 == 1 {
			trust += "," + letsIn("AWS "+roleARN(id, fmt.Sprint("app-", n-1)))
		}
		own.role(id, fmt.Sprint("app-", n), trusting(trust, actions))
	}
	return own.accounts[id]
}

func benchID(i int) string { return fmt.Sprintf("%012d", 100000000001+i) }

func benchOrganization(accounts int) *snapshot.Organization {
	o := newOrganization()
	for i := range accounts {
		o.Accounts = append(o.Accounts, snapshot.OrgAccount{ID: benchID(i), Parents: []string{"r-root", fmt.Sprint("ou-", i/50)}})
	}
	for i := range 1 + accounts/50 {
		o.control("SERVICE_CONTROL_POLICY", fmt.Sprint("ou-", i), document(everything,
			statement("Deny", "organizations:LeaveOrganization", "*"),
			statement("Deny", "*", "*", "ArnLike aws:PrincipalArn arn:aws:iam::*:root")))
	}
	o.control("RESOURCE_CONTROL_POLICY", "r-root", document(`{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"StringNotEqualsIfExists":{"aws:PrincipalOrgID":"`+orgID+`"}}}`))
	return o.Organization
}

// heap returns the live bytes.
func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// BenchmarkOrganization extracts accounts made one at a time, builds the graph and asks all its questions. Making the accounts
// does not count.
func BenchmarkOrganization(b *testing.B) {
	for _, accounts := range []int{100, 1000} {
		b.Run(fmt.Sprintf("accounts=%d", accounts), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				org := benchOrganization(accounts)
				before := heap()
				kept := make([]*paths.Account, 0, accounts)
				var extracting time.Duration
				for i := range accounts {
					a := benchAccount(i)
					b.StartTimer()
					begin := time.Now()
					kept = append(kept, extract(a, org))
					extracting += time.Since(begin)
					b.StopTimer()
				}
				extracts := heap() - before
				b.StartTimer()
				g := paths.Build(org, kept)
				found := len(g.Escalations()) + len(g.Across()) + len(g.ToManagement()) + len(g.FromOutside()) + len(g.Radii(10)) + len(g.Crossings())
				b.StopTimer()
				b.ReportMetric(float64(extracts)/float64(accounts*principalsEach), "bytes/principal")
				b.ReportMetric(float64(heap()-before)/(1<<20), "MiB")
				b.ReportMetric(extracting.Seconds(), "s-extracting")
				b.ReportMetric(float64(found), "answers")
				runtime.KeepAlive(g)
				b.StartTimer()
			}
		})
	}
}

// TestExtractIsSmall holds the extract to what an organization's memory allows.
func TestExtractIsSmall(t *testing.T) {
	const accounts = 20
	org := benchOrganization(accounts)
	before := heap()
	kept := make([]*paths.Account, 0, accounts)
	for i := range accounts {
		kept = append(kept, extract(benchAccount(i), org))
	}
	if each := (heap() - before) / (accounts * principalsEach); each > 300 {
		t.Errorf("%d bytes a principal, want at most 300", each)
	}
	runtime.KeepAlive(kept)
}
