"""Instance types that do not exist."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from app.domain.finding import Severity
from app.toolchains.terraform.hcl import Attribute, Block, string_value
from app.toolchains.terraform.lint.base import Hit, Rule, Scope, hit

DATA = Path(__file__).resolve().parents[3] / "knowledge" / "instance_types.json"
ARGUMENTS = {
    "aws_instance": ("instance_type", "ec2"),
    "aws_launch_configuration": ("instance_type", "ec2"),
    "aws_launch_template": ("instance_type", "ec2"),
    "aws_spot_instance_request": ("instance_type", "ec2"),
    "aws_eks_node_group": ("instance_types", "ec2"),
    "aws_db_instance": ("instance_class", "rds"),
    "aws_rds_cluster_instance": ("instance_class", "rds"),
    "aws_docdb_cluster_instance": ("instance_class", "rds"),
    "aws_neptune_cluster_instance": ("instance_class", "rds"),
    "aws_elasticache_cluster": ("node_type", "cache"),
    "aws_elasticache_replication_group": ("node_type", "cache"),
    "aws_opensearch_domain": ("cluster_config.instance_type", "search"),
    "aws_elasticsearch_domain": ("cluster_config.instance_type", "search"),
}
"""Resource type → the argument that holds the instance type, and its service."""
FORMS = {
    "ec2": re.compile(r"([a-z][a-z0-9-]*\d[a-z0-9-]*)\.([a-z0-9-]+)"),
    "rds": re.compile(r"db\.([a-z]+\d[a-z0-9-]*)\.([a-z0-9]+)(?:\.tpc\d\.mem\d+x)?"),
    "cache": re.compile(r"cache\.([a-z]+\d[a-z0-9-]*)\.([a-z0-9]+)"),
    "search": re.compile(r"([a-z]+\d[a-z0-9-]*)\.([a-z0-9]+)\.(?:search|elasticsearch)"),
}
SIZE = re.compile(r"nano|micro|small|medium|large|\d*xlarge|metal(?:-\d+xl)?")
LETTERS = {"mac", "hpc", "dl", "trn", "inf", "vt", "u", "or", "om", "oi", "ultrawarm", "p", "g", "f", "gr", "im", "is"}
"""Beginnings of families that the price tables hold only in part."""


def unknown_types(scope: Scope) -> Iterator[Hit]:
    """Literal instance types, also those that come as the default of a variable."""
    defaults = {block.labels[0]: block for _, block in scope.blocks("variable") if block.labels}
    for source, block in scope.blocks("resource"):
        place, service = ARGUMENTS.get(block.labels[0], ("", "")) if block.labels else ("", "")
        attribute = _at(block, place) if place else None
        if not attribute:
            continue
        for name in _literals(attribute.expression, defaults):
            if why := wrong_with(name, service):
                yield hit(source, block, f"the instance type `{name}` of {block.address} {why}", attribute.line)


def wrong_with(name: str, service: str) -> str:
    """Why ``name`` is no instance type of ``ec2``, ``rds``, ``cache`` or ``search``; empty where it is or could be.

    A family that is in no table is taken for a new one where its letters are known: a false alarm costs more than a
    miss that the provider will report anyway.
    """
    if name in {"db.serverless", "serverless"}:
        return ""
    form = FORMS[service].fullmatch(name)
    if not form:
        return "is malformed"
    family, size = form.groups()
    if not SIZE.fullmatch(size):
        return f"has an unknown size `{size}`"
    tables = _tables()
    known = set(tables[service].get(family, "").split())
    # Managed services sell a choice of EC2's sizes; their own tables are not complete.
    known |= set(tables["ec2"].get(family, "").split())
    if known and size not in known and not family.startswith("u"):
        return f"does not exist: {family} comes as {', '.join(sorted(known))}"
    letters = re.match(r"[a-z]+", family)
    if not known and (not letters or letters.group() not in _letters()):
        return f"has an unknown family `{family}`"
    return ""


@cache
def _tables() -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = json.loads(DATA.read_text(encoding="utf-8"))
    return tables


@cache
def _letters() -> set[str]:
    families = (family for table in _tables().values() for family in table)
    return LETTERS | {found.group() for family in families if (found := re.match(r"[a-z]+", family))}


def _at(block: Block, place: str) -> Attribute | None:
    *outer, name = place.split(".")
    for step in outer:
        inner = next(block.blocks_of(step), None)
        if inner is None:
            return None
        block = inner
    return block.attributes.get(name)


def _literals(expression: str, defaults: dict[str, Block]) -> Iterator[str]:
    variable = re.fullmatch(r"var\.([\w-]+)", expression.strip())
    if variable and variable.group(1) in defaults:
        given = defaults[variable.group(1)].attributes.get("default")
        expression = given.expression if given else ""
    literal = string_value(expression)
    if literal is not None:
        yield literal
    elif re.fullmatch(r"\[[^\[\]]*\]", expression.strip(), re.DOTALL):
        for one in re.findall(r'"[^"]*"', expression):
            value = string_value(one)
            if value is not None:
                yield value


RULES = (
    Rule(
        "AGT_TF_INSTANCE_TYPE", Severity.HIGH, "Instance type does not exist",
        "The plan passes and the apply fails. Choose a type that exists.",
        "https://aws.amazon.com/ec2/instance-types/", unknown_types,
    ),
)  # fmt: skip
