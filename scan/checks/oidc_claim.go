package checks

import (
	"slices"
	"strings"
)

// webTrust is a statement that lets in tokens of one issuer.
type webTrust struct {
	*trustGrant
	// host is the issuer as the role spells it, in lower case.
	host string
	issuer
}

// label names the issuer for a message.
func (w webTrust) label() string {
	if w.name == "" {
		return w.host
	}
	return w.name + " (" + w.host + ")"
}

// key returns the condition key of a claim.
func (w webTrust) key(claim string) string {
	if strings.Contains(claim, ":") {
		return claim
	}
	return w.host + ":" + claim
}

// tenancy returns the limits on the claims that tell the issuer's customers apart: those that hold for certain and those
// that a token without the claim passes.
func (w webTrust) tenancy() (strict, optional []trustLimit) {
	for _, claim := range w.claims {
		for _, l := range w.on(w.key(claim)) {
			if l.optional {
				optional = append(optional, l)
			} else {
				strict = append(strict, l)
			}
		}
	}
	return strict, optional
}

// some reports whether one of the limits has only values that are accepted.
func some(limits []trustLimit, accept func(limitValue) bool) bool {
	return slices.ContainsFunc(limits, func(l trustLimit) bool {
		return !slices.ContainsFunc(l.values, func(v limitValue) bool { return !accept(v) })
	})
}

// valuesOf returns the values of limits, sorted.
func valuesOf(limits []trustLimit) string {
	var texts []string
	for _, l := range limits {
		for _, v := range l.values {
			texts = append(texts, v.text)
		}
	}
	return strings.Join(distinct(texts), ", ")
}

// eachWebTrust judges every statement that lets in tokens of an issuer that accept takes; the finding's detail is the
// statement and, where it names several, the issuer.
func eachWebTrust(p *Pass, accept func(webTrust) bool, judge func(t trusting, w webTrust, detail string) verdict) {
	eachGrant(p, func(t trusting, g *trustGrant) verdict {
		if !opens(g.statement, assumeWithWebIdentity) {
			return aside
		}
		worst := aside
		for _, principal := range distinct(slices.Clone(g.providers)) {
			host, ok := issuerName(principal)
			if !ok {
				continue
			}
			w := webTrust{trustGrant: g, host: host}
			w.issuer, _ = knownIssuer(host)
			if accept(w) {
				worst = max(worst, judge(t, w, webDetail(g, host)))
			}
		}
		return worst
	})
}

func webDetail(g *trustGrant, host string) string {
	if len(g.providers) == 1 {
		return g.key
	}
	return g.key + "/" + host
}

func sharedIssuer(w webTrust) bool { return w.shared }

func eks(w webTrust) bool { return w.issuer.host == eksIssuer }
