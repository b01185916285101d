package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "user-without-credentials",
		Group:    "user",
		Title:    "user has no credentials of any kind",
		Severity: findings.Low,
		Why:      "A forgotten user keeps its permissions; whoever may make keys for it takes them over without changing any policy.",
		Fix:      "Delete the user.",
		Blind:    "Credentials made after the report, which is up to four hours old. Users newer than the report are not judged.",
		References: []string{
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_users_remove.html",
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html",
		},
		Since: "0.1.0",
	},
	Needs: []snapshot.Section{
		snapshot.SectionCredentialReport, snapshot.SectionPrincipals, snapshot.SectionServiceCredentials, snapshot.SectionSSHKeys,
	},
	NoSubject: "no IAM users",
	Eval:      func(p *Pass) { eachLiveUser(p, judgeCredentials) },
})

func judgeCredentials(p *Pass, u *snapshot.Credential) {
	switch {
	case u.PasswordEnabled == snapshot.TriTrue || len(activeKeys(u)) > 0 || len(activeCerts(u)) > 0 || holdsServiceCredential(p, u.User):
		p.OK(u.ARN)
	case u.PasswordEnabled == snapshot.TriUnknown:
		passwordUnreported(p, u)
	default:
		judgeSSHKeys(p, u)
	}
}
