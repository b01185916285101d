package access

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
)

// resourceKinds are what the resource of an action begins with, behind the account. Actions that are not listed may be for
// a resource of any kind of their service, or for none.
var resourceKinds = map[string]string{
	"iam:CreateRole": "role/", "iam:AttachRolePolicy": "role/", "iam:PutRolePolicy": "role/",
	"iam:CreateUser": "user/", "iam:AttachUserPolicy": "user/", "iam:CreateAccessKey": "user/",
	"iam:CreateInstanceProfile": "instance-profile/", "iam:AddRoleToInstanceProfile": "instance-profile/",
	"iam:CreateSAMLProvider": "saml-provider/", "iam:CreateOpenIDConnectProvider": "oidc-provider/",
	"iam:CreateVirtualMFADevice": "mfa/",
	"lambda:CreateFunction":      "function:", "lambda:InvokeFunction": "function:", "lambda:AddPermission": "function:",
	"lambda:CreateFunctionUrlConfig": "function:", "lambda:UpdateFunctionCode": "function:", "lambda:UpdateFunctionConfiguration": "function:",
	"ec2:RunInstances": "instance/", "ec2:AssociateIamInstanceProfile": "instance/", "ec2:ReplaceIamInstanceProfileAssociation": "instance/",
	"ec2:ModifyInstanceAttribute": "instance/", "ec2:StopInstances": "instance/", "ec2:StartInstances": "instance/",
	"ec2:CreateLaunchTemplateVersion": "launch-template/", "ec2:ModifyLaunchTemplate": "launch-template/",
	"ec2-instance-connect:SendSSHPublicKey": "instance/", "ec2-instance-connect:SendSerialConsoleSSHPublicKey": "instance/",
	"glue:CreateJob": "job/", "glue:StartJobRun": "job/", "glue:UpdateJob": "job/",
	"codebuild:CreateProject": "project/", "codebuild:StartBuild": "project/", "codebuild:StartBuildBatch": "project/", "codebuild:UpdateProject": "project/",
	"cloudformation:CreateStack": "stack/", "cloudformation:UpdateStack": "stack/",
	"cloudformation:CreateChangeSet": "stack/", "cloudformation:ExecuteChangeSet": "stack/",
	"states:CreateStateMachine": "stateMachine:", "states:StartExecution": "stateMachine:", "states:UpdateStateMachine": "stateMachine:",
	"dynamodb:CreateTable": "table/", "dynamodb:PutItem": "table/",
	"sagemaker:CreateNotebookInstance": "notebook-instance/", "sagemaker:CreatePresignedNotebookInstanceUrl": "notebook-instance/",
	"sagemaker:StopNotebookInstance": "notebook-instance/", "sagemaker:UpdateNotebookInstance": "notebook-instance/", "sagemaker:StartNotebookInstance": "notebook-instance/",
	"sagemaker:CreateTrainingJob": "training-job/", "sagemaker:CreateProcessingJob": "processing-job/",
}

// resourceKind of an action is its service with what its resource begins with.
type resourceKind struct{ service, prefix string }

func kindOf(action string) resourceKind {
	service, _, _ := strings.Cut(action, ":")
	return resourceKind{service, resourceKinds[action]}
}

// someResource asks whether the principal may do all of the actions, those for one kind of resource on one resource that
// it can choose.
func (w *walk) someResource(actions []string) answer {
	got := given
	for rest := actions; len(rest) > 0 && !got.denied(); {
		kind := kindOf(rest[0])
		same := func(action string) bool { return kind.prefix != "" && kindOf(action) == kind }
		group := rest[:1]
		if kind.prefix != "" {
			group = slices.DeleteFunc(slices.Clone(rest), func(a string) bool { return !same(a) })
		}
		got = got.and(w.bestResource(group, kind))
		rest = slices.DeleteFunc(slices.Clone(rest[1:]), same)
	}
	return got
}

func (w *walk) bestResource(actions []string, kind resourceKind) answer {
	key := asking{action: strings.Join(actions, ",")}
	if got, ok := w.asked[key]; ok {
		return got
	}
	best := denied
	for _, resource := range w.candidates(actions, kind) {
		best = best.or(w.each(actions, resource))
	}
	w.asked[key] = best
	return best
}

// each asks for several actions on one resource.
func (w *walk) each(actions []string, resource string) answer {
	got := given
	for _, action := range actions {
		if got = got.and(w.ask(action, resource, nil)); got.denied() {
			break
		}
	}
	return got
}

// candidates are resources that the actions could be for: one of each pattern by which a policy of the principal allows
// one of them, one that nothing names, and none at all where the kind is not known.
func (w *walk) candidates(actions []string, kind resourceKind) []string {
	out := []string{w.resourceARN(kind, kind.prefix+"qq")}
	if kind.prefix == "" {
		out = append(out, Any)
	}
	for _, d := range w.p.Policies.Identity {
		for i := range d.Statements {
			s := &d.Statements[i]
			if !s.Allows() || !slices.ContainsFunc(actions, func(a string) bool { return covers(s, a) }) {
				continue
			}
			for _, pattern := range s.Resources {
				if arn := w.instance(pattern, kind); arn != "" && !slices.Contains(out, arn) {
					out = append(out, arn)
				}
			}
		}
	}
	return out
}

const someRegion = "zz-zz-9"

func (w *walk) resourceARN(kind resourceKind, resource string) string {
	region := someRegion
	if kind.service == "iam" {
		region = ""
	}
	return "arn:" + w.a.account.Partition + ":" + kind.service + ":" + region + ":" + w.a.account.ID + ":" + resource
}

// instance is a resource of the account that a pattern matches, empty if there is none of the kind.
func (w *walk) instance(pattern string, kind resourceKind) string {
	parts := strings.SplitN(w.filled(pattern, "qq"), ":", 6)
	if len(parts) < 6 || !policy.Match(parts[2], kind.service) || !policy.Match(parts[4], w.a.account.ID) && parts[4] != "" {
		return ""
	}
	region := strings.NewReplacer("*", someRegion, "?", "q").Replace(parts[3])
	resource := strings.NewReplacer("*", "qq", "?", "q").Replace(parts[5])
	if !strings.HasPrefix(resource, kind.prefix) {
		return ""
	}
	account := w.a.account.ID
	if parts[4] == "" {
		account = ""
	}
	return strings.Join([]string{"arn", w.a.account.Partition, kind.service, region, account, resource}, ":")
}

// filled replaces the policy variables that name the principal; other stands for the rest.
func (w *walk) filled(pattern, other string) string {
	for done := ""; ; {
		before, rest, found := strings.Cut(pattern, "${")
		name, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			return done + pattern
		}
		value := other
		key, _, _ := strings.Cut(name, ",")
		switch tag, isTag := strings.CutPrefix(strings.ToLower(key), "aws:principaltag/"); {
		case strings.EqualFold(key, "aws:username") && w.user != nil:
			value = w.user.Name
		case strings.EqualFold(key, "aws:PrincipalAccount"):
			value = w.a.account.ID
		case isTag:
			for k, v := range w.p.Caller.Tags {
				if strings.EqualFold(k, tag) {
					value = v
				}
			}
		}
		// What a variable stands for is never read as a variable again: it could name itself.
		done, pattern = done+before+value, after
	}
}
