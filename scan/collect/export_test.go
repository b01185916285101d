package collect

import "github.com/orgscan/orgscan/scan/snapshot"

// Filler is filler, for its table of cases.
func Filler(text string) bool { return filler(text) }

// SigningCertificates is signingCertificates, for its table of cases.
func SigningCertificates(metadata string) ([]snapshot.SAMLCertificate, error) {
	return signingCertificates(metadata)
}
