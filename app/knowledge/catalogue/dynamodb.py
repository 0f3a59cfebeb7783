"""Amazon DynamoDB tables."""

from typing import Any

from app.domain.request import Component
from app.domain.resources import Ref
from app.knowledge.catalogue.base import Parameter, Ports, Service, Site
from app.knowledge.catalogue.dynamodb_keys import indexes, key_attributes, keys_of
from app.knowledge.catalogue.dynamodb_scaling import add_scaling
from app.knowledge.catalogue.statements import below
from app.knowledge.catalogue.wishes import asked, deletion_protection

READS = (
    "dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:Scan", "dynamodb:DescribeTable",
    "dynamodb:ConditionCheckItem",
)  # fmt: skip
WRITES = (
    "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem",
    "dynamodb:DescribeTable",
)  # fmt: skip
STREAMS = (
    "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams",
)  # fmt: skip


def wire(component: Component, site: Site) -> Ports:
    """The table with its keys, indexes, stream, backups and capacity."""
    keys = keys_of(component, site)
    table_indexes = indexes(component, site)
    provisioned = is_provisioned(component, site)
    key = site.key()
    read, write = _capacity(component, site) if provisioned else (None, None)
    replicas = site.setting(component, "replica_regions") or ()
    streams = site.setting(component, "stream") or site.stated(component, "stream_view") or replicas
    ttl = site.setting(component, "ttl")
    recovery = site.setting(component, "point_in_time_recovery")
    table = site.add(
        "aws_dynamodb_table",
        component.label,
        {
            "name": site.name(component),
            "billing_mode": "PROVISIONED" if provisioned else "PAY_PER_REQUEST",
            "hash_key": keys.hash,
            "range_key": keys.range,
            "read_capacity": read,
            "write_capacity": write,
            "table_class": site.setting(component, "table_class"),
            "stream_enabled": True if streams else None,
            "stream_view_type": site.setting(component, "stream_view") if streams else None,
            "deletion_protection_enabled": deletion_protection(site, component),
            "attribute": key_attributes(keys, table_indexes),
            "global_secondary_index": [index.block(read, write) for index in table_indexes] or None,
            "ttl": {"attribute_name": ttl if isinstance(ttl, str) else "expires_at", "enabled": True} if ttl else None,
            "point_in_time_recovery": {"enabled": bool(recovery)},
            "server_side_encryption": {"enabled": True, "kms_key_arn": key},
            "replica": [
                {"region_name": region, "point_in_time_recovery": True, "propagate_tags": True} for region in replicas
            ]
            or None,
        },
        component=component,
        lifecycle={"ignore_changes": ["read_capacity", "write_capacity"]}
        if provisioned and _scales(component, site)
        else None,
    )
    arn = Ref(table, "arn")
    if provisioned and _scales(component, site):
        add_scaling(component, site, table, table_indexes)
    return Ports(
        address=table,
        arn=arn,
        handle=Ref(table, "name"),
        handle_name="TABLE",
        access={
            "reads": READS,
            "writes": WRITES,
            "sends": WRITES,
            "uses": tuple(dict.fromkeys((*READS, *WRITES))),
            "triggers": STREAMS,
        },
        access_arns=(arn, below(arn, "/index/*")),
        key=key,
        principal="dynamodb.amazonaws.com",
        extra={"stream_arn": Ref(table, "stream_arn"), "stream_actions": STREAMS},
    )


def is_provisioned(component: Component, site: Site) -> bool:
    """Whether capacity is bought ahead: stated so, or by stating units."""
    mode = site.setting(component, "billing_mode")
    units = site.stated(component, "read_capacity") or site.stated(component, "write_capacity")
    return mode == "PROVISIONED" or (mode is None and bool(units or _scales(component, site)))


def _scales(component: Component, site: Site) -> bool:
    named = asked(site, "aws_appautoscaling_target") and not site.of_kind("ecs")
    return bool(site.setting(component, "autoscaling")) or named


def _capacity(component: Component, site: Site) -> tuple[Any, Any]:
    return int(site.setting(component, "read_capacity") or 5), int(site.setting(component, "write_capacity") or 5)


