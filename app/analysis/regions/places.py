"""Every place in which a plan puts data: the region of each resource, and those that its arguments name."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from app.analysis.tags.required import takes_tags
from app.domain.planned import Planned, PlannedResource
from app.knowledge.schemas import schema_of

CLOUDS = ("aws_", "azurerm_", "google_")
ARN_REGION = re.compile(r"^arn:[a-z-]+:[a-z0-9-]+:([a-z]{2,4}(?:-[a-z]+)+-\d):")
NAMED: Mapping[str, tuple[str, ...]] = {
    "aws_dynamodb_table": ("replica.region_name",),
    "aws_dynamodb_global_table": ("replica.region_name",),
    "aws_secretsmanager_secret": ("replica.region",),
    "aws_ecr_replication_configuration": ("replication_configuration.rule.destination.region",),
    "aws_efs_replication_configuration": ("destination.region",),
    "aws_keyspaces_keyspace": ("replication_specification.region_list",),
    "aws_dlm_lifecycle_policy": ("policy_details.schedule.cross_region_copy_rule.target_region",),
    "aws_redshift_snapshot_copy": ("destination_region",),
    "aws_db_snapshot_copy": ("destination_region",),
    "aws_rds_cluster_snapshot_copy": ("destination_region",),
    "aws_codepipeline": ("artifact_store.region",),
    "aws_cloudformation_stack_instances": ("regions",),
    "aws_cloudformation_stack_set_instance": ("stack_set_instance_region",),
    "aws_imagebuilder_distribution_configuration": ("distribution.region",),
    "aws_securitylake_data_lake": ("configuration.region", "configuration.replication_configuration.regions"),
    "aws_ssm_resource_data_sync": ("s3_destination.region",),
    "aws_ssm_association": ("output_location.s3_region",),
    "aws_cur_report_definition": ("s3_region",),
    "aws_directory_service_region": ("region_name",),
    "aws_dsql_cluster": ("multi_region_properties.witness_region",),
    "aws_globalaccelerator_endpoint_group": ("endpoint_group_region",),
    "aws_cognito_user_pool": ("sms_configuration.sns_region",),
    "aws_ssmincidents_replication_set": ("region.name", "regions.name"),
    "azurerm_cosmosdb_account": ("geo_location.location",),
    "azurerm_container_registry": ("georeplications.location",),
    "google_secret_manager_secret": ("replication.user_managed.replicas.location",),
    "google_spanner_instance": ("config",),
}
"""Arguments that name a further region in which the resource keeps data. Source: the providers' documentation."""
POINTING: Mapping[str, tuple[str, ...]] = {
    "aws_s3_bucket_replication_configuration": ("rule.destination.bucket",),
    "aws_s3_bucket": ("replication_configuration.rules.destination.bucket",),
    "aws_backup_plan": ("rule.copy_action.destination_vault_arn",),
    "aws_dms_replication_task": ("target_endpoint_arn",),
    "aws_db_instance": ("replicate_source_db",),
}
"""Arguments that point to what is in another region: by reference, else by the region in the ARN."""
COPIES = frozenset({"aws_db_instance_automated_backups_replication", "aws_dynamodb_table_replica"})
"""Resources that keep data in their region though they take no tags."""
PARTS = (
    *("aws_vpc_security_group_*", "aws_security_group*", "aws_default_*", "aws_subnet", "aws_route_table", "aws_eip"),
    *("aws_network_acl", "aws_network_interface", "aws_internet_gateway", "aws_*_subnet_group", "aws_vpc_endpoint*"),
    *("aws_*_parameter_group", "aws_*_option_group", "aws_*_target_group", "aws_*_listener*", "aws_cloudwatch_event_*"),
    *("aws_cloudwatch_metric_alarm", "aws_autoscaling_policy", "aws_appautoscaling_*", "aws_launch_template"),
    *("aws_kms_alias", "aws_acm_certificate", "aws_key_pair", "aws_flow_log"),
)
"""Types (globs) that take tags but keep and process nothing: they follow what they belong to, which is told."""
WORLDWIDE: Mapping[str, str] = {
    "aws_cloudfront_distribution": "CloudFront serves from edge locations all over the world",
    "aws_cloudfront_multitenant_distribution": "CloudFront serves from edge locations all over the world",
    "aws_globalaccelerator_accelerator": "Global Accelerator takes traffic in at edge locations all over the world",
    "aws_s3control_multi_region_access_point": "a multi-region access point routes to the nearest bucket",
    "azurerm_cdn_frontdoor_profile": "Front Door serves from edge locations all over the world",
    "google_compute_global_address": "a global address is announced all over the world",
}
"""What is in no region because it is everywhere. Other services without a region (IAM, Route 53) keep no user data."""


