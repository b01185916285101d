package access

// running is a technique that takes control of something that runs with a role of a service.
func running(id, name, service, thing string, actions ...string) Technique {
	return Technique{
		ID: id, Name: name, Category: ExistingPassRole, Actions: actions,
		Service: service, Need: thing + " with this role", shape: runningRole, profile: service == ec2,
	}
}

const (
	function        = "a Lambda function"
	instance        = "an instance"
	managedInstance = "an instance, managed by Systems Manager,"
)

// existingPassRoleTechniques take control of what already runs with a role. What runs is not in the data.
var existingPassRoleTechniques = []Technique{
	running("autoscaling-existing-launch-config", "start an Auto Scaling group from a launch configuration with the role", ec2, "a launch configuration", "autoscaling:CreateAutoScalingGroup"),
	running("lambda-update-code", "overwrite the code of a function with the role", lambda, "something that invokes a Lambda function", "lambda:UpdateFunctionCode"),
	running("lambda-update-code-invoke", "overwrite the code of a function with the role and invoke it", lambda, function, "lambda:UpdateFunctionCode", "lambda:InvokeFunction"),
	running("lambda-update-code-add-permission", "overwrite the code of a function with the role and let another account invoke it", lambda, function, "lambda:UpdateFunctionCode", "lambda:AddPermission"),
	running("lambda-layer-injection", "put a layer of its own under a function with the role", lambda, "something that invokes a Lambda function", "lambda:UpdateFunctionConfiguration"),
	running("glue-update-dev-endpoint", "add an SSH key to a Glue development endpoint with the role", glue, "a Glue development endpoint", "glue:UpdateDevEndpoint"),
	running("cloudformation-update-stack", "update a stack that works with the role", formation, "a CloudFormation stack", "cloudformation:UpdateStack"),
	running("cloudformation-changeset", "change a stack that works with the role", formation, "a CloudFormation stack", "cloudformation:CreateChangeSet", "cloudformation:ExecuteChangeSet"),
	running("codebuild-start", "start a build with the role and commands of its own", codebuild, "a CodeBuild project", "codebuild:StartBuild"),
	running("codebuild-start-batch", "start a batch of builds with the role and commands of its own", codebuild, "a CodeBuild project for batches", "codebuild:StartBuildBatch"),
	running("ecs-execute-command", "open a shell in a task with the role", tasks, "a running ECS task that allows commands,", "ecs:ExecuteCommand", "ecs:DescribeTasks"),
	running("ec2-modify-userdata", "rewrite the start script of an instance with the role", ec2, instance, "ec2:ModifyInstanceAttribute", "ec2:StopInstances", "ec2:StartInstances"),
	running("ec2-launch-template", "change the launch template that instances with the role start from", ec2, "a launch template in use", "ec2:CreateLaunchTemplateVersion", "ec2:ModifyLaunchTemplate"),
	running("ec2-instance-connect", "push an SSH key to an instance with the role", ec2, "an instance reachable by SSH", "ec2-instance-connect:SendSSHPublicKey", "ec2:DescribeInstances"),
	running("ec2-serial-console", "push an SSH key to the serial console of an instance with the role", ec2, "access to serial consoles, and an instance", "ec2-instance-connect:SendSerialConsoleSSHPublicKey"),
	running("ssm-start-session", "open a session on an instance with the role", ec2, managedInstance, "ssm:StartSession"),
	running("ssm-send-command", "run a command on an instance with the role", ec2, managedInstance, "ssm:SendCommand"),
	running("ssm-create-association", "have a command run on an instance with the role", ec2, managedInstance, "ssm:CreateAssociation"),
	running("sagemaker-presigned-url", "open a notebook with the role", sagemaker, "a running notebook", "sagemaker:CreatePresignedNotebookInstanceUrl"),
	running("sagemaker-lifecycle-config", "give a notebook with the role a start script", sagemaker, "a notebook", "sagemaker:CreateNotebookInstanceLifecycleConfig", "sagemaker:StopNotebookInstance", "sagemaker:UpdateNotebookInstance", "sagemaker:StartNotebookInstance"),
	running("apprunner-update", "exchange the image of an App Runner service with the role", "tasks.apprunner.amazonaws.com", "an App Runner service", "apprunner:UpdateService"),
	running("agentcore-interpreter-existing", "use a code interpreter with the role", agentCore, "a code interpreter", "bedrock-agentcore:StartCodeInterpreterSession", "bedrock-agentcore:InvokeCodeInterpreter"),
	running("agentcore-runtime-command", "run a command in an agent runtime with the role", agentCore, "an agent runtime", "bedrock-agentcore:InvokeAgentRuntimeCommand"),
	running("agentcore-browser-existing", "drive a browser with the role", agentCore, "a browser", "bedrock-agentcore:StartBrowserSession", "bedrock-agentcore:ConnectBrowserAutomationStream"),
	running("batch-submit", "submit a Batch job with the role and a command of its own", tasks, "a Batch job definition", "batch:SubmitJob"),
	running("codedeploy-deploy", "deploy a revision of its own to instances with the role", ec2, "a deployment group of instances", "codedeploy:CreateDeployment", "codedeploy:RegisterApplicationRevision", "codedeploy:GetDeploymentConfig"),
	running("stepfunctions-update", "rewrite a state machine with the role and start it", "states.amazonaws.com", "a state machine", "states:UpdateStateMachine", "states:StartExecution"),
	running("eks-access-entry", "make itself an administrator of a cluster whose pods have the role", "pods.eks.amazonaws.com", "an EKS cluster with a service account", "eks:CreateAccessEntry", "eks:AssociateAccessPolicy"),
}
