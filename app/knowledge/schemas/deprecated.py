"""What the AWS provider still takes and should no longer be given, with what replaces it."""

from collections.abc import Mapping

TYPES: Mapping[str, str] = {
    "aws_s3_bucket_object": "aws_s3_object",
    "aws_launch_configuration": "aws_launch_template",
    "aws_db_security_group": "aws_security_group in a VPC",
    "aws_elasticache_security_group": "aws_security_group in a VPC",
    "aws_redshift_security_group": "aws_security_group in a VPC",
    "aws_simpledb_domain": "aws_dynamodb_table",
    "aws_elasticsearch_domain": "aws_opensearch_domain",
    "aws_elasticsearch_domain_policy": "aws_opensearch_domain_policy",
    "aws_kinesis_analytics_application": "aws_kinesisanalyticsv2_application",
    "aws_iam_policy_attachment": "aws_iam_role_policy_attachment (it takes the policy away from everyone else)",
    "aws_opsworks_stack": "another service (AWS OpsWorks has ended)",
    "aws_opsworks_application": "another service (AWS OpsWorks has ended)",
    "aws_opsworks_instance": "another service (AWS OpsWorks has ended)",
    "aws_worklink_fleet": "another service (Amazon WorkLink has ended)",
    "aws_worklink_website_certificate_authority_association": "another service (Amazon WorkLink has ended)",
    "aws_elastictranscoder_pipeline": "AWS Elemental MediaConvert (Elastic Transcoder has ended)",
    "aws_elastictranscoder_preset": "AWS Elemental MediaConvert (Elastic Transcoder has ended)",
    "template_dir": "templatefile() and fileset()",
}
"""Managed type → what to use, from the provider's upgrade guides for versions 2 to 6."""

DATA: Mapping[str, str] = {
    "aws_s3_bucket_object": "aws_s3_object",
    "aws_s3_bucket_objects": "aws_s3_objects",
    "aws_subnet_ids": "aws_subnets",
    "aws_elasticsearch_domain": "aws_opensearch_domain",
    "template_file": "templatefile()",
    "template_cloudinit_config": "cloudinit_config",
    "null_data_source": "a local value",
}
"""Data source → what to use, from the same guides."""

_BUCKET = {
    "acceleration_status": "aws_s3_bucket_accelerate_configuration",
    "acl": "aws_s3_bucket_acl",
    "cors_rule": "aws_s3_bucket_cors_configuration",
    "grant": "aws_s3_bucket_acl",
    "lifecycle_rule": "aws_s3_bucket_lifecycle_configuration",
    "logging": "aws_s3_bucket_logging",
    "policy": "aws_s3_bucket_policy",
    "replication_configuration": "aws_s3_bucket_replication_configuration",
    "request_payer": "aws_s3_bucket_request_payment_configuration",
    "server_side_encryption_configuration": "aws_s3_bucket_server_side_encryption_configuration",
    "versioning": "aws_s3_bucket_versioning",
    "website": "aws_s3_bucket_website_configuration",
}
ARGUMENTS: Mapping[str, Mapping[str, str]] = {
    "aws_s3_bucket": _BUCKET,
    "aws_iam_role": {
        "inline_policy": "aws_iam_role_policy",
        "managed_policy_arns": "aws_iam_role_policy_attachment",
    },
    "aws_eip": {"vpc": '`domain = "vpc"`'},
    "aws_db_instance": {"name": "`db_name`"},
    "aws_elasticache_replication_group": {
        "replication_group_description": "`description`",
        "number_cache_clusters": "`num_cache_clusters`",
        "cluster_mode": "`num_node_groups` and `replicas_per_node_group`",
    },
    "aws_instance": {
        "cpu_core_count": "`cpu_options`",
        "cpu_threads_per_core": "`cpu_options`",
    },
}
"""Type → argument → what to use, from the upgrade guides for versions 3 to 6."""
