"""The keys themselves: how they are kept, and what each is used for."""

import re
from collections.abc import Iterator

from app.analysis.base import Observations
from app.domain.planned import Planned, PlannedResource

KEYS = ("aws_kms_key", "aws_kms_replica_key", "aws_kms_external_key")
OWN = frozenset({*KEYS, "aws_kms_alias", "aws_kms_grant", "aws_kms_key_policy"})
"""What names a key without encrypting anything by it."""
LEAST_WINDOW = 14
"""Days; AWS allows 7 to 30."""
CLASSIFIED_BY = frozenset(
    {"dataclassification", "data_classification", "classification", "sensitivity", "data-classification"}
)
KINDS = {
    "secrets": r"aws_(?:secretsmanager_secret|ssm_parameter)",
    "logs": r"aws_(?:cloudwatch_log_group|cloudtrail|flow_log)",
    "databases": r"aws_(?:db_instance|rds_cluster|dynamodb_table|docdb_cluster|redshift_cluster|neptune_cluster)",
    "files": r"aws_(?:s3_bucket\w*|efs_file_system|ebs_volume|ecr_repository)",
    "messages": r"aws_(?:sqs_queue|sns_topic|kinesis_stream|msk_cluster)",
}
"""What a store keeps, by its type."""
FAR = re.compile(r"replica|destination|copy|cross_region|target")
"""Attributes that name a key of another region by intent."""


def observe(planned: Planned, seen: Observations) -> None:
    """Every key of the stack."""
    for key in planned.of_type(*KEYS):
        _kept(key, seen)
        _used(planned, key, seen)


def _kept(key: PlannedResource, seen: Observations) -> None:
    symmetric = key.get("customer_master_key_spec", "SYMMETRIC_DEFAULT") == "SYMMETRIC_DEFAULT"
    if key.type == "aws_kms_key" and symmetric:
        seen.looked("AGT_KEY_NO_ROTATION")
        if key.get("enable_key_rotation") is not True and not key.is_unknown("enable_key_rotation"):
            seen.object("AGT_KEY_NO_ROTATION", key.address, "Key is never rotated")
    window = key.get("deletion_window_in_days")
    seen.looked("AGT_KEY_SHORT_WINDOW")
    if isinstance(window, int | float) and window < LEAST_WINDOW:
        seen.object("AGT_KEY_SHORT_WINDOW", key.address, f"Key is gone {int(window)} days after it is deleted")


def _used(planned: Planned, key: PlannedResource, seen: Observations) -> None:
    users = dict(_users(planned, key))
    if not users:
        return
    seen.looked("AGT_KEY_OTHER_REGION", "AGT_KEY_ONE_FOR_ALL")
    for address, path in users.items():
        user = planned.get(address)
        if user and _elsewhere(key, user) and not FAR.search(path):
            title = f"{key.address} is in {key.region}, what it encrypts in {user.region}"
            seen.object("AGT_KEY_OTHER_REGION", address, title)
    found = [user for address in users if (user := planned.get(address))]
    classes = sorted(
        {value.lower() for user in found for name, value in user.tags.items() if name.lower() in CLASSIFIED_BY}
    )
    kinds = sorted({kind for user in found for kind, pattern in KINDS.items() if re.fullmatch(pattern, user.type)})
    if len(classes) > 1:
        title = f"One key for data classified as {', '.join(classes)}"
        seen.object("AGT_KEY_ONE_FOR_ALL", key.address, title)
    elif "secrets" in kinds and len(kinds) >= len(KINDS) - 1:
        seen.object("AGT_KEY_ONE_FOR_ALL", key.address, f"One key for {', '.join(kinds)}")


def _users(planned: Planned, key: PlannedResource) -> Iterator[tuple[str, str]]:
    """What names the key as its own, and in which attribute."""
    aliases = planned.referring(key, "aws_kms_alias")
    names = {key.address, *(alias.address for alias in aliases)}
    for resource in (one for named in (key, *aliases) for one in planned.referring(named)):
        if resource.mode == "managed" and resource.type not in OWN:
            for path, addresses in resource.references.items():
                if "kms" in path and names & set(addresses):
                    yield resource.address, path


def _elsewhere(key: PlannedResource, user: PlannedResource) -> bool:
    return bool(key.region and user.region) and key.region != user.region and key.get("multi_region") is not True
