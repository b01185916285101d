package snapshot

import "errors"

// ParseCredentialReport reads the CSV text of a credential report.
func ParseCredentialReport(string) ([]Credential, error) { return nil, errors.New("not yet") }
