// Package assume gets credentials for one account of an organization, or says in a typed error why there are none. It
// also holds what every AWS client of a sweep shares: the rate limiter and retryer, the classification of an SDK error,
// and the policies that the caller and the audit role need.
//
// It does not choose accounts (org does), read anything from them (scan/collect does) or decide when a sweep stops (scan
// does). It never writes a secret into an error, a text or a log.
package assume
