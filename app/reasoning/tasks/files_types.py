"""Types of resources that a model may add: those that the house writes itself and knows how to judge, and those that
the user's own words name.

What a type can do that no check here has heard of cannot be ruled out; so a type is familiar, or asked for.
"""

import re
from collections.abc import Sequence

from app.domain.planned import block_of
from app.domain.proof import Proof
from app.knowledge.language import provider_words
from app.reasoning.tasks.design_words import words_of

NAMES = """
acm_certificate acm_certificate_validation api_gateway_authorizer api_gateway_base_path_mapping api_gateway_deployment
api_gateway_domain_name api_gateway_integration api_gateway_integration_response api_gateway_method
api_gateway_method_response api_gateway_method_settings api_gateway_model api_gateway_request_validator
api_gateway_resource api_gateway_rest_api api_gateway_stage api_gateway_usage_plan api_gateway_usage_plan_key
apigatewayv2_api apigatewayv2_api_mapping apigatewayv2_authorizer apigatewayv2_domain_name apigatewayv2_integration
apigatewayv2_route apigatewayv2_stage apigatewayv2_vpc_link appautoscaling_policy appautoscaling_target
appautoscaling_scheduled_action athena_database athena_named_query athena_workgroup autoscaling_group
autoscaling_policy autoscaling_schedule backup_plan backup_selection backup_vault budgets_budget
cloudfront_distribution cloudfront_origin_access_control cloudfront_response_headers_policy cloudtrail
cloudwatch_composite_alarm cloudwatch_dashboard cloudwatch_event_archive cloudwatch_event_bus cloudwatch_event_rule
cloudwatch_event_target cloudwatch_log_group cloudwatch_log_metric_filter cloudwatch_log_stream
cloudwatch_metric_alarm cloudwatch_query_definition cognito_user_pool cognito_user_pool_client
cognito_user_pool_domain db_event_subscription db_instance db_option_group db_parameter_group db_subnet_group
dynamodb_table ecr_lifecycle_policy ecr_repository ecs_cluster ecs_cluster_capacity_providers ecs_service
ecs_task_definition efs_access_point efs_backup_policy efs_file_system efs_mount_target eks_addon eks_cluster
eks_fargate_profile eks_node_group elasticache_cluster elasticache_parameter_group elasticache_replication_group
elasticache_subnet_group flow_log glue_catalog_database glue_crawler glue_job glue_security_configuration glue_trigger
glue_workflow iam_instance_profile iam_policy iam_role iam_role_policy iam_role_policy_attachment instance
kinesis_firehose_delivery_stream kinesis_stream kinesis_stream_consumer kms_alias kms_key lambda_alias
lambda_event_source_mapping lambda_function lambda_function_event_invoke_config lambda_permission launch_template lb
lb_listener lb_listener_rule lb_target_group msk_cluster msk_configuration opensearch_domain pipes_pipe rds_cluster
rds_cluster_instance rds_cluster_parameter_group redshift_cluster redshift_logging redshift_parameter_group
redshift_subnet_group resourcegroups_group route53_health_check route53_query_log route53_record route53_zone
route_table s3_bucket s3_bucket_intelligent_tiering_configuration s3_bucket_inventory
s3_bucket_lifecycle_configuration s3_bucket_logging s3_bucket_metric s3_bucket_notification
s3_bucket_object_lock_configuration s3_bucket_ownership_controls s3_bucket_policy s3_bucket_public_access_block
s3_bucket_server_side_encryption_configuration s3_bucket_versioning scheduler_schedule scheduler_schedule_group
secretsmanager_secret secretsmanager_secret_policy secretsmanager_secret_rotation secretsmanager_secret_version
security_group sesv2_configuration_set sesv2_email_identity sfn_state_machine sns_topic sns_topic_policy
sns_topic_subscription sqs_queue sqs_queue_policy sqs_queue_redrive_allow_policy sqs_queue_redrive_policy
ssm_parameter subnet vpc vpc_endpoint vpc_security_group_egress_rule vpc_security_group_ingress_rule wafv2_web_acl
wafv2_web_acl_logging_configuration xray_group xray_sampling_rule
"""
FAMILIAR = frozenset(f"aws_{name}" for name in NAMES.split()) | {
    "archive_file",
    "null_resource",
    "terraform_data",
    "tls_private_key",
}
"""What a catalogue's wiring adds, without what hands over, binds or attaches something of the draft's."""
HELPERS = ("random_", "time_")
"""Providers whose resources only draw lots and wait."""
FAMILIES = frozenset(name.split("_")[1] for name in FAMILIAR if name.startswith("aws_")) | {
    "accessanalyzer", "account", "acmpca", "ami", "apigateway", "cloudhsm", "codebuild", "codepipeline", "config",
    "customer", "default", "ebs", "ec2", "egress", "eip", "guardduty", "imagebuilder", "inspector2", "internet",
    "key", "lakeformation", "macie2", "main", "nat", "network", "oam", "organizations", "placement", "ram",
    "s3control", "schemas", "securityhub", "shield", "signer", "snapshot", "spot", "ssmcontacts", "volume", "vpn",
    "waf", "wafregional", "xray",
}  # fmt: skip
"""Beginnings of names that are shared by many types: of these a whole name must be asked for."""
HANDING = frozenset({
    "policy", "permission", "permissions", "grant", "grants", "share", "acl", "association", "attachment", "accepter",
    "exclusive", "setting", "settings", "principal", "access", "authorization", "peering", "invitation", "lock",
})  # fmt: skip
"""Words of types that give somebody something, or bind two things: to be asked for in so many words."""
STEM, BEGINNING = 4, 6
"""Letters that a word begins with, and that a part of a name begins with, to be taken for each other."""


def strange_types(proof: Proof, floor: Proof, said: str) -> tuple[str, ...]:
    """What new resources are of a type that is neither familiar, nor the floor's, nor named in ``said``, the user's
    words."""
    known = {kind for _, kind in _resources(floor)} | FAMILIAR
    had = {address for address, _ in _resources(floor)}
    new = {(address, kind) for address, kind in _resources(proof) if address not in had and kind not in known}
    return tuple(
        f"it adds {address}, a type that the request does not name"
        for address, kind in sorted(new)
        if not may_be_added(kind, said)
    )


def may_be_added(kind: str, said: str) -> bool:
    """Whether a type is familiar, helps only, or is named in the user's words."""
    return kind in FAMILIAR or kind.startswith(HELPERS) or _is_named(kind, words_of(said))


def _resources(proof: Proof) -> list[tuple[str, str]]:
    changes = (one for result in proof.results for one in result.plan.resource_changes)
    addresses = dict.fromkeys(block_of(str(one.get("address"))) for one in changes)
    return [(address, re.sub(r"^(?:module\.[^.]+\.)+", "", address).partition(".")[0]) for address in addresses]


def _is_named(kind: str, words: Sequence[str]) -> bool:
    """Whether the words name a type: by one of its names in prose, all its parts, or a service of its own."""
    text = f" {' '.join(words)} "
    if any(f" {name} " in text for name in provider_words().types.get(kind, ())):
        return True
    parts = kind.split("_")[1:]
    if all(_says(part, words) for part in parts):
        return True
    if set(parts) & HANDING or parts[0] in FAMILIES:
        return False
    return _says(parts[0], words)


def _says(part: str, words: Sequence[str]) -> bool:
    return any(
        word == part
        or (len(part) >= STEM and word.startswith(part))
        or (len(word) >= BEGINNING and part.startswith(word))
        for word in words
    )
