package collect

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/orgscan/orgscan/scan/snapshot"
)

const actionListVirtualMFADevices = "iam:ListVirtualMFADevices"

func virtualMFA() collector {
	return collector{
		section: snapshot.SectionVirtualMFA,
		actions: []string{actionListVirtualMFADevices},
		run: func(ctx context.Context, s *session) error {
			var found []snapshot.VirtualMFADevice
			err := pages(actionListVirtualMFADevices, func(marker *string) (page, error) {
				out, err := s.iam.ListVirtualMFADevices(ctx, &iam.ListVirtualMFADevicesInput{
					AssignmentStatus: types.AssignmentStatusTypeAssigned,
					Marker:           marker,
					MaxItems:         aws.Int32(pageSize),
				})
				if err != nil {
					return page{}, failed(actionListVirtualMFADevices, err)
				}
				a := &answer{action: actionListVirtualMFADevices}
				for _, d := range out.VirtualMFADevices {
					found = append(found, a.virtualMFA(d, s.account.RootARN()))
				}
				return page{out.IsTruncated, out.Marker}, a.err
			})
			if err != nil {
				return err
			}
			s.account.VirtualMFA = found
			return nil
		},
	}
}

// rootMFASerial ends the serial number of the root user's device when it was made in the console, for example
// arn:aws:iam::111122223333:mfa/root-account-mfa-device.
const rootMFASerial = ":mfa/root-account-mfa-device"

func (a *answer) virtualMFA(d types.VirtualMFADevice, rootARN string) snapshot.VirtualMFADevice {
	serial := a.text(d.SerialNumber, "a virtual MFA device without serial number")
	user := rootARN
	if d.User != nil || !strings.HasSuffix(serial, rootMFASerial) {
		user = a.owner(d.User)
	}
	return snapshot.VirtualMFADevice{SerialNumber: serial, UserARN: user, Enabled: optionalTime(d.EnableDate)}
}

func (a *answer) owner(u *types.User) string {
	const phrase = "an assigned virtual MFA device without user"
	if u == nil {
		a.lack(phrase)
		return ""
	}
	return a.text(u.Arn, phrase)
}
