"""Words for who may assume a role, and AWS's own policies that are safe to attach."""

PRINCIPALS = {
    "lambda": "lambda.amazonaws.com", "lambda function": "lambda.amazonaws.com", "ec2": "ec2.amazonaws.com",
    "ec2 instance": "ec2.amazonaws.com", "ecs task": "ecs-tasks.amazonaws.com", "ecs-tasks": "ecs-tasks.amazonaws.com",
    "ecs": "ecs-tasks.amazonaws.com", "fargate": "ecs-tasks.amazonaws.com", "eks": "eks.amazonaws.com",
    "api gateway": "apigateway.amazonaws.com", "step functions": "states.amazonaws.com",
    "state machine": "states.amazonaws.com", "eventbridge": "events.amazonaws.com", "events": "events.amazonaws.com",
    "scheduler": "scheduler.amazonaws.com", "glue": "glue.amazonaws.com", "firehose": "firehose.amazonaws.com",
    "codebuild": "codebuild.amazonaws.com", "codepipeline": "codepipeline.amazonaws.com", "s3": "s3.amazonaws.com",
    "rds": "rds.amazonaws.com", "rds monitoring": "monitoring.rds.amazonaws.com", "sagemaker":
    "sagemaker.amazonaws.com", "backup": "backup.amazonaws.com", "ssm": "ssm.amazonaws.com",
    "cloudtrail": "cloudtrail.amazonaws.com", "redshift": "redshift.amazonaws.com", "kinesis": "kinesis.amazonaws.com",
    "lex": "lexv2.amazonaws.com", "chime": "voiceconnector.chime.amazonaws.com", "batch": "batch.amazonaws.com",
    "elastic beanstalk": "elasticbeanstalk.amazonaws.com", "beanstalk": "elasticbeanstalk.amazonaws.com",
    "dms": "dms.amazonaws.com", "transfer": "transfer.amazonaws.com", "appsync": "appsync.amazonaws.com",
    "vpc flow logs": "vpc-flow-logs.amazonaws.com", "cloudformation": "cloudformation.amazonaws.com",
    "config": "config.amazonaws.com", "connect": "connect.amazonaws.com", "kendra": "kendra.amazonaws.com",
    "emr": "elasticmapreduce.amazonaws.com", "bedrock": "bedrock.amazonaws.com", "dax": "dax.amazonaws.com",
}  # fmt: skip
"""Service principals by the words of a request."""

FORBIDDEN = ("AdministratorAccess", "PowerUserAccess", "IAMFullAccess")
"""Managed policies that are never attached, however asked for."""
