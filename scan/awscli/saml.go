package awscli

import (
	"fmt"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// maxMetadata bounds the metadata of a SAML provider: AWS takes ten million characters, and quotation marks take two.
const maxMetadata = 16 << 20

// metadata is what is kept of the metadata of a SAML provider.
type metadata struct {
	certificates []snapshot.SAMLCertificate
	// broken is true when they cannot be read.
	broken bool
}

// readMetadata keeps metadata that cannot be read, as broken: they are what AWS has, and no fault of the file.
func readMetadata(s *stream, p *part) error {
	s.meter.allow(maxMetadata)
	defer s.meter.allow(maxValue)
	var text string
	if err := s.value(&text); err != nil {
		return err
	}
	if err := needs(text, "a SAML provider without metadata"); err != nil {
		return err
	}
	found, err := snapshot.SigningCertificates(text)
	p.metadata = &metadata{certificates: found, broken: err != nil}
	if p.entities += len(found); p.entities > maxEntities {
		return errTooMany
	}
	return nil
}

// certify gives each SAML provider that was listed the certificates of its metadata. Without the metadata of one, the
// section is missing: no certificate would pass for none that ends.
func (b *builder) certify() error {
	of, err := b.metadata()
	if err != nil {
		return err
	}
	for i := range b.out.SAML {
		provider := &b.out.SAML[i]
		if provider.OfIdentityCenter() {
			continue
		}
		if p := of[provider.Name()]; p != nil && p.failed == nil && !p.metadata.broken {
			provider.Certificates = p.metadata.certificates
			continue
		}
		b.out.Miss(snapshot.SectionSAML, withoutMetadata(provider.Name(), of))
		return nil
	}
	return nil
}

// metadata returns the file about each provider by name; answers go before error messages. Error messages in files that are
// named after no provider are under "".
func (b *builder) metadata() (map[string]*part, error) {
	of := map[string]*part{}
	for _, p := range b.parts {
		if p.command != metadataCommand {
			continue
		}
		name := p.provider(b.out.SAML)
		known := of[name]
		switch {
		case name == "" && p.failed == nil:
		case known == nil || known.failed != nil:
			of[name] = p
		case p.failed == nil && !reflect.DeepEqual(known.metadata, p.metadata):
			return nil, conflict(p.path, known.path, fmt.Sprintf("the SAML provider %q", name))
		}
	}
	return of, nil
}

// withoutMetadata is the reason of the section when the metadata of a provider are not there.
func withoutMetadata(name string, of map[string]*part) snapshot.Reason {
	r := snapshot.Reason{
		Cause: findings.NotCollected, Action: metadataCommand.permission(),
		Message: fmt.Sprintf("no file whose name ends with %.128q holds what %s prints of the SAML provider", name, metadataCommand.name),
	}
	switch p, unnamed := of[name], of[""]; {
	case p != nil && p.failed != nil:
		return p.reason()
	case p != nil:
		r.Cause, r.Message = findings.Error, "the metadata of a SAML provider cannot be read"
	case unnamed != nil:
		return unnamed.reason()
	}
	return r
}

var ending = regexp.MustCompile(`\.[a-z]+$`)

// provider returns the name of the provider that the file's name ends with, before its ending or with it; "" for none. Names
// may hold what separates them from the rest, so that the longest one counts: no provider can pass for one with a longer name.
func (p *part) provider(providers []snapshot.SAMLProvider) string {
	base := filepath.Base(p.path)
	for _, text := range []string{ending.ReplaceAllString(base, ""), base} {
		longest := ""
		for i := range providers {
			if name := providers[i].Name(); len(name) > len(longest) && endsWith(text, name) {
				longest = name
			}
		}
		if longest != "" {
			return longest
		}
	}
	return ""
}

// endsWith reports whether the text is the name, or ends with it behind a separator.
func endsWith(text, name string) bool {
	before, ok := strings.CutSuffix(text, name)
	return ok && (before == "" || strings.ContainsAny(before[len(before)-1:], "-_."))
}
