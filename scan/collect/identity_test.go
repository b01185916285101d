package collect_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/fixtures"
	"github.com/orgscan/orgscan/scan/collect"
	"github.com/orgscan/orgscan/scan/snapshot"
)

func TestIdentityIsProvedFirst(t *testing.T) {
	for name, c := range map[string]struct {
		id      string
		fault   fixtures.Fault
		want    snapshot.Reason
		mention string
	}{
		"another-account": {
			id: managementID, fault: fixtures.Fault{Action: "iam:Nothing", Kind: fixtures.Deny},
			want: snapshot.Reason{Cause: findings.Error}, mention: accountID,
		},
		"expired": {
			id: accountID, fault: fixtures.Fault{Action: "sts:GetCallerIdentity", Kind: fixtures.ExpiredToken},
			want: snapshot.Reason{Cause: findings.Error, Code: "ExpiredToken"}, mention: "ExpiredToken",
		},
		"throttled": {
			id: accountID, fault: fixtures.Fault{Action: "sts:GetCallerIdentity", Kind: fixtures.Throttle},
			want: snapshot.Reason{Cause: findings.Throttled, Code: "Throttling"}, mention: "Throttling",
		},
		"hanging": {
			id: accountID, fault: fixtures.Fault{Action: "sts:GetCallerIdentity", Kind: fixtures.Hang},
			want: snapshot.Reason{Cause: findings.Timeout}, mention: "timed out",
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), timeout)
				defer cancel()
				w := newWorld(t, member(), fixtures.WithFaults(c.fault))
				a, err := collect.Account(ctx, w.config(), c.id, collect.Options{})
				failure, ok := errors.AsType[*collect.IdentityError](err)
				if !ok || a != nil {
					t.Fatalf("got %v and %v, want no account and an IdentityError", a, err)
				}
				if failure.Want != c.id || !strings.Contains(err.Error(), c.id) || !strings.Contains(err.Error(), c.mention) {
					t.Errorf("want %s: %v", failure.Want, err)
				}
				if (failure.Err == nil) != (failure.Got != "") {
					t.Errorf("got %q and the cause %v", failure.Got, failure.Err)
				}
				c.want.Action = "sts:GetCallerIdentity"
				matches(t, "identity", c.want, failure.Reason())
				for action, n := range w.aws.Calls(accountID) {
					if action != "sts:GetCallerIdentity" {
						t.Errorf("%d calls of %s", n, action)
					}
				}
			})
		})
	}
}

func TestIdentityWhenCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := collect.Account(ctx, newWorld(t, member()).config(), accountID, collect.Options{})
	failure, ok := errors.AsType[*collect.IdentityError](err)
	if !ok || !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	matches(t, "identity", snapshot.Reason{Cause: findings.Cancelled, Action: "sts:GetCallerIdentity"}, failure.Reason())
}

func TestAccountIsDescribed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, member())
		for given, want := range map[string]string{"": "aws", "aws-cn": "aws-cn"} {
			got := w.accountWith(t.Context(), t, collect.Options{Partition: given})
			head := snapshot.Account{
				Schema: got.Schema, ID: got.ID, Partition: got.Partition, AsOf: got.AsOf, AuditRole: got.AuditRole,
			}
			if head.Schema != snapshot.AccountSchema || head.ID != accountID || head.Partition != want || !head.AsOf.Equal(now) || head.AuditRole != "OrgScanAudit" {
				t.Errorf("partition %q: %+v", given, head)
			}
			if arn := "arn:aws:sts::" + accountID + ":assumed-role/OrgScanAudit/orgscan"; *got.Identity != (snapshot.Identity{Account: accountID, ARN: arn}) {
				t.Errorf("identity %+v", *got.Identity)
			}
			if r, lacks := got.Lacks(snapshot.SectionSSHKeys); !lacks || r.Cause != findings.NotCollected {
				t.Errorf("ssh keys were not asked for and are missing: %v for %+v", lacks, r)
			}
		}
	})
}

func TestPartitionWithoutARN(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, member())
		w.edit(t, "GetCallerIdentity", func(body string) string { return cutElement(body, "Arn") })
		if got := w.accountWith(t.Context(), t, collect.Options{}); got.Partition != "aws" {
			t.Errorf("partition %q", got.Partition)
		}
	})
}
