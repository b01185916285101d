package access

const (
	ec2         = "ec2.amazonaws.com"
	lambda      = "lambda.amazonaws.com"
	glue        = "glue.amazonaws.com"
	formation   = "cloudformation.amazonaws.com"
	codebuild   = "codebuild.amazonaws.com"
	tasks       = "ecs-tasks.amazonaws.com"
	sagemaker   = "sagemaker.amazonaws.com"
	agentCore   = "bedrock-agentcore.amazonaws.com"
	cognito     = "cognito-identity.amazonaws.com"
	anyInstance = "an instance that the principal controls"
	anyCluster  = "an ECS cluster"
)

// passing is a technique that passes a role to a service, with the actions beside iam:PassRole.
func passing(id, name, service, need string, actions ...string) Technique {
	return Technique{
		ID: id, Name: name, Category: NewPassRole, Actions: append([]string{"iam:PassRole"}, actions...),
		Service: service, Need: need, shape: passedRole,
	}
}

// withProfile says that the role must sit in an instance profile.
func (t Technique) withProfile() Technique {
	t.profile = true
	return t
}

// trustedBy names the services that the role may trust, beside the one it is passed to.
func (t Technique) trustedBy(services ...string) Technique {
	t.trusted = append([]string{t.Service}, services...)
	return t
}

