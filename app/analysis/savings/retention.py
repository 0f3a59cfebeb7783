"""What is kept: objects, images and logs, by the storage that is told or assumed for them."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from app.analysis.savings.base import Offer, Rule, View, changed, setting, usd
from app.domain.cost import Component
from app.domain.planned import PlannedResource

COLD = Decimal("0.5")
"""The part of a bucket's or a log's data that is taken to be older than the time it is used, where nobody told."""
KEPT_DAYS, YEAR = 90, 365
ANCIENT = Decimal("0.25")
"""The part of a log that is kept for ever that is taken to be older than a year."""
OLD = Decimal("0.8")
"""The part of a registry's images that is taken to be older than the ten latest of each repository."""
TIERED = Decimal("0.4")
"""The most that Intelligent-Tiering saves on what is not read for 30 days (AWS price list: 0.023 to 0.0125 USD a GB,
less its monitoring)."""


def lifecycle(view: View, resource: PlannedResource) -> Iterator[Offer]:
    """Infrequent access for a bucket without any lifecycle."""
    if resource.get("lifecycle_rule") or view.planned.referring(resource, "aws_s3_bucket_lifecycle_configuration"):
        return
    stored = _stored(view, resource, "Standard > Storage")
    rate = view.book.rate("aws_s3_bucket", "Standard - infrequent access > Storage", resource.region)
    if stored is None or rate is None:
        return
    volume = stored.quantity * COLD
    yield Offer(
        "s3-lifecycle",
        resource,
        "add an aws_s3_bucket_lifecycle_configuration: STANDARD_IA after 30 days, unfinished uploads end after 7",
        monthly=volume * (stored.unit_price - rate),
        arithmetic=f"{COLD:.0%} of {_stored_gb(stored)} older × ({usd(stored.unit_price)} − {usd(rate)}) USD",
        doubt=stored.assumed,
    )
    if not view.planned.referring(resource, "aws_s3_bucket_intelligent_tiering_configuration"):
        yield Offer(
            "s3-intelligent",
            resource,
            "store objects as INTELLIGENT_TIERING",
            monthly=volume * stored.unit_price * TIERED,
            arithmetic=f"{COLD:.0%} of {_stored_gb(stored)} not read × {usd(stored.unit_price)} USD × {TIERED:.0%}",
            doubt=True,
        )


def images(view: View, resource: PlannedResource) -> Iterator[Offer]:
    """A lifecycle policy for a registry that keeps every image."""
    stored = _stored(view, resource, "Storage")
    if stored is not None and not view.planned.referring(resource, "aws_ecr_lifecycle_policy"):
        volume = stored.quantity * OLD
        yield Offer(
            "ecr-lifecycle",
            resource,
            "add an aws_ecr_lifecycle_policy that keeps the ten latest images",
            monthly=volume * stored.unit_price,
            arithmetic=f"{OLD:.0%} of {_stored_gb(stored)} are older images × {usd(stored.unit_price)} USD",
            doubt=stored.assumed,
        )


def logs(view: View, resource: PlannedResource) -> Iterator[Offer]:
    """An end for logs that are kept for ever: a year, and less where they are known not to be production's."""
    stored = _stored(view, resource, "Archival Storage")
    if stored is None or resource.get("retention_in_days", 0) or resource.is_unknown("retention_in_days"):
        return
    rule, days, part = ("logs-retention-year", YEAR, ANCIENT)
    if view.production(resource) is False:
        rule, days, part = ("logs-retention", KEPT_DAYS, COLD)
    volume = stored.quantity * part
    yield Offer(
        rule,
        resource,
        f"keep them for {days} days",
        monthly=volume * stored.unit_price,
        arithmetic=f"{part:.0%} of {_stored_gb(stored)} older × {usd(stored.unit_price)} USD",
        edits=(setting(resource, "retention_in_days", days),),
        doubt=stored.assumed,
    )


def log_class(view: View, resource: PlannedResource) -> Iterator[Offer]:
    """The infrequent-access class where nothing reads the log as it comes."""
    readers = ("aws_cloudwatch_log_metric_filter", "aws_cloudwatch_log_subscription_filter")
    if resource.get("log_group_class", "STANDARD") == "STANDARD" and not view.planned.referring(resource, *readers):
        after = changed(resource, {"log_group_class": "INFREQUENT_ACCESS"})
        yield Offer("logs-ia", resource, "class STANDARD → INFREQUENT_ACCESS (a new group)", after)


def _stored(view: View, resource: PlannedResource, name: str) -> Component | None:
    return next((line for line in view.lines(resource) if line.name == name and line.quantity), None)


def _stored_gb(line: Component) -> str:
    return f"{line.quantity.normalize():f} GB{' (assumed)' if line.assumed else ''}"


RULES: Mapping[str, tuple[Rule, ...]] = {
    "aws_s3_bucket": (lifecycle,),
    "aws_ecr_repository": (images,),
    "aws_cloudwatch_log_group": (logs, log_class),
}
