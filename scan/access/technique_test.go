package access_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/orgscan/orgscan/scan/access"
)

// known are the techniques that the catalogue must speak of: one of steps, or one that says why it has none.
var known = strings.Fields(`
	agentcore-browser-existing agentcore-browser-new agentcore-harness-new agentcore-interpreter-existing 
	agentcore-interpreter-new agentcore-runtime-command agentcore-runtime-new apprunner-create apprunner-update 
	autoscaling-existing-launch-config autoscaling-launch-config autoscaling-launch-template 
	autoscaling-update-launch-config batch-register-submit batch-submit braket-create-job cloudformation-changeset 
	cloudformation-create-stack cloudformation-create-stackset cloudformation-stackset-service-managed 
	cloudformation-template-read cloudformation-update-stack cloudformation-update-stack-passrole 
	cloudformation-update-stackset codebuild-create-start codebuild-create-start-batch codebuild-env-read codebuild-start 
	codebuild-start-batch codebuild-update-start codedeploy-deploy codepipeline-create codepipeline-poll 
	codestar-associate codestar-create-from-template codestar-passrole cognito-get-credentials 
	cognito-set-identity-pool-roles datapipeline-create ec2-associate-instance-profile ec2-instance-connect 
	ec2-launch-template ec2-modify-userdata ec2-password-data ec2-replace-instance-profile ec2-request-spot 
	ec2-request-spot-fleet ec2-run-instances ec2-run-instances-new-profile ec2-serial-console ec2-userdata-read 
	ecr-get-token ecs-cluster-runtask ecs-cluster-service ecs-execute-command ecs-runtask-override ecs-runtask-register 
	ecs-service ecs-starttask-override ecs-starttask-register ecs-starttask-register-instance ecs-taskdef-read 
	eks-access-entry eks-pod-identity emr-run-job-flow emr-serverless events-put-targets gamelift-fleet 
	glue-create-dev-endpoint glue-create-job-run glue-create-job-trigger glue-interactive-session 
	glue-update-dev-endpoint glue-update-job-run glue-update-job-trigger iam-add-user-to-group iam-attach-group-policy 
	iam-attach-role-policy-assume iam-attach-role-policy-self iam-attach-role-policy-trust iam-attach-user-policy-key 
	iam-attach-user-policy-self iam-create-access-key iam-create-login-profile iam-create-oidc-provider 
	iam-create-policy-version iam-create-policy-version-assume iam-create-policy-version-trust iam-create-role-attach 
	iam-create-role-put iam-create-saml-provider iam-create-service-credential iam-create-user-attach 
	iam-deactivate-mfa-update-login iam-delete-create-access-key iam-delete-group-policy-deny 
	iam-delete-role-boundary-assume iam-delete-role-boundary-self iam-delete-role-policy-deny iam-delete-user-boundary 
	iam-delete-user-policy-deny iam-detach-group-policy-deny iam-detach-role-policy-deny iam-detach-user-policy-deny 
	iam-enable-mfa-device iam-oidc-add-client-id iam-put-group-policy iam-put-role-boundary iam-put-role-policy-assume 
	iam-put-role-policy-self iam-put-role-policy-trust iam-put-user-boundary iam-put-user-policy-key 
	iam-put-user-policy-self iam-remove-user-from-group-deny iam-reset-service-credential iam-set-default-policy-version 
	iam-tag-role-abac iam-tag-self-abac iam-update-assume-role-policy iam-update-login-profile iam-update-oidc-thumbprint 
	iam-update-saml-provider iam-upload-signing-cert iam-upload-ssh-key identitystore-create-user 
	identitystore-join-group imagebuilder-image kinesisanalytics-app lambda-create-add-permission 
	lambda-create-event-source lambda-create-function-url lambda-create-invoke lambda-create-new-dynamo 
	lambda-create-only lambda-env-read lambda-layer-injection lambda-swap-role lambda-update-code 
	lambda-update-code-add-permission lambda-update-code-invoke omics-workflow organizations-assume-access-role 
	organizations-detach-scp organizations-leave organizations-move-account organizations-put-resource-policy 
	organizations-register-delegated-admin organizations-update-scp redshift-get-credentials rolesanywhere-rogue-anchor 
	rolesanywhere-update-profile s3-state-read sagemaker-lifecycle-config sagemaker-notebook sagemaker-presigned-url 
	sagemaker-processing-job sagemaker-training-job scheduler-schedule secretsmanager-read ssm-automation 
	ssm-create-association ssm-parameter-read ssm-send-command ssm-start-session sso-attach-policy-permission-set 
	sso-create-assignment sso-create-permission-set sso-get-role-credentials sso-put-inline-permission-set 
	stepfunctions-new stepfunctions-update sts-assume-role sts-assume-root sts-get-federation-token 
`)

func TestTechniquesAreAllThere(t *testing.T) {
	var have []string
	for _, technique := range access.Techniques() {
		have = append(have, technique.ID)
	}
	if !slices.IsSorted(have) {
		t.Error("the catalogue is not sorted")
	}
	for _, id := range known {
		if !slices.Contains(have, id) {
			t.Errorf("no technique %s", id)
		}
	}
	for i, id := range have {
		if !slices.Contains(known, id) {
			t.Errorf("technique %s is not listed here", id)
		}
		if i > 0 && have[i-1] == id {
			t.Errorf("two techniques %s", id)
		}
	}
}

func TestTechniqueByID(t *testing.T) {
	for _, want := range access.Techniques() {
		got, ok := access.TechniqueByID(want.ID)
		if !ok || got.ID != want.ID || got.Name == "" || len(got.Actions) == 0 || got.Category == "" {
			t.Errorf("%s: %+v, %v", want.ID, got, ok)
		}
	}
	if _, ok := access.TechniqueByID("zz"); ok {
		t.Error("found a technique that is not there")
	}
}
