package checks

import (
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "policy-cloudshell-full-access",
		Group:    "policy",
		Title:    "principal has AWSCloudShellFullAccess",
		Severity: findings.Medium,
		Why:      "CloudShell moves files to and from the Internet past all controls of the network, with the credentials of the session.",
		Fix:      "Detach the policy; grant cloudshell:* without GetFileDownloadUrls and GetFileUploadUrls to those who need a shell.",
		Blind:    "Policies of your own that allow the same, and broader policies that contain it.",
		References: []string{
			"https://docs.aws.amazon.com/cloudshell/latest/userguide/sec-auth-with-identities.html", securityHubIAM,
		},
		Since: "0.1.0",
	},
	Needs:     []snapshot.Section{snapshot.SectionPrincipals},
	NoSubject: noPrincipals,
	Eval: func(p *Pass) {
		eachHolder(p, func(h holder) {
			clean := true
			for _, a := range byARN(h.attached) {
				if strings.HasSuffix(a.ARN, ":iam::aws:policy/AWSCloudShellFullAccess") {
					failAttached(p, h, a, "has AWSCloudShellFullAccess, which also moves files up and down")
					clean = false
				}
			}
			if clean {
				p.OK(h.arn)
			}
		})
	},
})
