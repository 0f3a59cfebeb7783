"""Amazon Athena: a workgroup whose results are encrypted, and named queries."""

from app.domain.request import Component, Relation
from app.domain.resources import Ref, Template
from app.knowledge.catalogue.base import End, Parameter, Ports, Service, Site
from app.knowledge.catalogue.wishes import asked

QUERY = (
    "athena:StartQueryExecution", "athena:StopQueryExecution", "athena:GetQueryExecution", "athena:GetQueryResults",
    "athena:GetWorkGroup",
)  # fmt: skip
GIB = 1024**3


def wire(component: Component, site: Site) -> Ports:
    """The workgroup with enforced settings and a limit per query; its results go to a bucket."""
    key = site.key()
    bucket = site.require("s3", purpose="data")
    limit = int(site.setting(component, "scan_limit"))
    workgroup = site.add(
        "aws_athena_workgroup",
        component.label,
        {
            "name": site.name(component),
            "description": f"Queries of {component.label}",
            "force_destroy": site.setting(component, "force_destroy"),
            "configuration": {
                "enforce_workgroup_configuration": True,
                "publish_cloudwatch_metrics_enabled": True,
                "bytes_scanned_cutoff_per_query": limit * GIB,
                "result_configuration": {
                    "output_location": Template(("s3://", Ref(bucket.ports.address, "bucket"), "/athena-results/")),
                    "encryption_configuration": {"encryption_option": "SSE_KMS", "kms_key_arn": key},
                },
            },
        },
        component=component,
    )
    _named_query(component, site, workgroup)
    return Ports(
        address=workgroup,
        arn=Ref(workgroup, "arn"),
        handle=Ref(workgroup, "name"),
        handle_name="WORKGROUP",
        access=dict.fromkeys(("uses", "reads", "sends", "writes"), QUERY),
        access_arns=(Ref(workgroup, "arn"),),
        key=key,
        principal="athena.amazonaws.com",
        extra={"results": bucket, "queried": []},
    )


def results_to(source: End, target: End, _relation: Relation, site: Site) -> None:
    """Put the results into this bucket."""
    if target.ports.address.startswith("aws_s3_bucket."):
        location = Template(("s3://", Ref(target.ports.address, "bucket"), "/athena-results/"))
        site.set(source.ports.address, "configuration.result_configuration.output_location", location)


def query(source: End, target: End, _relation: Relation, _site: Site) -> None:
    """What is queried needs no more than the catalogue and the caller's rights."""
    source.ports.extra["queried"].append(target.component.id)


def _named_query(component: Component, site: Site, workgroup: str) -> None:
    text = site.setting(component, "query")
    wanted = asked(site, "aws_athena_named_query") or asked(site, "aws_athena_database")
    if not text and not wanted:
        return
    if asked(site, "aws_athena_database"):
        bucket = site.require("s3", purpose="data")
        database = site.add(
            "aws_athena_database",
            component.label,
            {
                "name": component.label.replace("-", "_"),
                "bucket": Ref(bucket.ports.address, "bucket"),
                "encryption_configuration": {"encryption_option": "SSE_KMS", "kms_key": site.key()},
            },
            component=component,
        )
        name = Ref(database, "name")
    else:
        name = site.require("glue").ports.handle
    site.add(
        "aws_athena_named_query",
        component.label,
        {
            "name": site.name(component, "query"),
            "description": f"Saved query of {component.label}",
            "workgroup": Ref(workgroup, "name"),
            "database": name,
            "query": str(text or "SHOW TABLES;"),
        },
        component=component,
    )


SERVICE = Service(
    id="athena",
    title="Amazon Athena",
    concern="data",
    shape="data",
    primary="aws_athena_workgroup",
    summary="SQL over S3: a workgroup with encrypted results and a limit per query",
    words=(
        "athena", "amazon athena", "athena workgroup", "workgroup", "athena query", "grupo de trabajo de athena",
        "consultas de athena",
    ),
    weak_words=("ad hoc query", "ad-hoc query", "sql over s3", "consultas ad hoc", "query service"),
    wire=wire,
    links={"writes": results_to, "sends": results_to, "logs": results_to, "reads": query, "uses": query},
    types=("aws_athena_named_query", "aws_athena_database"),
    parameters=(
        Parameter("scan_limit", "size", ("scan limit", "bytes scanned", "limite de lectura"), unit="GiB", default=100),
        Parameter("query", "text", ("query", "named query", "consulta")),
        Parameter("force_destroy", "flag", ("force destroy", "force_destroy"), argument="force_destroy"),
    ),
)  # fmt: skip
