"""Cases of everything that is neither a machine nor a store of data. Quantities are worked out beside them."""

from collections.abc import Mapping
from typing import Any

from app.domain.planned import PlannedResource
from tests.unit.analysis.pricing.cases import Case

_SNS_USE = {
    "monthly_requests": 3_000_000,  # of 64 KB: one request each, one million free
    "request_size_kb": 64,
    "http_subscriptions": 1,  # 3M - 100k = 29 × 100k
    "email_subscriptions": 2,  # 6M - 1k = 59.99 × 100k
    "kinesis_subscriptions": 3,  # 9M
    "mobile_push_subscriptions": 4,  # 12M
    "macos_subscriptions": 5,  # 15M
}
_SNS_LINES: Mapping[str, str | int] = {
    "API requests (over 1M)": 2,
    "HTTP/HTTPS notifications (over 100k)": 29,
    "Email/Email-JSON notifications (over 1k)": "59.99",
    "Kinesis Firehose notifications": 9,
    "Mobile Push notifications": 12,
    "MacOS notifications": 15,
}
_FIFO_USE = {"monthly_requests": 2_097_152, "request_size_kb": 2}  # 4 GB
_PLACES = (
    ("australia", "Australia, New Zealand"),
    ("europe", "Europe, Israel"),
    ("asia_pacific", "Hong Kong, Philippines, Asia Pacific"),
    ("india", "India"),
    ("japan", "Japan"),
    ("south_africa", "South Africa, Kenya, Middle East"),
    ("south_america", "South America"),
)
_ABOVE_5PB = 5 * 1024 * 1024 + 100
_SUBSCRIBER = PlannedResource(
    "aws_sns_topic_subscription.queue", "aws_sns_topic_subscription", "queue", provider="aws", region="us-east-1",
    values={"protocol": "sqs"}, references={"topic_arn": ("aws_sns_topic.this",)},
)  # fmt: skip


