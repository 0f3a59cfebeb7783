"""Physical names: the user's own, else ``"${local.name}-<label>"``, short enough for the service."""

import hashlib
from typing import Any

from app.domain.resources import Call, Local, Template
from app.knowledge.schemas import schema_of

PROJECT_LIMIT = 24
"""Longest project name that the variable's validation takes, so that names have a known greatest length."""

NAME_ATTRIBUTES = (
    "name", "bucket", "identifier", "cluster_identifier", "replication_group_id", "function_name", "cluster_name",
    "repository_name", "workspace_name", "domain_name", "alias",
)  # fmt: skip
"""Where a type keeps its name, the likeliest first."""


DASH_ONLY = frozenset(
    {
        "aws_s3_bucket", "aws_lb", "aws_db_instance", "aws_rds_cluster", "aws_elasticache_replication_group",
        "aws_redshift_cluster", "aws_opensearch_domain", "aws_docdb_cluster", "aws_neptune_cluster",
        "aws_cognito_user_pool",
    }
)  # fmt: skip
"""Types whose names, or those of their parts, take no underscore (each service's API reference)."""


HYPHENATED = DASH_ONLY - {"aws_s3_bucket", "aws_cognito_user_pool"} | {
    "aws_docdb_cluster_instance", "aws_elasticache_cluster", "aws_neptune_cluster_instance", "aws_rds_cluster_instance",
}  # fmt: skip
"""Types whose very name takes no underscore."""

OF_OTHERS = {
    "bucket": "bucket", "function_name": "function", "cluster_identifier": "cluster", "cluster_name": "cluster",
    "replication_group_id": "group", "repository_name": "repository", "workspace_name": "workspace",
}  # fmt: skip
"""Name arguments that name another resource, except in types that end with the word."""


def dashed(label: str, separator: str = "-") -> str:
    """A label as part of a physical name: ``orders_dlq`` → ``orders-dlq``."""
    return label.replace("_", separator).strip(separator).lower() if separator == "-" else label.lower()


def physical_name(
    label: str, *, separator: str = "-", limit: int = 0, prefix_length: int = 48, dash_only: bool = False
) -> Any:
    """``"${local.name}-<label>"``; where that may exceed ``limit``, the prefix is cut, so names stay different.

    ``prefix_length`` is the greatest length of ``local.name``; ``dash_only`` replaces its underscores where the
    separator is one.
    """
    prefix: Any = Local("name")
    if dash_only and separator != "-":
        prefix, separator = Call("replace", (prefix, separator, "-")), "-"
    tail = separator + dashed(label, separator)
    if not limit or prefix_length + len(tail) <= limit:
        return Template((prefix, tail))
    if len(tail) > limit - 8:
        digest = hashlib.sha256(tail.encode()).hexdigest()[:4]
        tail = f"{tail[: limit - 13].rstrip(separator)}{separator}{digest}"
    cut = Call("trim", (Call("substr", (prefix, 0, limit - len(tail))), separator))
    return Template((cut, tail))


def given_name(kind: str, name: str, suffix: str, separator: str, limit: int) -> str:
    """The user's name for a resource of that type, or of a part of it, no longer than ``limit`` (0: any length)."""
    given = legal_name(kind, name)
    tail = separator + dashed(suffix, separator) if suffix else ""
    return f"{given[: limit - len(tail)] if limit else given}{tail}"


def legal_name(kind: str, name: str) -> str:
    """A name that the user gave, as the type takes it: ``my_db`` is ``my-db`` where underscores are refused."""
    return name.replace("_", "-").strip("-") if kind in HYPHENATED else name


def name_attribute(kind: str) -> str:
    """The argument that holds the name of a type, ``tags.Name`` where it has only tags, or empty."""
    block = schema_of(kind)
    if block is None:
        return ""
    words = kind.removeprefix("aws_").split("_")
    own = [f"{'_'.join(words[start:])}_name" for start in range(len(words))]
    first, *others = NAME_ATTRIBUTES
    for name in (first, *own, *others):
        attribute = block.attributes.get(name)
        if (
            kind.endswith(OF_OTHERS.get(name, ""))
            and attribute is not None
            and attribute.settable
            and attribute.type == "string"
        ):
            return name
    return "tags.Name" if "tags" in block.attributes else ""
