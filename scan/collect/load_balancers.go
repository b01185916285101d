package collect

import (
	"context"
	"errors"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	classic "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancing"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"

	"github.com/orgscan/orgscan/scan/snapshot"
)

const (
	actionDescribeLoadBalancers        = "elasticloadbalancing:DescribeLoadBalancers"
	actionDescribeListeners            = "elasticloadbalancing:DescribeListeners"
	actionDescribeListenerCertificates = "elasticloadbalancing:DescribeListenerCertificates"
	// balancersPage is the largest page that Elastic Load Balancing gives.
	balancersPage = 400
)

// loadBalancers finds which load balancers serve the account's server certificates. Without any certificate in IAM there is
// nothing to find, and nothing is asked.
func loadBalancers() collector {
	return collector{
		section: snapshot.SectionLoadBalancers,
		needs:   []snapshot.Section{snapshot.SectionServerCertificates, snapshot.SectionRegions},
		actions: []string{actionDescribeLoadBalancers, actionDescribeListeners, actionDescribeListenerCertificates},
		run: func(ctx context.Context, s *session) error {
			if err := s.lacking(snapshot.SectionServerCertificates); err != nil {
				return err
			}
			if len(s.account.ServerCertificates) == 0 {
				s.account.LoadBalancers = &snapshot.LoadBalancers{}
				return nil
			}
			found, err := inEachRegion(s, actionDescribeLoadBalancers, func(region string) ([]snapshot.ServedCertificate, error) {
				return s.servingIn(ctx, region)
			})
			if err != nil {
				return err
			}
			s.account.LoadBalancers = &snapshot.LoadBalancers{Serving: slices.Concat(found...)}
			return nil
		},
	}
}

// serving collects who serves what in one Region.
type serving struct {
	client *elb.Client
	known  map[string]bool
	seen   map[snapshot.ServedCertificate]bool
	found  []snapshot.ServedCertificate
}

func (s *session) servingIn(ctx context.Context, region string) ([]snapshot.ServedCertificate, error) {
	cfg := s.inRegion(region, computePerSecond)
	v := &serving{client: elb.NewFromConfig(cfg), known: map[string]bool{}, seen: map[snapshot.ServedCertificate]bool{}}
	for _, c := range s.account.ServerCertificates {
		v.known[c.ARN] = true
	}
	prefix := "arn:" + s.options.Partition + ":elasticloadbalancing:" + region + ":" + s.account.ID + ":loadbalancer/"
	if err := v.classic(ctx, classic.NewFromConfig(cfg), prefix); err != nil {
		return nil, err
	}
	err := v.balancers(ctx)
	return v.found, err
}

// add keeps the certificates that are in IAM.
func (v *serving) add(balancer, certificate string) {
	served := snapshot.ServedCertificate{LoadBalancer: balancer, Certificate: certificate}
	if v.known[certificate] && !v.seen[served] {
		v.seen[served] = true
		v.found = append(v.found, served)
	}
}

// classic reads the load balancers of the older kind, whose list names their certificates.
func (v *serving) classic(ctx context.Context, client *classic.Client, prefix string) error {
	return pages(actionDescribeLoadBalancers, func(marker *string) (page, error) {
		out, err := client.DescribeLoadBalancers(ctx, &classic.DescribeLoadBalancersInput{Marker: marker, PageSize: aws.Int32(balancersPage)})
		if err != nil {
			return page{}, failed(actionDescribeLoadBalancers, err)
		}
		a := &answer{action: actionDescribeLoadBalancers}
		for _, b := range out.LoadBalancerDescriptions {
			name := a.text(b.LoadBalancerName, "a load balancer without name")
			for _, l := range b.ListenerDescriptions {
				if l.Listener != nil {
					v.add(prefix+name, aws.ToString(l.Listener.SSLCertificateId))
				}
			}
		}
		return page{aws.ToString(out.NextMarker) != "", out.NextMarker}, a.err
	})
}

// balancers reads the other kinds, which are asked one by one for their listeners.
func (v *serving) balancers(ctx context.Context) error {
	var arns []string
	err := pages(actionDescribeLoadBalancers, func(marker *string) (page, error) {
		out, err := v.client.DescribeLoadBalancers(ctx, &elb.DescribeLoadBalancersInput{Marker: marker, PageSize: aws.Int32(balancersPage)})
		if err != nil {
			return page{}, failed(actionDescribeLoadBalancers, err)
		}
		a := &answer{action: actionDescribeLoadBalancers}
		for _, b := range out.LoadBalancers {
			if b.Type != types.LoadBalancerTypeEnumGateway {
				arns = append(arns, a.text(b.LoadBalancerArn, "a load balancer without ARN"))
			}
		}
		return page{aws.ToString(out.NextMarker) != "", out.NextMarker}, a.err
	})
	for _, arn := range arns {
		if err == nil {
			err = v.listeners(ctx, arn)
		}
	}
	return err
}

// listeners reads one load balancer's; those that serve a certificate may serve further ones. A load balancer that is gone by
// now serves nothing.
func (v *serving) listeners(ctx context.Context, balancer string) error {
	var serving []string
	err := pages(actionDescribeListeners, func(marker *string) (page, error) {
		out, err := v.client.DescribeListeners(ctx, &elb.DescribeListenersInput{LoadBalancerArn: &balancer, Marker: marker})
		if err != nil {
			return page{}, failed(actionDescribeListeners, err)
		}
		a := &answer{action: actionDescribeListeners}
		for _, l := range out.Listeners {
			for _, c := range l.Certificates {
				v.add(balancer, aws.ToString(c.CertificateArn))
			}
			if len(l.Certificates) > 0 {
				serving = append(serving, a.text(l.ListenerArn, "a listener without ARN"))
			}
		}
		return page{aws.ToString(out.NextMarker) != "", out.NextMarker}, a.err
	})
	if _, gone := errors.AsType[*types.LoadBalancerNotFoundException](err); gone {
		return nil
	}
	for _, listener := range serving {
		if err == nil {
			err = v.certificates(ctx, balancer, listener)
		}
	}
	return err
}

func (v *serving) certificates(ctx context.Context, balancer, listener string) error {
	err := pages(actionDescribeListenerCertificates, func(marker *string) (page, error) {
		out, err := v.client.DescribeListenerCertificates(ctx, &elb.DescribeListenerCertificatesInput{ListenerArn: &listener, Marker: marker})
		if err != nil {
			return page{}, failed(actionDescribeListenerCertificates, err)
		}
		for _, c := range out.Certificates {
			v.add(balancer, aws.ToString(c.CertificateArn))
		}
		return page{aws.ToString(out.NextMarker) != "", out.NextMarker}, nil
	})
	if _, gone := errors.AsType[*types.ListenerNotFoundException](err); gone {
		return nil
	}
	return err
}