def _nested(values: Mapping[str, Any], *blocks: tuple[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {**values, **{name: [dict(block)] for name, block in blocks}}


CASES = (
    Case(
        "aws_acmpca_certificate_authority",
        {"usage_mode": "GENERAL_PURPOSE"},
        {"Certificates (first 1K)": 1000},
        {"monthly_requests": 1500},
    ),
    Case(
        "aws_acmpca_certificate_authority",
        {"usage_mode": "SHORT_LIVED_CERTIFICATE"},
        {"Certificates (short-lived)": 1500},
        {"monthly_requests": 1500},
    ),
    # 1 GB an hour is a unit: 1460 GB a month are 2; 3,000 connections a minute are a unit: 9,000 are 3
    Case(
        "aws_alb",
        {"load_balancer_type": "application"},
        {"Load balancer capacity units": 3},
        {"processed_bytes_gb": 1460, "active_connections": 9000, "new_connections": 50, "rule_evaluations": 2500},
    ),
    Case("aws_elb", {}, {"Data processed": 1250}, {"monthly_data_processed_gb": 1250}),
    Case("aws_api_gateway_rest_api", {}, {"Requests (first 333M)": 333}, {"monthly_requests": 400_000_000}),
    # 600 KB are two pieces of 512 KB
    Case(
        "aws_apigatewayv2_api",
        {"protocol_type": "HTTP"},
        {"Requests (first 300M)": 200},
        {"monthly_requests": 100_000_000, "request_size_kb": 600},
    ),
    # 40 KB are two pieces of 32 KB
    Case(
        "aws_apigatewayv2_api",
        {"protocol_type": "WEBSOCKET"},
        {"Messages (first 1B)": 1000, "Connection duration": 10},
        {"monthly_messages": 700_000_000, "message_size_kb": 40, "monthly_connection_mins": 10_000_000},
    ),
    *(
        Case(
            type_,
            {"template_body": '{"Resources": {"A": {"Type": "Acme::Thing::One"}}}'},
            {"Handler operations": 10_000, "Durations above 30s": 250},
            {"monthly_handler_operations": 10_000, "monthly_duration_secs": 250},
        )
        for type_ in ("aws_cloudformation_stack", "aws_cloudformation_stack_set")
    ),
    Case(
        "aws_cloudfront_distribution",
        _nested(
            {"enabled": True, "origin": [{"origin_shield": [{"enabled": True, "origin_shield_region": "sa-east-1"}]}]},
            ("default_cache_behavior", {"field_level_encryption_id": "E1", "realtime_log_config_arn": "arn:log"}),
        ),
        {
            "Field level encryption requests": 10,
            "Origin shield HTTP requests (South America sa-east-1)": 3,
            "Real-time log requests": 5,
            "US, Mexico, Canada > Data transfer out to internet (first 10TB)": 10_240,
            "US, Mexico, Canada > Data transfer out to origin": 2200,
            "US, Mexico, Canada > HTTP requests": 8,
            "US, Mexico, Canada > HTTPS requests": 18,
        },
        {
            "monthly_encryption_requests": 100_000,
            "monthly_shield_requests": {"south_america": 30_000},
            "monthly_log_lines": 5_000_000,
            "monthly_data_transfer_to_internet_gb": {"us": 20_000},
            "monthly_data_transfer_to_origin_gb": {"us": 2200},
            "monthly_http_requests": {"us": 80_000},
            "monthly_https_requests": {"us": 180_000},
        },
        region="eu-west-1",
        listed="us-east-1",
    ),
    *(
        Case(
            "aws_cloudfront_distribution",
            {"enabled": True},
            {f"{place} > Data transfer out to internet (over 5PB)": 100},
            {f"monthly_data_transfer_to_internet_gb.{key}": _ABOVE_5PB},
        )
        for key, place in _PLACES
    ),
    Case(
        "aws_cloudtrail",
        _nested({}, ("event_selector", {"data_resource": [{"type": "AWS::S3::Object"}]}), ("insight_selector", {})),
        {"Management events (additional copies)": 1, "Data events": 2, "Insight events": 4},
        {
            "monthly_additional_management_events": 100_000,
            "monthly_data_events": 200_000,
            "monthly_insight_events": 400_000,
        },
    ),
    Case(
        "aws_cloudwatch_event_bus",
        {},
        {
            "Custom events published": 1,
            "Third-party events published": 2,
            "Archive processing": 100,
            "Archive storage": 200,
            "Schema discovery": 3,
        },
        {
            "monthly_custom_events": 1_000_000,
            "monthly_third_party_events": 2_000_000,
            "monthly_archive_processing_gb": 100,
            "archive_storage_gb": 200,
            "monthly_schema_discovery_events": 3_000_000,
        },
    ),
    Case(
        "aws_cloudwatch_log_group",
        {"log_group_class": "STANDARD"},
        {"Data ingested": 1000, "Archival Storage": 500, "Insights queries data scanned": 200},
        {"monthly_data_ingested_gb": 1000, "storage_gb": 500, "monthly_data_scanned_gb": 200},
    ),
    Case(
        "aws_codebuild_project",
        {"environment": [{"type": "LINUX_CONTAINER", "compute_type": "BUILD_GENERAL1_MEDIUM"}]},
        {"Linux (general1.medium)": 10_000},
        {"monthly_build_mins": 10_000},
    ),
    *(
        Case(type_, {}, {"Rule evaluations (first 100K)": 100_000}, {"monthly_rule_evaluations": 300_000})
        for type_ in (
            "aws_config_config_rule",
            "aws_config_organization_custom_rule",
            "aws_config_organization_managed_rule",
        )
    ),
    Case(
        "aws_config_configuration_recorder",
        {},
        {"Config items": 10_000, "Custom config items": 20_000},
        {"monthly_config_items": 10_000, "monthly_custom_config_items": 20_000},
    ),
    Case("aws_dx_gateway_association", {}, {"Data processed": 100}, {"monthly_data_processed_gb": 100}),
    Case("aws_ec2_transit_gateway_vpc_attachment", {}, {"Data processed": 100}, {"monthly_data_processed_gb": 100}),
    Case("aws_ecr_repository", {}, {"Storage": 40}, {"storage_gb": 40}),
    *(
        Case(
            "aws_globalaccelerator_endpoint_group",
            {},
            {f"{place} > Inbound DT-premium fee": 1234},
            {"monthly_inbound_data_transfer_gb": {key: 1234}},
        )
        for key, place in (
            ("asia_pacific", "Asia Pacific"),
            ("australia", "Australia, New Zealand"),
            ("europe", "Europe"),
            ("india", "India, Indonesia, Philippines, Thailand"),
            ("middle_east", "Middle East"),
            ("south_africa", "South Africa, Kenya"),
            ("south_america", "South America"),
            ("south_korea", "South Korea"),
            ("us", "US, Mexico, Canada"),
        )
    ),
    Case("aws_grafana_workspace", {}, {"Viewer licenses": 3}, {"viewer_licenses": 3}),
    Case("aws_kms_key", {}, {"Requests": 5}, {"monthly_requests": 50_000}),
    Case(
        "aws_kms_key",
        {"customer_master_key_spec": "RSA_2048"},
        {"Requests (RSA 2048)": 5, "RSA GenerateDataKeyPair requests": 2},
        {"monthly_requests": 50_000, "monthly_rsa_data_key_pair_requests": 20_000},
    ),
    Case(
        "aws_kms_key",
        {"customer_master_key_spec": "ECC_NIST_P256"},
        {"Requests (asymmetric)": 5, "ECC GenerateDataKeyPair requests": 3},
        {"monthly_requests": 50_000, "monthly_ecc_data_key_pair_requests": 30_000},
    ),
    # 1M × 0.5 s × 0.5 GB; storage (1536 - 512) MB = 1 GB
    Case(
        "aws_lambda_function",
        {"memory_size": 512, "ephemeral_storage": [{"size": 1536}]},
        {"Requests": 1, "Duration": 250_000, "Ephemeral storage": 500_000},
        {"monthly_requests": 1_000_000, "request_duration_ms": 500},
    ),
    # 20G × 1 s × 1 GB = 20G: 6G, 9G and the rest
    Case(
        "aws_lambda_function",
        {"memory_size": 1024, "architectures": ["x86_64"]},
        {
            "Duration (first 6B)": 6_000_000_000,
            "Duration (next 9B)": 9_000_000_000,
            "Duration (over 15B)": 5_000_000_000,
        },
        {"monthly_requests": 20_000_000_000, "request_duration_ms": 1000},
    ),
    Case(
        "aws_lambda_function",
        {"memory_size": 1024, "architectures": ["arm64"]},
        {
            "Duration (first 7.5B)": 7_500_000_000,
            "Duration (next 11.25B)": 11_250_000_000,
            "Duration (over 18.75B)": 1_250_000_000,
        },
        {"monthly_requests": 20_000_000_000, "request_duration_ms": 1000},
    ),
    Case("aws_nat_gateway", {}, {"Data processed": 100}, {"monthly_data_processed_gb": 100}),
    Case("aws_networkfirewall_firewall", {}, {"Data Processed": 100}, {"monthly_data_processed_gb": 100}),
    *(
        Case(
            "aws_route53_record",
            {"type": "A", "name": "www"},
            {f"{name} (first 1B)": 1000},
            {key: 1_500_000_000},
            region="eu-west-1",
            listed="us-east-1",
        )
        for key, name in (
            ("monthly_standard_queries", "Standard queries"),
            ("monthly_latency_based_queries", "Latency based routing queries"),
            ("monthly_geo_queries", "Geo DNS queries"),
        )
    ),
    Case(
        "aws_route53_resolver_endpoint",
        {"ip_address": [{"subnet_id": "a"}, {"subnet_id": "b"}]},
        {"DNS queries (first 1B)": 1000},
        {"monthly_queries": 2_000_000_000},
    ),
    Case("aws_secretsmanager_secret", {}, {"API requests": 10}, {"monthly_requests": 100_000}),
    Case("aws_sfn_state_machine", {"type": "STANDARD"}, {"Transitions": 10}, {"monthly_transitions": 10_000}),
    # 36M × 1 s × 128 MB (two pieces of 64) = 36M / 3600 × 0.125 = 1250 GB-hours: the first 1000
    Case(
        "aws_sfn_state_machine",
        {"type": "EXPRESS"},
        {"Requests": 36, "Duration (first 1K)": 1000},
        {"monthly_requests": 36_000_000, "workflow_duration_ms": 950, "memory_mb": 100},
    ),
    *(
        Case("aws_sns_topic", {}, _SNS_LINES, _SNS_USE, region=region)  # prices are listed for both
        for region in ("us-east-1", "eu-west-1")
    ),
    *(
        Case(
            "aws_sns_topic",
            {"fifo_topic": True},
            {"FIFO Publish API requests": "2.097152", "FIFO Publish API payload": 4},
            _FIFO_USE,
            region=region,
        )
        for region in ("us-east-1", "eu-west-1")
    ),
    Case(
        "aws_sns_topic",
        {"fifo_topic": True},
        {"FIFO notifications": "2.097152", "FIFO notification payload": 4},
        _FIFO_USE,
        others=(_SUBSCRIBER,),
    ),
    Case(
        "aws_sns_topic_subscription",
        {"protocol": "https"},
        {"HTTP notifications": 2},
        {"monthly_requests": 1_000_000, "request_size_kb": 128},
    ),
    Case(
        "aws_ssm_activation",
        {},
        {"On-prem managed instances (advanced)": 73_000},
        {"instance_tier": "advanced", "instances": 100},
    ),
    Case(
        "aws_ssm_parameter",
        {"tier": "Advanced"},
        {"API interactions (advanced)": 100},
        {"monthly_api_interactions": 1_000_000},
    ),
    Case(
        "aws_transfer_server",
        {"protocols": ["SFTP"]},
        {"Data downloaded": 50, "Data uploaded": 10},
        {"monthly_data_downloaded_gb": 50, "monthly_data_uploaded_gb": 10},
    ),
    Case(
        "aws_vpc_endpoint",
        {"vpc_endpoint_type": "Interface", "subnet_ids": ["a", "b"]},
        {"Data processed (first 1PB)": 1_048_576},
        {"monthly_data_processed_gb": 2_000_000},
    ),
    Case(
        "aws_vpc_endpoint",
        {"vpc_endpoint_type": "GatewayLoadBalancer"},
        {"Data processed": 1000},
        {"monthly_data_processed_gb": 1000},
    ),
    Case(
        "aws_vpn_connection",
        {"transit_gateway_id": "tgw-1"},
        {"Data processed": 100},
        {"monthly_data_processed_gb": 100},
    ),
    Case("aws_waf_web_acl", {}, {"Requests": 5}, {"monthly_requests": 5_000_000}),
    Case("aws_wafv2_web_acl", {"scope": "REGIONAL"}, {"Requests": 5}, {"monthly_requests": 5_000_000}),
)