@dataclass(frozen=True, slots=True)
class Place:
    """A region that holds something: ``how`` says through what (empty: it stands there itself)."""

    region: str
    resource: PlannedResource
    how: str = ""


def places(planned: Planned) -> tuple[tuple[Place, ...], tuple[tuple[str, str], ...]]:
    """All places, and what cannot be told: address and why."""
    found: list[Place] = []
    dark: list[tuple[str, str]] = []
    for resource in planned:
        if resource.mode != "managed" or not resource.type.startswith(CLOUDS):
            continue
        if _stands_alone(resource) and not _global(resource):
            if resource.region:
                found.append(Place(resource.region, resource))
            else:
                dark.append((resource.address, "the region is not known"))
        paths = NAMED.get(resource.type, ())
        found += [Place(region, resource, path) for path in paths for region in _texts(resource.values, path)]
        hidden = [path for path in paths if resource.is_unknown(path.partition(".")[0])]
        dark += [(resource.address, f"{path} is known only after apply") for path in hidden]
        for path in POINTING.get(resource.type, ()):
            _follow(planned, resource, path, found, dark)
    return tuple(found), tuple(dark)


def worldwide(planned: Planned) -> tuple[tuple[str, str], ...]:
    """What is in no region because it is everywhere: address and why."""
    return tuple((one.address, WORLDWIDE[one.type]) for one in planned.of_type(*WORLDWIDE))


def _stands_alone(resource: PlannedResource) -> bool:
    """Whether something is kept or processed in it, rather than in what it belongs to."""
    if resource.type in COPIES:
        return True
    return takes_tags(resource) and not any(fnmatchcase(resource.type, glob) for glob in PARTS)


def _follow(
    planned: Planned, resource: PlannedResource, path: str, found: list[Place], dark: list[tuple[str, str]]
) -> None:
    """The regions of what ``path`` points to."""
    told = [Place(one.region, resource, path) for one in planned.referred(resource, path) if one.region]
    found += told
    if told:
        return
    for text in _texts(resource.values, path):
        arn = ARN_REGION.match(text)
        if arn:
            found.append(Place(arn[1], resource, path))
        else:
            dark.append((resource.address, f"the region of {text} is not known"))
    if resource.is_unknown(path.partition(".")[0]):
        dark.append((resource.address, f"{path} is known only after apply"))


def _global(resource: PlannedResource) -> bool:
    """Whether it belongs to no region, or must stand in AWS's first because CloudFront looks for it there."""
    schema = schema_of(resource.type)
    if schema is not None:
        if "region" not in schema.attributes:
            return True
    elif resource.type.startswith("google_") and resource.get("location", "") == "global":
        return True
    return resource.region == "us-east-1" and resource.get("scope") == "CLOUDFRONT"


def _texts(node: Any, path: str) -> Iterator[str]:
    """The texts at a dotted path, through every element of the lists on the way."""
    if isinstance(node, list):
        for item in node:
            yield from _texts(item, path)
    elif path and isinstance(node, Mapping):
        head, _, rest = path.partition(".")
        yield from _texts(node.get(head), rest)
    elif not path and isinstance(node, str) and node:
        yield node
