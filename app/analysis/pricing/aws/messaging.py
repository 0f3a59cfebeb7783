"""Amazon MQ and Amazon MSK: brokers and their storage."""

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from app.analysis.pricing.aws.scaling import least
from app.analysis.pricing.aws.sizing import derived, machine
from app.analysis.pricing.base import Bill, Pricer
from app.analysis.pricing.metered import product
from app.analysis.pricing.price import Price

BROKERS: Mapping[str, int] = {"single_instance": 1, "active_standby_multi_az": 2, "cluster_multi_az": 3}
"""How many brokers a deployment mode has; its price is listed for all of them together."""
DEPLOYMENT = re.compile(r"Instance usage \(\w+, (?P<kind>[\w.]+), (?P<mode>\w+)\)")
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
    """The price of a deployment: as listed, else by the number of its brokers; both engines cost the same."""
    own = bill.book.component(bill.resource.type, f"Instance usage ({engine}, {kind}, {mode})", bill.region)
    if own is not None or mode not in BROKERS:
        return own.price if own is not None else None
    one = derived(bill, kind, single_brokers(bill))
    return one.times(BROKERS[mode], f"× {BROKERS[mode]} for {mode}") if one is not None else None


def single_brokers(bill: Bill) -> Mapping[str, Price]:
    """What one broker of each listed type costs an hour."""
    found = {}
    for name in bill.book.names(bill.resource.type):
        shown = DEPLOYMENT.fullmatch(name)
        listed = bill.book.component(bill.resource.type, name, bill.region) if shown else None
        if shown and listed is not None:
            count = BROKERS[shown["mode"]]
            found[shown["kind"]] = replace(listed.price, usd=listed.price.usd / count)
    return found


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