// newPassRoleTechniques hand a role to something that the principal makes or changes.
var newPassRoleTechniques = []Technique{
	passing("ec2-run-instances", "launch an instance with the role", ec2, "", "ec2:RunInstances").withProfile(),
	passing("ec2-run-instances-new-profile", "put the role into a new instance profile and launch an instance with it", ec2, "", "ec2:RunInstances", "iam:CreateInstanceProfile", "iam:AddRoleToInstanceProfile"),
	passing("ec2-associate-instance-profile", "give an instance the role", ec2, anyInstance, "ec2:AssociateIamInstanceProfile").withProfile(),
	passing("ec2-replace-instance-profile", "exchange an instance's role for this one", ec2, anyInstance+", with an instance profile", "ec2:ReplaceIamInstanceProfileAssociation").withProfile(),
	passing("ec2-request-spot", "request a spot instance with the role", ec2, "", "ec2:RequestSpotInstances").withProfile(),
	passing("ec2-request-spot-fleet", "request a spot fleet with the role", ec2, "", "ec2:RequestSpotFleet").withProfile(),
	passing("autoscaling-launch-config", "start an Auto Scaling group with the role", ec2, "", "autoscaling:CreateAutoScalingGroup", "autoscaling:CreateLaunchConfiguration").withProfile(),
	passing("autoscaling-update-launch-config", "point an Auto Scaling group to a launch configuration with the role", ec2, "an Auto Scaling group", "autoscaling:UpdateAutoScalingGroup", "autoscaling:CreateLaunchConfiguration").withProfile(),
	passing("autoscaling-launch-template", "start an Auto Scaling group from a launch template with the role", ec2, "", "autoscaling:CreateAutoScalingGroup", "ec2:CreateLaunchTemplate").withProfile(),
	passing("lambda-create-invoke", "create a function with the role and invoke it", lambda, "", "lambda:CreateFunction", "lambda:InvokeFunction"),
	passing("lambda-create-event-source", "create a function with the role and let a queue or stream trigger it", lambda, "a queue or stream that the role may read", "lambda:CreateFunction", "lambda:CreateEventSourceMapping"),
	passing("lambda-create-new-dynamo", "create a function with the role and trigger it by a new table", lambda, "", "lambda:CreateFunction", "lambda:CreateEventSourceMapping", "dynamodb:CreateTable", "dynamodb:PutItem"),
	passing("lambda-create-add-permission", "create a function with the role and let another account invoke it", lambda, "", "lambda:CreateFunction", "lambda:AddPermission"),
	passing("lambda-create-function-url", "create a function with the role and give it a URL", lambda, "", "lambda:CreateFunction", "lambda:CreateFunctionUrlConfig", "lambda:AddPermission"),
	passing("lambda-create-only", "create a function with the role", lambda, "something that invokes the function", "lambda:CreateFunction"),
	passing("lambda-swap-role", "change a function's code and role", lambda, "a Lambda function", "lambda:UpdateFunctionCode", "lambda:UpdateFunctionConfiguration"),
	passing("glue-create-dev-endpoint", "create a Glue development endpoint with the role", glue, "", "glue:CreateDevEndpoint"),
	passing("glue-create-job-run", "create a Glue job with the role and run it", glue, "", "glue:CreateJob", "glue:StartJobRun"),
	passing("glue-create-job-trigger", "create a Glue job with the role and a trigger for it", glue, "", "glue:CreateJob", "glue:CreateTrigger"),
	passing("glue-update-job-run", "give a Glue job the role and run it", glue, "a Glue job", "glue:UpdateJob", "glue:StartJobRun"),
	passing("glue-update-job-trigger", "give a Glue job the role and a trigger", glue, "a Glue job", "glue:UpdateJob", "glue:CreateTrigger"),
	passing("glue-interactive-session", "open an interactive Glue session with the role", glue, "", "glue:CreateSession", "glue:RunStatement"),
	passing("cloudformation-create-stack", "create a stack that works with the role", formation, "", "cloudformation:CreateStack"),
	passing("cloudformation-update-stack-passrole", "update a stack so that it works with the role", formation, "a CloudFormation stack", "cloudformation:UpdateStack"),
	passing("cloudformation-create-stackset", "create a StackSet that works with the role", formation, "", "cloudformation:CreateStackSet", "cloudformation:CreateStackInstances"),
	passing("cloudformation-update-stackset", "update a StackSet so that it works with the role", formation, "a StackSet with instances", "cloudformation:UpdateStackSet"),
	passing("codebuild-create-start", "create a build project with the role and start it", codebuild, "", "codebuild:CreateProject", "codebuild:StartBuild"),
	passing("codebuild-create-start-batch", "create a build project with the role and start a batch of it", codebuild, "", "codebuild:CreateProject", "codebuild:StartBuildBatch"),
	passing("codebuild-update-start", "give a build project the role and start it", codebuild, "a CodeBuild project", "codebuild:UpdateProject", "codebuild:StartBuild"),
	passing("datapipeline-create", "create a data pipeline with the role and activate it", "datapipeline.amazonaws.com", "", "datapipeline:CreatePipeline", "datapipeline:PutPipelineDefinition", "datapipeline:ActivatePipeline").trustedBy("elasticmapreduce.amazonaws.com"),
	passing("ecs-cluster-service", "start a service with the role in a new cluster", tasks, "", "ecs:CreateCluster", "ecs:RegisterTaskDefinition", "ecs:CreateService"),
	passing("ecs-cluster-runtask", "run a task with the role in a new cluster", tasks, "", "ecs:CreateCluster", "ecs:RegisterTaskDefinition", "ecs:RunTask"),
	passing("ecs-service", "start a service with the role", tasks, anyCluster, "ecs:RegisterTaskDefinition", "ecs:CreateService"),
	passing("ecs-runtask-register", "run a task with the role", tasks, anyCluster, "ecs:RegisterTaskDefinition", "ecs:RunTask"),
	passing("ecs-starttask-register", "start a task with the role on an instance of a cluster", tasks, "an ECS cluster with an instance", "ecs:RegisterTaskDefinition", "ecs:StartTask"),
	passing("ecs-starttask-register-instance", "move an instance to a cluster and start a task with the role on it", tasks, "an ECS cluster and a task definition", "ecs:StartTask", "ecs:RegisterContainerInstance", "ecs:DeregisterContainerInstance"),
	passing("ecs-runtask-override", "run a task with its role overridden by this one", tasks, "an ECS cluster and a task definition", "ecs:RunTask"),
	passing("ecs-starttask-override", "start a task with its role overridden by this one", tasks, "an ECS cluster with an instance, and a task definition", "ecs:StartTask"),
	passing("ssm-automation", "run an Automation document of its own with the role", "ssm.amazonaws.com", "", "ssm:CreateDocument", "ssm:StartAutomationExecution"),
	passing("sagemaker-notebook", "create a notebook with the role", sagemaker, "", "sagemaker:CreateNotebookInstance"),
	passing("sagemaker-training-job", "start a training job with the role", sagemaker, "", "sagemaker:CreateTrainingJob"),
	passing("sagemaker-processing-job", "start a processing job with the role", sagemaker, "", "sagemaker:CreateProcessingJob"),
	passing("apprunner-create", "create an App Runner service with the role", "tasks.apprunner.amazonaws.com", "", "apprunner:CreateService"),
	passing("agentcore-interpreter-new", "create a code interpreter with the role and use it", agentCore, "", "bedrock-agentcore:CreateCodeInterpreter", "bedrock-agentcore:StartCodeInterpreterSession", "bedrock-agentcore:InvokeCodeInterpreter"),
	passing("agentcore-runtime-new", "create an agent runtime with the role and run a command in it", agentCore, "", "bedrock-agentcore:CreateAgentRuntime", "bedrock-agentcore:CreateAgentRuntimeEndpoint", "bedrock-agentcore:CreateWorkloadIdentity", "bedrock-agentcore:InvokeAgentRuntimeCommand"),
	passing("agentcore-harness-new", "create an agent harness with the role and run a command in it", agentCore, "", "bedrock-agentcore:CreateHarness", "bedrock-agentcore:CreateAgentRuntime", "bedrock-agentcore:CreateAgentRuntimeEndpoint", "bedrock-agentcore:CreateWorkloadIdentity", "bedrock-agentcore:GetAgentRuntime", "bedrock-agentcore:InvokeAgentRuntimeCommand"),
	passing("agentcore-browser-new", "create a browser with the role and drive it", agentCore, "", "bedrock-agentcore:CreateBrowser", "bedrock-agentcore:StartBrowserSession", "bedrock-agentcore:ConnectBrowserAutomationStream"),
	passing("batch-register-submit", "register a Batch job with the role and submit it", tasks, "a Batch job queue", "batch:RegisterJobDefinition", "batch:SubmitJob"),
	passing("braket-create-job", "start a Braket job with the role", "braket.amazonaws.com", "", "braket:CreateJob"),
	passing("cognito-set-identity-pool-roles", "give the role to an identity pool's users", cognito, "an identity pool", "cognito-identity:SetIdentityPoolRoles"),
	passing("emr-run-job-flow", "start an EMR cluster with the role", ec2, "", "elasticmapreduce:RunJobFlow").withProfile(),
	passing("emr-serverless", "run an EMR Serverless job with the role", "emr-serverless.amazonaws.com", "", "emr-serverless:CreateApplication", "emr-serverless:StartJobRun"),
	passing("gamelift-fleet", "start a GameLift fleet with the role", "gamelift.amazonaws.com", "", "gamelift:CreateBuild", "gamelift:CreateFleet", "gamelift:RequestUploadCredentials"),
	passing("imagebuilder-image", "build an image on an instance with the role", ec2, "", "imagebuilder:CreateComponent", "imagebuilder:CreateImageRecipe", "imagebuilder:CreateInfrastructureConfiguration", "imagebuilder:CreateImage").withProfile(),
	passing("kinesisanalytics-app", "start an analytics application with the role", "kinesisanalytics.amazonaws.com", "", "kinesisanalytics:CreateApplication", "kinesisanalytics:StartApplication"),
	passing("omics-workflow", "run a workflow of its own with the role", "omics.amazonaws.com", "", "omics:CreateWorkflow", "omics:StartRun", "s3:GetObject"),
	passing("scheduler-schedule", "schedule any call with the role", "scheduler.amazonaws.com", "", "scheduler:CreateSchedule"),
	passing("stepfunctions-new", "run a state machine of its own with the role", "states.amazonaws.com", "", "states:CreateStateMachine", "states:StartExecution"),
	passing("eks-pod-identity", "bind the role to a service account", "pods.eks.amazonaws.com", "an EKS cluster in which the principal can run pods", "eks:CreatePodIdentityAssociation"),
	passing("events-put-targets", "let an event rule act with the role", "events.amazonaws.com", "a target that an event can make use the role", "events:PutRule", "events:PutTargets"),
	passing("codepipeline-create", "create a pipeline with the role", "codepipeline.amazonaws.com", "", "codepipeline:CreatePipeline"),
	{ID: "codestar-create-from-template", Name: "create a project from a template", Category: NewPassRole, Actions: []string{"codestar:CreateProjectFromTemplate"}, Undecided: retired},
	{ID: "codestar-passrole", Name: "create a project with the role", Category: NewPassRole, Actions: []string{"iam:PassRole", "codestar:CreateProject"}, Undecided: retired},
}
