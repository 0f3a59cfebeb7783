"""AWS Glue crawlers: they find the tables in buckets, tables and databases."""

from typing import Any

from app.domain.request import Component, Relation
from app.domain.resources import Json, Ref, Template
from app.knowledge.catalogue.base import End, Parameter, Ports, Service, Site
from app.knowledge.catalogue.glue import CATALOG_READS, CATALOG_WRITES, catalog_arns
from app.knowledge.catalogue.glue_security import glue_role, security_configuration
from app.knowledge.catalogue.statements import below, camel, type_of

NOT_DATA = ("athena-results/**", "glue/**", "errors/**")
"""What other services of the stack keep in the same bucket."""


def wire(component: Component, site: Site) -> Ports:
    """The crawler with its role, writing into the stack's catalogue database."""
    database = site.require("glue")
    role = glue_role(component, site)
    site.allow(role, (*CATALOG_READS, *CATALOG_WRITES), catalog_arns(database.ports.address, site), sid="WriteCatalog")
    crawler = site.add(
        "aws_glue_crawler",
        component.label,
        {
            "name": site.name(component),
            "description": f"Finds tables for {database.component.label}",
            "database_name": database.ports.handle,
            "role": Ref(role, "arn"),
            "schedule": site.setting(component, "schedule"),
            "security_configuration": security_configuration(component, site),
            "table_prefix": site.setting(component, "table_prefix"),
            "configuration": Json(
                {"Version": 1.0, "CrawlerOutput": {"Partitions": {"AddOrUpdateBehavior": "InheritFromTable"}}}
            ),
            "schema_change_policy": {"delete_behavior": "LOG", "update_behavior": "UPDATE_IN_DATABASE"},
        },
        component=component,
    )
    return Ports(
        address=crawler,
        arn=Ref(crawler, "arn"),
        handle=Ref(crawler, "name"),
        handle_name="CRAWLER",
        role=role,
        access=dict.fromkeys(("uses", "triggers"), ("glue:StartCrawler", "glue:GetCrawler")),
        access_arns=(Ref(crawler, "arn"),),
        principal="glue.amazonaws.com",
        extra={"targets": [], "database": database},
    )


def crawl(source: End, target: End, _relation: Relation, site: Site) -> None:
    """Look for tables there."""
    address, kind = source.ports.address, type_of(target.ports.address)
    targets: list[Any] = source.ports.extra["targets"]
    role = source.ports.role
    if kind == "aws_s3_bucket":
        prefix = str(site.setting(source.component, "prefix") or "").strip("/")
        path = Template(("s3://", Ref(target.ports.address, "bucket"), f"/{prefix}" if prefix else "/"))
        site.append(address, "s3_target", {"path": path, "exclusions": None if prefix else list(NOT_DATA)})
        arns = [target.ports.arn, below(target.ports.arn, "/*")]
        site.allow(role, ["s3:GetObject", "s3:ListBucket"], arns, sid=f"Read{camel(target.component.label)}")
    elif kind == "aws_dynamodb_table":
        site.append(address, "dynamodb_target", {"path": Ref(target.ports.address, "name")})
        actions = ["dynamodb:DescribeTable", "dynamodb:Scan"]
        site.allow(role, actions, [target.ports.arn], sid=f"Read{camel(target.component.label)}")
    else:
        return
    targets.append(target.component.id)
    if target.ports.key is not None:
        site.allow(role, ["kms:Decrypt"], [target.ports.key], sid=f"Decrypt{camel(target.component.label)}")


def crawl_or_skip(source: End, target: End, relation: Relation, site: Site) -> None:
    """What the crawler writes to is its catalogue; a bucket it is said to use is one to read."""
    if type_of(target.ports.address) != "aws_glue_catalog_database":
        crawl(source, target, relation, site)


def finish(end: End, site: Site) -> None:
    """A crawler must have a target: the stack's bucket where none was joined."""
    if not end.ports.extra["targets"]:
        bucket = site.require("s3", purpose="data")
        crawl(end, bucket, Relation(end.component.id, "reads", bucket.component.id), site)


SERVICE = Service(
    id="glue_crawler",
    title="AWS Glue crawler",
    concern="data",
    shape="data",
    primary="aws_glue_crawler",
    summary="Finds tables in buckets and writes them to the data catalogue",
    words=("glue crawler", "crawler", "aws glue crawler", "rastreador de glue", "rastreador", "crawler de glue"),
    wire=wire,
    links=dict.fromkeys(("reads", "uses", "writes", "sends", "attached", "monitors"), crawl_or_skip),
    finish=finish,
    types=("aws_glue_security_configuration", "aws_iam_role"),
    parameters=(
        Parameter(
            "schedule", "schedule", ("schedule", "every", "cada", "horario", "runs", "daily"), argument="schedule",
        ),
        Parameter("prefix", "text", ("prefix", "path", "prefijo", "ruta")),
        Parameter("table_prefix", "text", ("table prefix", "prefijo de tabla"), argument="table_prefix"),
    ),
)  # fmt: skip
