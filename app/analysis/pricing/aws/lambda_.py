"""Lambda: requests, GB-seconds in tiers by architecture, ephemeral storage beyond 512 MB, provisioned concurrency."""

import math
from collections.abc import Mapping
from decimal import Decimal

from app.analysis.pricing.aws.regions import MOST
from app.analysis.pricing.base import Bill, Pricer, Tier
from app.analysis.pricing.metered import MILLION, alike, product
from app.domain.cost import HOURS

_BILLION = 10**9
_FIRST: Mapping[str, Decimal] = {"x86_64": Decimal(6 * _BILLION), "arm64": Decimal(7_500_000_000)}
_TIERS: Mapping[str, tuple[Tier, ...]] = {
    "x86_64": (
        (6 * _BILLION, "Duration (first 6B)"),
        (9 * _BILLION, "Duration (next 9B)"),
        (None, "Duration (over 15B)"),
    ),
    "arm64": (
        (7_500_000_000, "Duration (first 7.5B)"),
        (11_250_000_000, "Duration (next 11.25B)"),
        (None, "Duration (over 18.75B)"),
    ),
}
_INCLUDED_STORAGE = 512
_DEFAULT_MEMORY = 128
_USE = ("monthly_requests", "request_duration_ms")


def _architecture(found: object) -> str:
    return "arm64" if isinstance(found, list) and "arm64" in found else "x86_64"


def _seconds(bill: Bill) -> Decimal | None:
    """Billed seconds of a month; a request's duration counts in whole milliseconds."""
    duration = bill.usage("request_duration_ms")
    rounded = None if duration is None else Decimal(math.ceil(duration))
    return product(bill.usage("monthly_requests"), rounded, Decimal("0.001"))


def function(bill: Bill) -> None:
    """A function. One at the edge of CloudFront has other prices, which the book does not hold."""
    if bill.referring("aws_cloudfront_distribution"):
        bill.unpriced("Lambda@Edge has prices of its own, which are not known")
        return
    memory = bill.number("memory_size", _DEFAULT_MEMORY)
    bill.label(f"{memory:f} MB")
    bill.charge("Requests", bill.usage("monthly_requests", per=MILLION), usage=True, keys=_USE[:1])
    seconds = _seconds(bill)
    used = product(seconds, memory / 1024)
    architecture = _architecture(bill.get("architectures"))
    if architecture == "x86_64" and used is not None and used <= _FIRST[architecture]:
        bill.charge("Duration", used, usage=True, keys=_USE)
    else:
        bill.tiered(used, _TIERS[architecture], usage=True, keys=_USE)
    storage = bill.number("ephemeral_storage.size", _INCLUDED_STORAGE) - _INCLUDED_STORAGE
    if storage > 0:
        bill.charge("Ephemeral storage", product(seconds, storage / 1024), usage=True, keys=_USE)


def _memory(bill: Bill) -> Decimal | None:
    """The function's memory: as the usage file states, else as planned, else as assumed."""
    stated = bill.stated("memory_mb")
    named = bill.related("function_name")
    if stated is None and named:
        return bill.of(named[0]).number("memory_size", _DEFAULT_MEMORY)
    return bill.usage("memory_mb") if stated is None else stated


def provisioned_concurrency(bill: Bill) -> None:
    """Kept-warm instances: paid all month unless the usage file says for how many hours.

    The book holds the prices of arm64; those of x86_64 are a quarter higher (AWS lists arm64 at 20 % less).
    """
    named = bill.related("function_name")
    planned = _architecture(bill.of(named[0]).get("architectures")) if named else "x86_64"
    dearer = bill.told("architecture", planned) != "arm64"
    memory = _memory(bill)
    size = None if memory is None else memory / 1024
    hours = bill.stated("monthly_duration_hrs")
    count = bill.number("provisioned_concurrent_executions")
    kept = product(size, count, HOURS if hours is None else hours, 3600)
    _charge(bill, "Provisioned Concurrency", kept, dearer=dearer, usage=hours is not None)
    _charge(bill, "Duration", product(_seconds(bill), size), dearer=dearer, usage=True)
    requests = bill.usage("monthly_requests")
    bill.charge("Requests", None if requests is None else requests / MILLION, usage=True, keys=_USE[:1])


def _charge(bill: Bill, name: str, quantity: Decimal | None, *, dearer: bool, usage: bool) -> None:
    listed = bill.book.component(bill.resource.type, name, bill.listed_in or bill.region)
    price = listed.price.times("1.25", "a quarter more for x86_64") if dearer and listed is not None else None
    bill.charge(name, quantity, price=price, usage=usage, keys=_USE)


PRICERS: Mapping[str, Pricer] = alike(
    {
        "aws_lambda_function": function,
        "aws_lambda_provisioned_concurrency_config": provisioned_concurrency,
    },
    MOST,
)
