package snapshot

// Instances are the EC2 instances that run in the scanned Regions, sorted by ARN.
type Instances struct {
	Running []Instance `json:"running,omitempty"`
}

// Instance is a running EC2 instance. Name is its tag of that name; Profile is the ARN of its instance profile, empty
// without one.
type Instance struct {
	ARN     string `json:"arn"`
	Name    string `json:"name,omitempty"`
	Profile string `json:"profile,omitempty"`
}

// LoadBalancers are those of the scanned Regions that serve certificates. They are not asked for in an account that keeps no
// server certificate in IAM.
type LoadBalancers struct {
	// Serving is sorted by load balancer and certificate.
	Serving []ServedCertificate `json:"serving,omitempty"`
}

// ServedCertificate says that a load balancer serves a certificate.
type ServedCertificate struct {
	// LoadBalancer is an ARN.
	LoadBalancer string `json:"load_balancer"`
	// Certificate is the ARN of a certificate in IAM.
	Certificate string `json:"certificate"`
}
