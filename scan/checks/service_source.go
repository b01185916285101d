package checks

// sourceService is a service that tells in aws:SourceArn or aws:SourceAccount on whose behalf it assumes a role.
type sourceService struct {
	// page is where AWS documents a trust policy with the keys.
	page string
	// read is the month in which the page was read for this table; empty where the entry rests on common knowledge of it.
	read string
}

const awsDocs = "https://docs.aws.amazon.com/"

// sourceServices lists only services that document the keys for trust policies. Services that use a role of their own
// account because iam:PassRole stays inside it (EC2, Lambda, ECS tasks, Glue, Backup, API Gateway, CloudFormation) are left
// out: their roles need no condition.
var sourceServices = map[string]sourceService{
	"appstream.amazonaws.com":        {awsDocs + "appstream2/latest/developerguide/example-fleet-machine.html", "2026-11"},
	"bedrock.amazonaws.com":          {awsDocs + "bedrock/latest/userguide/security-iam-sr.html", ""},
	"cloudtrail.amazonaws.com":       {awsDocs + "awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html", ""},
	"codebuild.amazonaws.com":        {awsDocs + "codebuild/latest/userguide/setting-up-service-role.html", ""},
	"comprehend.amazonaws.com":       {awsDocs + "comprehend/latest/dg/cross-service-confused-deputy-prevention.html", ""},
	"config.amazonaws.com":           {awsDocs + "config/latest/developerguide/iamrole-permissions.html", ""},
	"datazone.amazonaws.com":         {awsDocs + "sagemaker-unified-studio/latest/adminguide/AmazonSageMakerDomainExecution.html", "2026-11"},
	"frauddetector.amazonaws.com":    {awsDocs + "frauddetector/latest/ug/confused-deputy-prevention.html", "2026-11"},
	"iot.amazonaws.com":              {awsDocs + "iot/latest/developerguide/cross-service-confused-deputy-prevention.html", "2026-11"},
	"logs.amazonaws.com":             {awsDocs + "AmazonCloudWatch/latest/logs/SubscriptionFilters.html", ""},
	"personalize.amazonaws.com":      {awsDocs + "personalize/latest/dg/cross-service-confused-deputy-prevention.html", "2026-11"},
	"pipes.amazonaws.com":            {awsDocs + "eventbridge/latest/userguide/eb-pipes-permissions.html", ""},
	"rekognition.amazonaws.com":      {awsDocs + "rekognition/latest/dg/cross-service-confused-deputy-prevention.html", "2026-11"},
	"sagemaker.amazonaws.com":        {awsDocs + "sagemaker/latest/dg/security-confused-deputy-prevention.html", ""},
	"scheduler.amazonaws.com":        {awsDocs + "scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html", ""},
	"sms-voice.amazonaws.com":        {awsDocs + "sms-voice/latest/userguide/configuration-sets-cloud-watch-creating-role.html", "2026-11"},
	"ssm-incidents.amazonaws.com":    {awsDocs + "incident-manager/latest/userguide/cross-service-confused-deputy-prevention.html", ""},
	"states.amazonaws.com":           {awsDocs + "step-functions/latest/dg/procedure-create-iam-role.html", ""},
	"transcribe.amazonaws.com":       {awsDocs + "transcribe/latest/dg/security_iam_id-based-policy-examples.html", "2026-11"},
	"vpc-flow-logs.amazonaws.com":    {awsDocs + "vpc/latest/userguide/flow-logs-iam-role.html", ""},
	"monitoring.rds.amazonaws.com":   {awsDocs + "AmazonRDS/latest/UserGuide/cross-service-confused-deputy-prevention.html", ""},
	"elasticmapreduce.amazonaws.com": {awsDocs + "emr/latest/ManagementGuide/emr-iam-role.html", ""},
}
