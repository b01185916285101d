package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/snapshot"
)

const noServerCerts = "no server certificates in IAM"

// certUses is what tells who serves a certificate.
var certUses = []snapshot.Section{snapshot.SectionLoadBalancers}

// servedBy adds the load balancers that serve a certificate, as far as anybody asked.
func servedBy(p *Pass, o *Outcome, c snapshot.ServerCertificate) {
	if _, lacks := p.Account.Lacks(snapshot.SectionLoadBalancers); lacks {
		return
	}
	var balancers []string
	for _, s := range p.Account.LoadBalancers.Serving {
		if s.Certificate == c.ARN {
			balancers = append(balancers, s.LoadBalancer)
		}
	}
	slices.Sort(balancers)
	if len(balancers) == 0 {
		balancers = []string{"no load balancer in the Regions that were looked at"}
	}
	o.Evidence("served by", strings.Join(balancers, ", "))
}

// expired reports whether a certificate's last valid moment has passed; the moment itself is still valid.
func expired(p *Pass, c snapshot.ServerCertificate) bool { return c.Expires.Before(p.Now()) }
