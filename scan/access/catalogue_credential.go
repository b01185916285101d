package access

// reading is a technique that reads or makes credentials.
func reading(id, name, action, undecided string) Technique {
	return Technique{ID: id, Name: name, Category: CredentialAccess, Actions: []string{action}, Undecided: undecided}
}

// Why these have no steps. What is configured is read by auditors too, AWS's own SecurityAudit among them.
const (
	stored     = "whose credentials it finds is not in the data"
	configured = "whether somebody left credentials in a configuration is not in the data"
)

// credentialTechniques read or make credentials.
var credentialTechniques = []Technique{
	reading("secretsmanager-read", "read secrets", "secretsmanager:GetSecretValue", stored),
	reading("ssm-parameter-read", "read parameters", "ssm:GetParameter", stored),
	reading("lambda-env-read", "read the environment and code of functions", "lambda:GetFunction", configured),
	reading("ec2-userdata-read", "read the start scripts of instances", "ec2:DescribeInstanceAttribute", configured),
	reading("ec2-password-data", "read the administrator's password of instances", "ec2:GetPasswordData", stored),
	reading("codebuild-env-read", "read the environment of build projects", "codebuild:BatchGetProjects", configured),
	reading("ecs-taskdef-read", "read the environment of task definitions", "ecs:DescribeTaskDefinition", configured),
	reading("cloudformation-template-read", "read templates", "cloudformation:GetTemplate", configured),
	reading("s3-state-read", "read objects, backups and Terraform's state among them", "s3:GetObject", stored),
	reading("sso-get-role-credentials", "exchange the token of a sign-in for a role's credentials", "sso:GetRoleCredentials", "the token alone decides, whoever holds it"),
	reading("sts-get-federation-token", "open a session that outlives its key", "sts:GetFederationToken", "the session has no more rights than the user"),
	reading("cognito-get-credentials", "get the credentials of an identity pool's role", "cognito-identity:GetCredentialsForIdentity", stored),
	reading("redshift-get-credentials", "get a password for a database", "redshift:GetClusterCredentials", stored),
	reading("ecr-get-token", "get a password for image registries", "ecr:GetAuthorizationToken", "it opens registries, not the rights of what runs their images"),
	reading("codepipeline-poll", "get the credentials of a pipeline's job", "codepipeline:PollForJobs", stored),
}
