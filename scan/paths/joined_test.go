package paths_test

import "testing"

// TestStepsJoinTrusts goes on over trusts from what a technique gives.
func TestStepsJoinTrusts(t *testing.T) {
	o := newOrganization(home, alpha, beta)
	o.user(alpha, "start", statement("Allow", "iam:CreateAccessKey", "arn:aws:iam::"+alpha+":user/robot"))
	o.user(alpha, "robot", may(roleARN(beta, "goal")))
	o.role(beta, "goal", trusting(letsIn("AWS "+rootARN(alpha)), everything))
	o.user(beta, "writer", statement("Allow", "iam:PutUserPolicy", "arn:aws:iam::"+beta+":user/writer"))
	g := o.graph()
	expect(t, lines(g.Escalations()), "proven: user-writer@beta -iam-put-user-policy-self-> administrator@beta\n")
	expect(t, lines(g.Across()), `
		proven: user-robot@alpha -assume-role-> role-goal@beta (administrator)
		possible: user-start@alpha -iam-create-access-key-> user-robot@alpha -assume-role-> role-goal@beta (administrator)
		proven: administrator@alpha -assume-role-> role-goal@beta (administrator)
		`)
}

// TestThroughManagement counts the way into the management account, and not what its administrators rule over.
func TestThroughManagement(t *testing.T) {
	o := newOrganization(home, alpha, beta, gamma)
	o.role(alpha, "start", trusting(letsIn("Service ec2.amazonaws.com"), may("*")))
	o.role(home, "boss", trusting(letsIn("AWS "+roleARN(alpha, "start")), everything))
	o.role(home, "clerk", trusting(letsIn("AWS "+roleARN(alpha, "start")), may("*")))
	o.role(beta, "access", trusting(letsIn("AWS "+roleARN(home, "boss")), everything))
	o.role(gamma, "access", trusting(letsIn("AWS "+roleARN(home, "clerk")), everything))
	g := o.graph()
	expect(t, lines(g.Across()), "proven: role-start@alpha -assume-role-> role-clerk@home -assume-role-> role-access@gamma (administrator)\n")
	expect(t, lines(g.ToManagement()), "proven: role-start@alpha -assume-role-> role-boss@home (administrator)\n")
	if got := g.Radii(2); len(got) != 1 || got[0].Account != alpha || len(got[0].Accounts) != 2 {
		t.Errorf("radii %v, want that of alpha over home and gamma", got)
	}
	if got := g.Radii(3); len(got) != 0 {
		t.Errorf("radii of three %v", got)
	}
}
