"""Which service a component is, whether it was named by service or by provider type."""

from app.domain.request import Component

SERVICE_OF = {
    "aws_acm_certificate": "acm",
    "aws_api_gateway_rest_api": "api_rest",
    "aws_apigatewayv2_api": "api_http",
    "aws_autoscaling_group": "autoscaling",
    "aws_cloudfront_distribution": "cloudfront",
    "aws_cloudwatch_event_rule": "eventbridge",
    "aws_cognito_user_pool": "cognito",
    "aws_db_instance": "rds",
    "aws_dynamodb_table": "dynamodb",
    "aws_ecr_repository": "ecr",
    "aws_ecs_service": "ecs",
    "aws_efs_file_system": "efs",
    "aws_eks_cluster": "eks",
    "aws_eks_node_group": "eks_node_group",
    "aws_elasticache_replication_group": "elasticache",
    "aws_glue_catalog_database": "glue",
    "aws_instance": "ec2",
    "aws_kinesis_stream": "kinesis",
    "aws_lambda_function": "lambda",
    "aws_lb": "alb",
    "aws_rds_cluster": "aurora",
    "aws_route53_zone": "route53",
    "aws_s3_bucket": "s3",
    "aws_sfn_state_machine": "step_functions",
    "aws_sns_topic": "sns",
    "aws_sqs_queue": "sqs",
    "aws_vpc": "vpc",
    "aws_wafv2_web_acl": "waf",
}
"""Primary provider types of the services that relations tell apart."""


def kind_of(component: Component) -> str:
    """The service's id for a component that was named by its primary type, else the component's own kind."""
    return SERVICE_OF.get(component.kind, component.kind)
