"""AWS Glue: the data catalogue's databases."""

from app.domain.request import Component
from app.domain.resources import Ref, Template
from app.knowledge.catalogue.base import Parameter, Ports, Service, Site

CATALOG_READS = (
    "glue:GetDatabase", "glue:GetDatabases", "glue:GetTable", "glue:GetTables", "glue:GetPartition",
    "glue:GetPartitions", "glue:BatchGetPartition",
)  # fmt: skip
CATALOG_WRITES = (
    "glue:CreateTable", "glue:UpdateTable", "glue:BatchCreatePartition", "glue:BatchUpdatePartition",
    "glue:CreatePartition", "glue:UpdatePartition", "glue:GetDatabase", "glue:GetTable",
)  # fmt: skip


def database_name(component: Component, site: Site) -> object:
    """The name given, else the label with what keeps it apart; Athena wants underscores."""
    if component.name:
        return component.name
    name = site.name(component)
    parts = name.parts if isinstance(name, Template) else (name,)
    return Template(parts)


def catalog_arns(database: str, site: Site) -> tuple[Template, ...]:
    """The ARNs that catalogue actions check: the catalogue, the database and its tables."""
    start = ("arn:", site.partition(), ":glue:", site.region(), ":", site.account())
    name = Ref(database, "name")
    return (
        Template((*start, ":catalog")),
        Template((*start, ":database/", name)),
        Template((*start, ":table/", name, "/*")),
    )


def wire(component: Component, site: Site) -> Ports:
    """The database."""
    database = site.add(
        "aws_glue_catalog_database",
        component.label,
        {
            "name": database_name(component, site),
            "description": site.setting(component, "description") or f"Tables of {component.label}",
        },
        component=component,
    )
    return Ports(
        address=database,
        arn=Ref(database, "arn"),
        handle=Ref(database, "name"),
        handle_name="DATABASE",
        access={
            "reads": CATALOG_READS,
            "writes": CATALOG_WRITES,
            "sends": CATALOG_WRITES,
            "uses": tuple(dict.fromkeys((*CATALOG_READS, *CATALOG_WRITES))),
        },
        access_arns=catalog_arns(database, site),
        principal="glue.amazonaws.com",
    )


SERVICE = Service(
    id="glue",
    title="AWS Glue Data Catalog",
    concern="data",
    shape="data",
    primary="aws_glue_catalog_database",
    summary="Database of the data catalogue, where crawlers and queries find tables",
    words=(
        "glue", "aws glue", "glue database", "glue catalog", "glue data catalog", "glue catalog database",
        "data catalog",
        "catalogo de datos", "catalogo de glue", "base de datos de glue",
    ),
    weak_words=("metadata catalog", "catalogo"),
    wire=wire,
    parameters=(Parameter("description", "text", ("description", "descripcion"), argument="description"),),
)  # fmt: skip
