package collect

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/orgscan/orgscan/scan/snapshot"
)

const (
	actionDescribeInstances = "ec2:DescribeInstances"
	// computePerSecond is well below what EC2 and Elastic Load Balancing allow: others in the account call them all the time.
	computePerSecond = 5
	// instancesPage is the largest page that ec2:DescribeInstances gives.
	instancesPage = 1000
)

// instances lists the running EC2 instances of every scanned Region.
func instances() collector {
	return collector{
		section: snapshot.SectionInstances,
		needs:   []snapshot.Section{snapshot.SectionRegions},
		actions: []string{actionDescribeInstances},
		run: func(ctx context.Context, s *session) error {
			found, err := inEachRegion(s, actionDescribeInstances, func(region string) ([]snapshot.Instance, error) {
				return s.instancesIn(ctx, region)
			})
			if err != nil {
				return err
			}
			s.account.Instances = &snapshot.Instances{Running: slices.Concat(found...)}
			return nil
		},
	}
}

func (s *session) instancesIn(ctx context.Context, region string) ([]snapshot.Instance, error) {
	client := ec2.NewFromConfig(s.inRegion(region, computePerSecond), func(o *ec2.Options) {
		o.APIOptions = append(o.APIOptions, refusePages)
	})
	prefix := "arn:" + s.options.Partition + ":ec2:" + region + ":" + s.account.ID + ":instance/"
	var found []snapshot.Instance
	err := pages(actionDescribeInstances, func(token *string) (page, error) {
		out, err := client.DescribeInstances(ctx, &ec2.DescribeInstancesInput{
			MaxResults: aws.Int32(instancesPage), NextToken: token,
			Filters: []types.Filter{{Name: aws.String("instance-state-name"), Values: []string{"running"}}},
		})
		if err != nil {
			return page{}, failed(actionDescribeInstances, err)
		}
		a := &answer{action: actionDescribeInstances}
		if out.Reservations == nil {
			a.lack("an answer without reservations")
		}
		for _, r := range out.Reservations {
			found = append(found, each(r.Instances, func(i types.Instance) snapshot.Instance { return a.instance(prefix, i) })...)
		}
		return page{aws.ToString(out.NextToken) != "", out.NextToken}, a.err
	})
	return found, err
}

func (a *answer) instance(prefix string, i types.Instance) snapshot.Instance {
	found := snapshot.Instance{ARN: prefix + a.text(i.InstanceId, "an instance without id")}
	if i.IamInstanceProfile != nil {
		found.Profile = a.text(i.IamInstanceProfile.Arn, "an instance profile without ARN")
	}
	for _, tag := range i.Tags {
		if aws.ToString(tag.Key) == "Name" {
			found.Name = aws.ToString(tag.Value)
		}
	}
	return found
}

var errNoXML = errors.New("the answer is no XML")

// refusePages makes a good answer that is no XML, such as a proxy's page, one that cannot be decoded: EC2's protocol has no
// element around the result, and the SDK would read such a page as an empty list.
func refusePages(stack *middleware.Stack) error {
	return stack.Deserialize.Add(middleware.DeserializeMiddlewareFunc("OrgscanXML", func(
		ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler,
	) (middleware.DeserializeOutput, middleware.Metadata, error) {
		out, metadata, err := next.HandleDeserialize(ctx, in)
		answer, ok := out.RawResponse.(*smithyhttp.Response)
		if err == nil && ok && answer.StatusCode == http.StatusOK && !strings.Contains(answer.Header.Get("Content-Type"), "xml") {
			return out, metadata, &smithy.DeserializationError{Err: errNoXML}
		}
		return out, metadata, err
	}), middleware.After)
}
