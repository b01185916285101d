package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "user-ssh-key-old", Group: "user", Severity: findings.Low, OffByDefault: true,
		Title:      "user's SSH public key was not rotated in time",
		Why:        "The private half lies on laptops and build machines; the older it is, the more copies of it there are, and each pushes code.",
		Fix:        "Upload a new key, change the machines that use the old one, and delete the old one.",
		Blind:      "When a key was last used: AWS does not tell. The check costs one call a user.",
		References: []string{"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_ssh-keys.html"},
		Since:      "0.1.0",
	},
	Needs:     []snapshot.Section{snapshot.SectionPrincipals, snapshot.SectionSSHKeys},
	EveryUser: true,
	NoSubject: "no IAM users",
	Eval: func(p *Pass) {
		byUser := map[string]snapshot.UserSSHKeys{}
		for _, k := range p.Account.SSHKeys {
			byUser[k.User] = k
		}
		for _, u := range p.Account.Users {
			switch held, asked := byUser[u.Name]; {
			case !asked:
				reason := snapshot.Reason{Cause: findings.NotCollected, Action: "iam:ListSSHPublicKeys"}
				p.Unknown(u.ARN, reason, "nobody asked for the user's SSH keys")
			case held.Missing != nil:
				p.Unknown(u.ARN, *held.Missing, "the user's SSH keys could not be read")
			default:
				judgeUserSSHKeys(p, u.ARN, held.Keys)
			}
		}
	},
})

func judgeUserSSHKeys(p *Pass, arn string, keys []snapshot.SSHKey) {
	active, limit := 0, p.Params.SSHKeyMaxAge
	for _, k := range keys {
		if k.Status != "Active" {
			continue
		}
		active++
		if age := p.Days(k.Uploaded); age > limit {
			p.Fail(arn, "active SSH public key uploaded %s, %d days ago; the limit is %d", date(k.Uploaded), age, limit).Detail(k.ID)
			continue
		}
		p.OK(arn)
	}
	if active == 0 {
		p.NotApplicable(arn, "no active SSH public key")
	}
}
