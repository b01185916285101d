package collect

import "github.com/aws/aws-sdk-go-v2/aws"

// pageSize is the largest that IAM accepts.
const pageSize = 1000

// page is what one answer says about the next one.
type page struct {
	more   bool
	marker *string
}

// pages calls next until AWS says that nothing is left. An answer that promises more without saying where, or sends back
// to a page that was read already, is an error: the alternative is an endless loop.
func pages(action string, next func(marker *string) (page, error)) error {
	seen := map[string]bool{}
	var marker *string
	for {
		p, err := next(marker)
		if err != nil {
			return err
		}
		if !p.more {
			return nil
		}
		at := aws.ToString(p.marker)
		if at == "" || seen[at] {
			return notUnderstood(action, "the paging does not end")
		}
		seen[at] = true
		marker = p.marker
	}
}
