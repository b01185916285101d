package snapshot

import "slices"

// RolesAnywhere is what IAM Roles Anywhere lets in, each list sorted by ARN.
type RolesAnywhere struct {
	Anchors  []TrustAnchor            `json:"anchors,omitempty"`
	Profiles []RolesAnywhereProfile   `json:"profiles,omitempty"`
	CRLs     []CertificateRevocations `json:"crls,omitempty"`
}

// TrustAnchor is a certificate authority whose certificates are accepted.
type TrustAnchor struct {
	ARN     string `json:"arn"`
	Name    string `json:"name"`
	Enabled bool   `json:"enabled"`
	// SourceType is AWS_ACM_PCA, CERTIFICATE_BUNDLE or SELF_SIGNED_REPOSITORY.
	SourceType string `json:"source_type"`
	// Authority is the ARN of the private certificate authority; empty for a bundle.
	Authority string `json:"authority,omitempty"`
	// DistributionPoints is true when revocations are looked up where the certificates say.
	DistributionPoints bool `json:"distribution_points,omitempty"`
}

// RolesAnywhereProfile says which roles certificates may take on, and what narrows the session.
type RolesAnywhereProfile struct {
	ARN             string   `json:"arn"`
	Name            string   `json:"name"`
	Enabled         bool     `json:"enabled"`
	Roles           []string `json:"roles,omitempty"`
	ManagedPolicies []string `json:"managed_policies,omitempty"`
	// SessionPolicy is the text of the session policy, empty for none.
	SessionPolicy string `json:"session_policy,omitempty"`
}

// CertificateRevocations is an imported list of revoked certificates; its content is not collected.
type CertificateRevocations struct {
	ARN     string `json:"arn"`
	Name    string `json:"name"`
	Enabled bool   `json:"enabled"`
	// Anchor is the trust anchor's ARN.
	Anchor string `json:"anchor"`
}

func (r *RolesAnywhere) sort() {
	if r == nil {
		return
	}
	by(r.Anchors, func(a TrustAnchor) string { return a.ARN })
	by(r.Profiles, func(p RolesAnywhereProfile) string { return p.ARN })
	for _, p := range r.Profiles {
		slices.Sort(p.Roles)
		slices.Sort(p.ManagedPolicies)
	}
	by(r.CRLs, func(c CertificateRevocations) string { return c.ARN })
}
