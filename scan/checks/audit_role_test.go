package checks_test

import (
	"testing"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// TestAuditRoleTrust judges the trust policy by what the sweep at hand sends and where it comes from.
func TestAuditRoleTrust(t *testing.T) {
	const (
		caller = `{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::999988887777:role/SecurityTeam"},"Action":"sts:AssumeRole"`
		hub    = `{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:role/Hub"},"Action":"sts:AssumeRole"`
		asks   = `,"Condition":{"StringEquals":{"sts:externalid":"0a1b2c"}}}`
		likes  = `,"Condition":{"StringLike":{"sts:ExternalId":"*"}}}`
	)
	tests := map[string]struct {
		trust      string
		hub        string
		externalID bool
		want       findings.Status
	}{
		"no-external-id-is-sent":        {caller + "}", "", false, findings.Pass},
		"external-id-is-asked-for":      {caller + asks, "", true, findings.Pass},
		"external-id-is-not-asked-for":  {caller + "}", "", true, findings.Fail},
		"any-external-id-will-do":       {caller + likes, "", true, findings.Fail},
		"the-hub-is-trusted":            {hub + "}", "arn:aws:iam::444455556666:role/Hub", false, findings.Pass},
		"the-hub-is-no-caller":          {hub + "}", "", false, findings.Fail},
		"the-caller-goes-through-a-hub": {caller + "}", "arn:aws:iam::444455556666:role/Hub", false, findings.Fail},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			in := accountInput()
			in.Organization.CallerAccount = "999988887777"
			in.Params.AuditHub, in.Params.AuditExternalID = tt.hub, tt.externalID
			in.Account.Roles = []snapshot.Role{{
				ARN: "arn:aws:iam::111122223333:role/OrgScanAudit", Name: "OrgScanAudit", Path: "/",
				Trust: `{"Version":"2012-10-17","Statement":[` + tt.trust + `]}`,
			}}
			if got := judge(t, "audit-role-drifted", in)[0]; got.Status != tt.want {
				t.Errorf("%s %q, want %s", got.Status, got.Message, tt.want)
			}
		})
	}
}

// TestAuditRoleOfTheAccount judges the role that was assumed, under whatever name, as well as the one with the usual name.
func TestAuditRoleOfTheAccount(t *testing.T) {
	in := accountInput()
	in.Account.AuditRole = "/local/Sweep"
	in.Account.Roles = []snapshot.Role{
		{ARN: "arn:aws:iam::111122223333:role/local/Sweep", Name: "Sweep", Path: "/local/", Trust: `{"Statement":[]}`, Inline: []snapshot.InlinePolicy{
			{Name: "everything", Document: `{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`},
		}},
		{ARN: "arn:aws:iam::111122223333:role/Sweep", Name: "Sweep", Path: "/", Trust: `{"Statement":[]}`},
	}
	got := judge(t, "audit-role-drifted", in)
	if len(got) != 1 || got[0].Status != findings.Fail || got[0].Detail != "inline:everything" {
		t.Errorf("%+v", got)
	}
}
