"""Amazon Kinesis: data streams, delivery streams (Firehose), analytics applications."""

from collections.abc import Mapping
from decimal import Decimal

from app.analysis.pricing.base import Bill, Pricer
from app.analysis.pricing.metered import Use, meter, meter_stated, priced, product
from app.domain.cost import HOURS

DAY, WEEK = 24, 168
"""Hours of retention beyond which it is extended, and beyond which it is long-term."""
FAN_OUT, FAN_OUT_DATA = "Enhanced Fan Out (EFO)", "Enhanced Fan Out (EFO) Data retrieval"
INGESTED = (
    (512_000, "Data ingested (first 500TB)"),
    (1_536_000, "Data ingested (next 1.5PB)"),
    (None, "Data ingested (next 3PB)"),
)
"""In GB."""
STORAGE_PER_KPU = 50
"""GB of running storage that come with a processing unit of a Flink application."""
BACKUP = Use("Backup", "durable_application_backup_gb")
PROCESSING = Use("Processing (stream)", "kinesis_processing_units")


def stream(bill: Bill) -> None:
    """A data stream. Consumers with enhanced fan-out are counted from the stack; long retention where it is set."""
    mode = bill.text("stream_mode_details.stream_mode", "PROVISIONED")
    consumers = len(bill.referring("aws_kinesis_stream_consumer"))
    if mode == "ON_DEMAND":
        bill.hourly("ON_DEMAND", usage=False)
        meter(bill, Use("Data ingested", "monthly_on_demand_data_in_gb"),
              Use("Data retrieval", "monthly_on_demand_data_out_gb"))  # fmt: skip
        when(bill, FAN_OUT_DATA, "monthly_on_demand_efo_data_out_gb", "0.05", on=consumers > 0)
        kept(bill, "on_demand", "0.1")
        return
    shards = bill.number("shard_count", 1)
    bill.hourly("PROVISIONED", shards, usage=False)
    meter(bill, Use("Put request unit", "monthly_provisioned_put_units"))
    kept(bill, "provisioned", "0.02")
    when(bill, FAN_OUT_DATA, "monthly_provisioned_efo_data_out_gb", "0.013", on=consumers > 0)
    if consumers and bill.stated("monthly_provisioned_efo_consumer_hours") is None:
        bill.charge(FAN_OUT, HOURS * consumers * shards, usage=False)
    else:
        when(bill, FAN_OUT, "monthly_provisioned_efo_consumer_hours", "", on=False)


def consumer(bill: Bill) -> None:
    """A consumer with enhanced fan-out, billed with its stream by the shard."""
    if bill.related("stream_arn"):
        bill.part_of("the stream")
    else:
        bill.unpriced("the shards of its stream are not known")


def kept(bill: Bill, mode: str, pick: str) -> None:
    """What is kept for more than a day, and for more than a week."""
    hours = bill.number("retention_period", DAY)
    when(bill, "Extended retention (24H to 7D)", f"monthly_{mode}_extended_retention_gb", pick, on=hours > DAY)
    when(bill, "Long term retention (7D+)", f"monthly_{mode}_long_term_retention_gb", "", on=hours > WEEK)
    if mode == "provisioned":
        when(bill, "Extended retention retrieval (7D+)", "monthly_provisioned_long_term_retrieval_gb", "", on=False)


def when(bill: Bill, name: str, key: str, pick: str, *, on: bool) -> None:
    """A metered line, assumed only where the configuration has it switched on."""
    amount = bill.usage(key) if on else bill.stated(key)
    bill.charge(name, amount, pick=pick, usage=True, keys=(key,))


def delivery_stream(bill: Bill) -> None:
    """A delivery stream: what it takes in, converts, and carries into a VPC."""
    key = "monthly_data_ingested_gb"
    bill.tiered(bill.usage(key), INGESTED, usage=True, keys=(key,))
    conversion = bill.blocks("extended_s3_configuration.data_format_conversion_configuration")
    if any(block.flag("enabled", default=True) for block in conversion):
        bill.charge("Format conversion", bill.usage(key), usage=True, keys=(key,))
    for target in ("elasticsearch_configuration", "opensearch_configuration", "opensearchserverless_configuration"):
        for network in bill.blocks(f"{target}.vpc_config"):
            bill.charge("VPC data", bill.usage(key), usage=True, keys=(key,))
            subnets = (
                network.get("subnet_ids") or bill.resource.references.get(f"{target}.vpc_config.subnet_ids") or [""]
            )
            bill.hourly("VPC AZ delivery", len(subnets), usage=False)


def application(bill: Bill) -> None:
    """An analytics application. One that runs Flink also has an orchestrating unit, running storage and backups."""
    meter(bill, PROCESSING)
    if not bill.text("runtime_environment").upper().startswith("FLINK"):
        return
    bill.charge("Processing (orchestration)", 1, usage=False)
    units = product(bill.usage(PROCESSING.key), Decimal(STORAGE_PER_KPU))
    bill.charge("Running storage", units, pick="0.116", usage=True, keys=(PROCESSING.key,))
    meter_stated(bill, BACKUP)


PRICERS: Mapping[str, Pricer] = {
    "aws_kinesis_stream": stream,
    "aws_kinesis_stream_consumer": consumer,
    "aws_kinesis_firehose_delivery_stream": delivery_stream,
    "aws_kinesis_analytics_application": priced(PROCESSING),
    "aws_kinesisanalyticsv2_application": application,
    "aws_kinesisanalyticsv2_application_snapshot": priced(BACKUP),
}
