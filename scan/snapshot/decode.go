package snapshot

import (
	"net/url"
	"strings"
)

// DecodedDocument returns the text of a policy document. AWS sends it percent-encoded, some answers and other
// implementations send raw JSON, and the SDK passes both on. A plus sign stands for itself. A text that cannot be decoded
// is kept as it is: whoever parses it reports it as malformed.
func DecodedDocument(document string) string {
	if strings.HasPrefix(strings.TrimLeft(document, " \t\r\n"), "{") {
		return document
	}
	plain, err := url.PathUnescape(document)
	if err != nil {
		return document
	}
	return plain
}
