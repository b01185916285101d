package collect

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"unicode"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// signingCertificates returns the certificates in SAML metadata that sign: those of key descriptors for signing, and of
// descriptors that do not say what for. Each is there once.
func signingCertificates(metadata string) ([]snapshot.SAMLCertificate, error) {
	decoder := xml.NewDecoder(strings.NewReader(metadata))
	var found []snapshot.SAMLCertificate
	seen := map[string]bool{}
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return found, nil
		}
		if err != nil {
			return nil, err
		}
		start, opens := token.(xml.StartElement)
		if !opens || start.Name.Local != "KeyDescriptor" {
			continue
		}
		var key keyDescriptor
		if err := decoder.DecodeElement(&key, &start); err != nil {
			return nil, err
		}
		for _, text := range key.Certificates {
			c := samlCertificate(text)
			if key.Use != "encryption" && !seen[c.Fingerprint] {
				seen[c.Fingerprint] = true
				found = append(found, c)
			}
		}
	}
}

// keyDescriptor is what a provider says about one of its keys.
type keyDescriptor struct {
	Use          string   `xml:"use,attr"`
	Certificates []string `xml:"KeyInfo>X509Data>X509Certificate"`
}

// samlCertificate reads a certificate; one that cannot be read keeps the fingerprint of its text.
func samlCertificate(text string) snapshot.SAMLCertificate {
	plain := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
	der, err := base64.StdEncoding.DecodeString(plain)
	if err != nil {
		der = []byte(plain)
	}
	sum := sha256.Sum256(der)
	out := snapshot.SAMLCertificate{Fingerprint: hex.EncodeToString(sum[:])}
	if c, err := x509.ParseCertificate(der); err == nil {
		out.Ends = c.NotAfter.UTC()
	}
	return out
}
