package scan_test

import "net/http"

// httpDoer lets the SDK talk to the simulated AWS in memory.
type httpDoer struct{ transport http.RoundTripper }

// Do sends one request.
func (d *httpDoer) Do(r *http.Request) (*http.Response, error) { return d.transport.RoundTrip(r) }