SERVICE = Service(
    id="dynamodb",
    title="Amazon DynamoDB",
    concern="data",
    shape="data",
    primary="aws_dynamodb_table",
    summary="Key-value table: on demand, encrypted, with point-in-time recovery",
    words=(
        "dynamodb", "dynamo db", "dynamo", "dynamodb table", "amazon dynamodb", "tabla dynamodb", "tabla de dynamodb",
        "nosql table", "nosql database", "tabla nosql", "base de datos nosql", "key-value store", "key value store",
        "almacen clave-valor",
    ),
    weak_words=("table", "tabla", "nosql", "session store", "document store"),
    wire=wire,
    types=("aws_appautoscaling_target", "aws_appautoscaling_policy"),
    parameters=(
        Parameter(
            "hash_key", "text", ("hash key", "partition key", "primary key", "clave de particion", "clave primaria",
            "key"),
            argument="hash_key",
        ),
        Parameter(
            "range_key", "text", ("range key", "sort key", "clave de ordenacion", "clave de orden"),
            argument="range_key"
        ),
        Parameter(
            "hash_key_type", "choice", ("hash key type", "partition key type", "tipo de la clave"),
            choices={"string": "S", "number": "N", "binary": "B", "cadena": "S", "numero": "N"},
        ),
        Parameter(
            "range_key_type", "choice", ("range key type", "sort key type"),
            choices={"string": "S", "number": "N", "binary": "B", "cadena": "S", "numero": "N"},
        ),
        Parameter(
            "indexes", "list",
            ("global secondary index", "gsi", "secondary index", "index on", "indexed by", "indice secundario",
            "indice por"),
        ),
        Parameter(
            "ttl", "text", ("ttl", "time to live", "ttl attribute", "tiempo de vida", "expire", "expires", "caduca")
        ),
        Parameter("stream", "flag", ("stream", "streams", "dynamodb stream", "change stream", "flujo de cambios")),
        Parameter(
            "stream_view", "choice", ("stream view type", "stream view", "vista del flujo"),
            choices={
                "new and old images": "NEW_AND_OLD_IMAGES", "new_and_old_images": "NEW_AND_OLD_IMAGES",
                "new image": "NEW_IMAGE", "new_image": "NEW_IMAGE", "old image": "OLD_IMAGE", "old_image": "OLD_IMAGE",
                "keys only": "KEYS_ONLY", "keys_only": "KEYS_ONLY",
            },
            default="NEW_AND_OLD_IMAGES",
        ),
        Parameter(
            "point_in_time_recovery", "flag",
            ("point in time recovery", "point-in-time recovery", "pitr", "recuperacion a un punto en el tiempo"),
            default=True,
        ),
        Parameter(
            "billing_mode", "choice", ("billing mode", "capacity mode", "modo de facturacion", "modo de capacidad"),
            choices={
                "on-demand": "PAY_PER_REQUEST", "on demand": "PAY_PER_REQUEST", "pay per request": "PAY_PER_REQUEST",
                "pay-per-request": "PAY_PER_REQUEST", "pay_per_request": "PAY_PER_REQUEST",
                "bajo demanda": "PAY_PER_REQUEST", "provisioned": "PROVISIONED", "aprovisionado": "PROVISIONED",
                "aprovisionada": "PROVISIONED",
            },
        ),
        Parameter(
            "read_capacity", "count", ("read capacity", "rcu", "read units", "capacidad de lectura"),
            argument="read_capacity",
        ),
        Parameter(
            "write_capacity", "count", ("write capacity", "wcu", "write units", "capacidad de escritura"),
            argument="write_capacity",
        ),
        Parameter("autoscaling", "flag", ("autoscaling", "auto scaling", "auto-scaling", "autoescalado")),
        Parameter("max_capacity", "count", ("max capacity", "maximum capacity", "capacidad maxima"), default=100),
        Parameter(
            "table_class", "choice", ("table class", "clase de tabla"), argument="table_class",
            choices={"standard": "STANDARD", "infrequent access": "STANDARD_INFREQUENT_ACCESS",
                     "standard-ia": "STANDARD_INFREQUENT_ACCESS"},
        ),
        Parameter("replica_regions", "list", ("global table", "replicated to", "replica in", "tabla global")),
        Parameter(
            "deletion_protection", "flag", ("deletion protection", "proteccion contra borrado"),
            argument="deletion_protection_enabled",
        ),
    ),
)  # fmt: skip
