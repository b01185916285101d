package collect

import (
	"context"
	"slices"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// collector fills one section. Its run writes to the account only when it has everything, so that a section is whole or
// missing.
type collector struct {
	section snapshot.Section
	// needs are the sections whose data run reads; it starts when they are done, found or missing.
	needs []snapshot.Section
	// actions are the calls that run may make, the first one standing for the collector when it fails without a call.
	actions []string
	run     func(context.Context, *session) error
}

// table lists the collectors, each after those that it needs. The credential report comes first because AWS takes a
// while to make it.
func table() []collector {
	return []collector{
		credentialReport(), principals(), managedDocuments(), summary(), passwordPolicy(), aliases(), virtualMFA(),
		serverCertificates(), samlProviders(), oidcProviders(), serviceCredentials(), sshKeys(), lastAccessed(), regions(),
		contacts(), accountFederation(), accessAnalyzer(), analyzerFindings(), archiveRules(), trails(), recorders(),
		detectors(), rolesAnywhere(), events(), instances(), loadBalancers(), ssoInstances(),
	}
}

// Actions returns the actions that collecting the sections takes, and those of the sections that they build on: sorted,
// without duplicates. sts:GetCallerIdentity is not among them, because no policy can deny it. Sections that this package
// does not collect take none.
func Actions(sections []snapshot.Section) []string {
	wanted := map[snapshot.Section]bool{}
	for _, s := range sections {
		wanted[s] = true
	}
	var actions []string
	for _, c := range slices.Backward(table()) {
		if !wanted[c.section] {
			continue
		}
		actions = append(actions, c.actions...)
		for _, s := range c.needs {
			wanted[s] = true
		}
	}
	slices.Sort(actions)
	return slices.Compact(actions)
}
