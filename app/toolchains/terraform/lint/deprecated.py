"""Resource types, arguments and attributes of the AWS provider that are deprecated or gone."""

import re
from collections.abc import Iterator

from app.domain.finding import Severity
from app.toolchains.terraform.lint.base import Hit, Rule, Scope, hit

UPGRADE = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides"
TYPES = {
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
DATA = {
    "aws_s3_bucket_object": "aws_s3_object",
    "aws_s3_bucket_objects": "aws_s3_objects",
    "aws_subnet_ids": "aws_subnets",
    "aws_elasticsearch_domain": "aws_opensearch_domain",
    "template_file": "templatefile()",
    "template_cloudinit_config": "cloudinit_config",
    "null_data_source": "a local value",
}
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
ARGUMENTS = {
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
_REGION_NAME = re.compile(r"(?<![\w.])data\.aws_region\.[\w-]+(?:\[[^\]\n]*\])?\.name(?![\w-])")
_VERSION_SIX = re.compile(r"(?<![\d.])6(?:\.|$|\D)")


def deprecated_types(scope: Scope) -> Iterator[Hit]:
    """Resource types and data sources with a successor."""
    for kinds, blocks in ((TYPES, "resource"), (DATA, "data")):
        for source, block in scope.blocks(blocks):
            instead = kinds.get(block.labels[0]) if block.labels else None
            if instead:
                yield hit(source, block, f"the type `{block.labels[0]}` is deprecated: use {instead}", block.line)


def deprecated_arguments(scope: Scope) -> Iterator[Hit]:
    """Arguments and nested blocks with a successor."""
    for source, block in scope.blocks("resource"):
        known = ARGUMENTS.get(block.labels[0]) if block.labels else None
        if not known:
            continue
        places = {name: attribute.line for name, attribute in block.attributes.items()}
        for inner in block.blocks:
            name = inner.labels[0] if inner.type == "dynamic" and inner.labels else inner.type
            places.setdefault(name, inner.line)
        for name, line in sorted(places.items(), key=lambda place: place[1]):
            if name in known:
                message = f"`{name}` of {block.address} is deprecated: use {known[name]}"
                yield hit(source, block, message, line)


def deprecated_attributes(scope: Scope) -> Iterator[Hit]:
    """``data.aws_region.x.name``, called ``region`` since version 6 of the provider."""
    if not _uses_version_six(scope):
        return
    for source in scope.module.sources:
        for found in _REGION_NAME.finditer(source.code):
            line = source.line_at(found.start())
            yield Hit(source, line, line, "`name` of the data source aws_region is deprecated: use `region`")


def _uses_version_six(scope: Scope) -> bool:
    for _, block in scope.blocks("terraform"):
        for inner in block.blocks_of("required_providers"):
            aws = inner.attributes.get("aws")
            if aws and _VERSION_SIX.search(aws.expression):
                return True
    return False


RULES = (
    Rule(
        "AGT_TF_DEPRECATED_TYPE", Severity.MEDIUM, "Deprecated resource type",
        "It will go, or has gone, with a major version of the provider.", UPGRADE, deprecated_types,
    ),
    Rule(
        "AGT_TF_DEPRECATED_ARGUMENT", Severity.LOW, "Deprecated argument",
        "It will go, or has gone, with a major version of the provider; a resource of its own or another argument "
        "replaces it.",
        UPGRADE, deprecated_arguments,
    ),
    Rule(
        "AGT_TF_DEPRECATED_ATTRIBUTE", Severity.INFO, "Deprecated attribute",
        "It will go with a major version of the provider.", f"{UPGRADE}/version-6-upgrade", deprecated_attributes,
    ),
)  # fmt: skip
