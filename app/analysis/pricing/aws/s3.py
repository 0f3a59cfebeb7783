"""Amazon S3: storage by class, requests, retrievals; inventory and analytics.

How much lies in which class a plan does not tell: all is use, under the keys of the class (``standard.storage_gb``).
Only the standard class's storage and requests are assumed; the rest is charged where a usage file tells it.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from app.analysis.pricing.base import Bill, Pricer
from app.analysis.pricing.listing import REFERENCE
from app.analysis.pricing.metered import Use, meter_stated, meter_where, priced
from app.analysis.pricing.price import Price
from app.knowledge.prices.pages import region_prices

REQUESTS = (
    Use("PUT, COPY, POST, LIST requests", "monthly_tier_1_requests", 1_000),
    Use("GET, SELECT, and all other requests", "monthly_tier_2_requests", 1_000),
)
STORAGE, STANDARD = Use("Storage", "storage_gb"), "Standard > Storage"
TRANSITION = Use("Lifecycle transition", "monthly_lifecycle_transition_requests", 1_000)
MONITORING = Use("Monitoring and automation", "monitored_objects", 1_000)
RETRIEVALS = Use("Retrievals", "monthly_data_retrieval_gb")


def select(speed: str = "") -> tuple[Use, ...]:
    """What S3 Select charges in a class; ``speed`` is the retrieval's (Glacier)."""
    shown, key = (f" ({speed})", f"{speed}_") if speed else ("", "")
    return (
        Use(f"Select data scanned{shown}", f"monthly_{key}select_data_scanned_gb"),
        Use(f"Select data returned{shown}", f"monthly_{key}select_data_returned_gb"),
    )


def retrieval(*speeds: str) -> Iterator[Use]:
    """Retrievals from an archive, by speed."""
    for speed in speeds:
        yield Use(f"Retrieval requests ({speed})", f"monthly_{speed}_data_retrieval_requests", 1_000)
        yield Use(f"Retrievals ({speed})", f"monthly_{speed}_data_retrieval_gb")


def early(days: int) -> Use:
    """What is deleted before the class's least time is over."""
    return Use(f"Early delete (within {days} days)", "early_delete_gb")


INTELLIGENT = tuple(
    Use(f"Storage ({tier.replace('_', ' ')})", f"{tier}_storage_gb")
    for tier in ("frequent_access", "infrequent_access", "archive_access", "deep_archive_access")
)


CLASSES: Mapping[tuple[str, str], tuple[Use, ...]] = {
    ("Standard", "standard"): (STORAGE, *REQUESTS, *select()),
    ("Intelligent tiering", "intelligent_tiering"): (
        *INTELLIGENT, MONITORING, *REQUESTS, TRANSITION, *select(), early(30),
    ),
    ("Standard - infrequent access", "standard_infrequent_access"): (
        STORAGE, *REQUESTS, TRANSITION, RETRIEVALS, *select(),
    ),
    ("One zone - infrequent access", "one_zone_infrequent_access"): (
        STORAGE, *REQUESTS, TRANSITION, RETRIEVALS, *select(),
    ),
    ("Glacier flexible retrieval", "glacier_flexible_retrieval"): (
        STORAGE, *REQUESTS, TRANSITION, *retrieval("standard", "expedited"),
        *select("standard"), *select("bulk"), *select("expedited"), early(90),
    ),
    ("Glacier deep archive", "glacier_deep_archive"): (
        STORAGE, *REQUESTS, TRANSITION, *retrieval("standard", "bulk"), early(180),
    ),
}  # fmt: skip
"""By name in the price list and usage key, as https://aws.amazon.com/s3/pricing/ divides storage."""
ASSUMED = frozenset({STORAGE, *REQUESTS})
"""Lines of the standard class whose use is assumed where a usage file does not tell it."""


def bucket(bill: Bill) -> None:
    """Every class that is used, and tags of objects."""
    for (name, key), lines in CLASSES.items():
        for line in lines:
            use = Use(f"{name} > {line.name}", f"{key}.{line.key}", line.per)
            meter_where(key == "standard" and line in ASSUMED, bill, use, price=regional(bill, use.name))
    meter_stated(bill, Use("Object tagging", "object_tags", 10_000))


def regional(bill: Bill, name: str) -> Price | None:
    """The price in a region that the list lacks, by that of standard storage there; None where the list decides.

    S3's prices differ less between regions than machines' do, whose multipliers stand for other services.
    """
    own = bill.book.component(bill.resource.type, name, bill.region)
    base = bill.book.component(bill.resource.type, name, REFERENCE["aws"])
    storage = region_prices()[bill.resource.type, STANDARD]
    here, there = storage.get(bill.region), storage[REFERENCE["aws"]]
    if own is None or base is None or here is None or not own.price.estimated:
        return None
    if name == STANDARD:
        return Price(Decimal(here.usd), here.unit, here.source, here.date)
    ratio = (Decimal(here.usd) / Decimal(there.usd)).quantize(Decimal("0.0001"))
    return base.price.times(ratio, f"× {ratio} as storage in {bill.region}")


PRICERS: Mapping[str, Pricer] = {
    "aws_s3_bucket": bucket,
    "aws_s3_bucket_analytics_configuration": priced(Use("Objects monitored", "monthly_monitored_objects", 1_000_000)),
    "aws_s3_bucket_inventory": priced(Use("Objects listed", "monthly_listed_objects", 1_000_000)),
}
