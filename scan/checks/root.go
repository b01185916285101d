package checks

import (
	"slices"
	"strings"
	"time"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// Keys of GetAccountSummary that speak of the root user.
const (
	summaryRootKeys     = "AccountAccessKeysPresent"
	summaryRootCerts    = "AccountSigningCertificatesPresent"
	summaryRootMFA      = "AccountMFAEnabled"
	summaryRootPassword = "AccountPasswordPresent"
)

const (
	rootBestPractices = "https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html"
	rootCentral       = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-enable-root-access.html"
	rootKeyDelete     = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user_manage_delete-key.html"
	rootMFAGuide      = "https://docs.aws.amazon.com/IAM/latest/UserGuide/enable-mfa-for-root.html"
)

// rootRow returns the root user's row of the credential report. A report without one says nothing about the root user:
// the account's answer is then UNKNOWN, and the result nil.
func rootRow(p *Pass) *snapshot.Credential {
	row := p.Root()
	if row == nil {
		p.Unknown(p.Account.RootARN(), unreported, "the credential report has no row for the root user")
	}
	return row
}

// rootKeys returns the root user's access keys; none when the report has no row for the root user.
func rootKeys(row *snapshot.Credential) []heldKey {
	if row == nil {
		return nil
	}
	return heldKeys(row)
}

// rootCerts returns the root user's signing certificates; none when the report has no row for the root user.
func rootCerts(row *snapshot.Credential) []heldCert {
	if row == nil {
		return nil
	}
	return heldCerts(row)
}

// rootPassword tells whether the root user has a password: the account summary is live and decides when it speaks, the
// credential report is up to four hours older and silent in some partitions.
func rootPassword(a *snapshot.Account, row *snapshot.Credential) snapshot.Tri {
	if present, ok := a.Summary[summaryRootPassword]; ok {
		return tri(present > 0)
	}
	if row == nil {
		return snapshot.TriUnknown
	}
	return row.PasswordEnabled
}

// rootMFA tells whether the root user has a second factor; the account summary decides when it speaks.
func rootMFA(a *snapshot.Account, row *snapshot.Credential) bool {
	if enabled, ok := a.Summary[summaryRootMFA]; ok {
		return enabled > 0
	}
	return row != nil && row.MFAActive
}

// rootHoldsKey reports whether an active root access key is known of, be it only from the account summary.
func rootHoldsKey(a *snapshot.Account, row *snapshot.Credential) bool {
	keys := rootKeys(row)
	for _, k := range keys {
		if k.Active {
			return true
		}
	}
	return len(keys) == 0 && a.Summary[summaryRootKeys] > 0
}

func tri(b bool) snapshot.Tri {
	if b {
		return snapshot.TriTrue
	}
	return snapshot.TriFalse
}

// credentialAge is a credential of the root user that must not grow older than limit days.
type credentialAge struct {
	what, detail string
	created      time.Time
	limit        int
}

func judgeAge(p *Pass, c credentialAge) {
	root := p.Account.RootARN()
	switch age := p.Days(c.created); {
	case c.created.IsZero():
		p.Unknown(root, unreported, "the credential report gives no date for the %s", c.what).Detail(c.detail)
	case age > c.limit:
		p.Fail(root, "%s created %s, %d days ago; the limit is %d", c.what, date(c.created), age, c.limit).Detail(c.detail)
	default:
		p.OK(root)
	}
}

// inWords joins two or three words as people do.
func inWords(list []string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:len(list)-1], ", ") + " and " + list[len(list)-1]
}

// rootVirtualDevices returns the serial numbers of the root user's virtual devices, sorted. An IAM user may be called
// root: arn:aws:iam::111122223333:user/root is none, arn:aws:iam::111122223333:root is.
func rootVirtualDevices(a *snapshot.Account) []string {
	var serials []string
	for _, d := range a.VirtualMFA {
		if strings.HasSuffix(d.UserARN, ":root") {
			serials = append(serials, d.SerialNumber)
		}
	}
	slices.Sort(serials)
	return serials
}
