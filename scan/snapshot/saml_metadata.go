package snapshot

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
)

// identityCenterSAML begins the names of the providers that IAM Identity Center makes and renews.
const identityCenterSAML = "AWSSSO_"

// Name is the end of the provider's ARN.
func (p *SAMLProvider) Name() string {
	_, name, _ := strings.Cut(p.ARN, ":saml-provider/")
	return name
}

// OfIdentityCenter reports whether IAM Identity Center made the provider and renews it.
func (p *SAMLProvider) OfIdentityCenter() bool {
	return strings.HasPrefix(p.Name(), identityCenterSAML)
}

// SigningCertificates returns the certificates in SAML metadata that sign: those of key descriptors for signing, and of
// descriptors that do not say what for. Each is there once, sorted by fingerprint. The error is for what is not XML, or
// nested more deeply than metadata are.
func SigningCertificates(metadata string) ([]SAMLCertificate, error) {
	decoder := xml.NewTokenDecoder(&shallow{raw: xml.NewDecoder(strings.NewReader(metadata))})
	var found []SAMLCertificate
	seen := map[string]bool{}
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			by(found, func(c SAMLCertificate) string { return c.Fingerprint })
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

// maxMetadataDepth bounds the nesting of elements: the decoder remembers every one that is open.
const maxMetadataDepth = 1000

// shallow reads the tokens of a document that is not nested too deeply.
type shallow struct {
	raw   *xml.Decoder
	depth int
}

// Token returns the next token as it stands there.
func (s *shallow) Token() (xml.Token, error) {
	token, err := s.raw.RawToken()
	switch token.(type) {
	case xml.StartElement:
		s.depth++
	case xml.EndElement:
		s.depth--
	}
	if s.depth > maxMetadataDepth {
		return nil, errors.New("nested too deeply")
	}
	return token, err
}

// keyDescriptor is what a provider says about one of its keys.
type keyDescriptor struct {
	Use          string   `xml:"use,attr"`
	Certificates []string `xml:"KeyInfo>X509Data>X509Certificate"`
}

// samlCertificate reads a certificate; one that cannot be read keeps the fingerprint of its text.
func samlCertificate(text string) SAMLCertificate {
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
	out := SAMLCertificate{Fingerprint: hex.EncodeToString(sum[:])}
	if c, err := x509.ParseCertificate(der); err == nil {
		out.Ends = c.NotAfter.UTC()
	}
	return out
}
