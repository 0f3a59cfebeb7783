"""Amazon MQ and Amazon MSK: brokers and their storage."""

from collections.abc import Mapping
from decimal import Decimal

from app.analysis.pricing.aws.metered import product
from app.analysis.pricing.aws.scaling import least
from app.analysis.pricing.aws.sizing import machine
from app.analysis.pricing.base import Bill, Pricer
from app.analysis.pricing.price import Price

BROKERS: Mapping[str, int] = {"single_instance": 1, "active_standby_multi_az": 2, "cluster_multi_az": 3}
"""How many brokers a deployment mode has; its price is listed for all of them together."""
ENGINES: Mapping[str, str] = {"activemq": "ActiveMQ", "rabbitmq": "RabbitMQ"}


def mq(bill: Bill) -> None:
    """A broker of Amazon MQ. RabbitMQ stores on EBS, on each of its nodes; ActiveMQ on EFS unless told otherwise."""
    engine = ENGINES.get(bill.text("engine_type").lower(), bill.text("engine_type"))
    kind, mode = bill.text("host_instance_type"), bill.text("deployment_mode", "SINGLE_INSTANCE").lower()
    bill.label(kind)
    bill.hourly(f"Instance usage ({engine}, {kind}, {mode})", price=broker(bill, engine, kind, mode), usage=False)
    disk = "EBS" if engine == "RabbitMQ" else bill.text("storage_type", "efs").upper()
    copies = BROKERS[mode] if engine == "RabbitMQ" and mode in BROKERS else 1
    stored = product(bill.usage("storage_size_gb"), copies)
    bill.charge(f"Storage ({engine}, {disk})", stored, usage=True, keys=("storage_size_gb",))


def broker(bill: Bill, engine: str, kind: str, mode: str) -> Price | None:
    """The price of a deployment: as listed, else from one in another mode or size, by the number of brokers."""
    own = bill.book.component(bill.resource.type, f"Instance usage ({engine}, {kind}, {mode})", bill.region)
    if own is not None or mode not in BROKERS:
        return own.price if own is not None else None
    for other in (mode, *BROKERS):
        for product_ in (engine, *ENGINES.values()):
            found = machine(bill, f"Instance usage ({product_}, {{kind}}, {other})", kind)
            if found is not None and same_class(kind, found.source):
                same = BROKERS[mode] == BROKERS[other]
                why = f"{BROKERS[mode]} brokers for {BROKERS[other]}"
                return found if same else found.times(Decimal(BROKERS[mode]) / BROKERS[other], why)
    return None


def same_class(kind: str, source: str) -> bool:
    """Whether a derived price comes from a machine of the same class (t, m, r)."""
    return "by EC2's prices from" not in source or f"from mq.{kind[3:4]}" in source


def msk(bill: Bill) -> None:
    """A cluster of Amazon MSK: brokers with the storage that each is given."""
    kind, count = bill.text("broker_node_group_info.instance_type"), bill.number("number_of_broker_nodes")
    bill.label(kind)
    if not kind.startswith("kafka."):
        bill.unpriced(f"no price for brokers of type {kind}")
        return
    bill.hourly(f"Instance ({kind})", count, price=machine(bill, "Instance ({kind})", kind), usage=False)
    scaled = least(bill, "kafka:broker-storage:VolumeSize")
    each = scaled if scaled is not None else volume(bill)
    bill.charge("Storage" if scaled is None else "Storage (autoscaling)", each * count, usage=False)
    if bill.flag("broker_node_group_info.storage_info.ebs_storage_info.provisioned_throughput.enabled"):
        bill.unpriced("no price for provisioned throughput of storage")


def volume(bill: Bill) -> Decimal:
    """GB that each broker has."""
    group = "broker_node_group_info"
    return bill.number(f"{group}.storage_info.ebs_storage_info.volume_size") or bill.number(f"{group}.ebs_volume_size")


PRICERS: Mapping[str, Pricer] = {"aws_mq_broker": mq, "aws_msk_cluster": msk}
