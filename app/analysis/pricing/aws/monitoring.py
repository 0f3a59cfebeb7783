"""Watching: CloudWatch logs, alarms and dashboards, CloudTrail, Config."""

from collections.abc import Mapping
from decimal import Decimal

from app.analysis.pricing.base import Bill, Block, Pricer, Tier
from app.analysis.pricing.metered import Use, alike, meter, meter_where, priced

_EVALUATIONS: tuple[Tier, ...] = (
    (100_000, "Rule evaluations (first 100K)"),
    (400_000, "Rule evaluations (next 400K)"),
    (None, "Rule evaluations (over 500K)"),
)
_HUNDRED_THOUSAND = 100_000
_HIGH_RESOLUTION_S = 60
_ANOMALY_METRICS = 3
"""An alarm on an anomaly band watches the metric and both bounds (AWS, CloudWatch pricing)."""


def log_group(bill: Bill) -> None:
    """What is taken in, kept and searched. The prices of the infrequent-access class are not known."""
    if bill.text("log_group_class", "STANDARD") != "STANDARD":
        bill.unpriced(f"no prices for the log class {bill.text('log_group_class')}")
        return
    meter(
        bill,
        Use("Data ingested", "monthly_data_ingested_gb"),
        Use("Archival Storage", "storage_gb"),
        Use("Insights queries data scanned", "monthly_data_scanned_gb"),
    )


def _metrics(bill: Bill) -> tuple[int, Decimal]:
    """How many metrics an alarm watches, and its shortest period in seconds."""
    queries = [one for query in bill.blocks("metric_query") for one in query.blocks("metric")]
    if not queries:
        return 1, bill.number("period", 300)
    return len(queries), min(_period(one) for one in queries)


def _period(metric: Block) -> Decimal:
    return metric.number("period", 300)


def metric_alarm(bill: Bill) -> None:
    """An alarm by the metrics that it watches, dearer where it looks more often than once a minute."""
    count, period = _metrics(bill)
    high = period < _HIGH_RESOLUTION_S
    name = "High resolution" if high else "Standard resolution"
    if not bill.has("threshold_metric_id"):
        bill.charge(name, count, usage=False)
    elif high:
        bill.charge(f"{name} anomaly detection", _ANOMALY_METRICS, usage=False)
    else:
        listed = bill.book.component("aws_cloudwatch_metric_alarm", name, bill.listed_in)
        price = listed.price if listed is not None else None
        bill.charge(f"{name} anomaly detection", _ANOMALY_METRICS, price=price, usage=False)


def _records(bill: Bill, category: str) -> bool:
    """Whether a trail's selectors take events of a category."""
    return any(
        category in (field.get("equals") or [])
        for selector in bill.blocks("advanced_event_selector")
        for field in selector.blocks("field_selector")
    )


def trail(bill: Bill) -> None:
    """A region's first copy of management events is free; what is assumed follows from what the trail records."""
    data = _records(bill, "Data") or any(one.blocks("data_resource") for one in bill.blocks("event_selector"))
    others = [one for one in bill.planned.of_type("aws_cloudtrail") if one.region == bill.resource.region]
    second = bool(others) and others[0].address != bill.resource.address
    lines = (
        ("Management events (additional copies)", "monthly_additional_management_events", second),
        ("Data events", "monthly_data_events", data),
        ("Insight events", "monthly_insight_events", bool(bill.blocks("insight_selector"))),
    )
    for name, key, recorded in lines:
        meter_where(recorded, bill, Use(name, key, _HUNDRED_THOUSAND))
    if not bill.components:
        bill.free()


def rule(bill: Bill) -> None:
    """A rule of Config, by evaluations."""
    key = "monthly_rule_evaluations"
    bill.tiered(bill.usage(key), _EVALUATIONS, usage=True, keys=(key,))


def recorder(bill: Bill) -> None:
    """What Config records, item by item; the price of daily records is not known."""
    if bill.resource.get("recording_mode.recording_frequency") == "DAILY":
        bill.unpriced("no price for daily records of configuration items")
        return
    lines = (Use("Config items", "monthly_config_items"), Use("Custom config items", "monthly_custom_config_items"))
    meter(bill, *lines)


PRICERS: Mapping[str, Pricer] = {
    **alike(
        {
            "aws_cloudwatch_metric_alarm": metric_alarm,
            "aws_cloudwatch_dashboard": priced(monthly=["Dashboard"]),
            "aws_cloudtrail": trail,
            "aws_config_config_rule": rule,
            "aws_config_organization_custom_rule": rule,
            "aws_config_organization_managed_rule": rule,
            "aws_config_configuration_recorder": recorder,
        }
    ),
    "aws_cloudwatch_log_group": log_group,
}
