"""Messages: queues, topics, event buses."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from app.analysis.pricing.aws.regions import MOST
from app.analysis.pricing.base import Bill, Pricer
from app.analysis.pricing.metered import MILLION, Use, alike, beyond, chunks, priced, product
from app.analysis.pricing.price import Price

_CHUNK_KB = 64
"""A request is billed in pieces of 64 KB (AWS, SQS and SNS pricing)."""
_KB_PER_GB = 1024 * 1024
_SIZED = ("monthly_requests", "request_size_kb")
_PER_MILLION = Decimal(1) / MILLION


class _Delivery(NamedTuple):
    """A way out of a topic: its usage key, the protocols, and its component: how many are free, how many a unit."""

    key: str
    protocols: tuple[str, ...]
    name: str
    free: int
    per: int


_DELIVERIES = (
    _Delivery("http_subscriptions", ("http", "https"), "HTTP/HTTPS notifications (over 100k)", 100_000, 100_000),
    _Delivery(
        "email_subscriptions", ("email", "email-json"), "Email/Email-JSON notifications (over 1k)", 1000, 100_000
    ),
    _Delivery("kinesis_subscriptions", ("firehose",), "Kinesis Firehose notifications", 0, MILLION),
    _Delivery("mobile_push_subscriptions", ("application",), "Mobile Push notifications", 0, MILLION),
    _Delivery("macos_subscriptions", (), "MacOS notifications", 0, MILLION),
    _Delivery("sms_subscriptions", ("sms",), "SMS notifications (over 100)", 100, 100),
)


def _requests(bill: Bill) -> Decimal | None:
    return product(bill.usage("monthly_requests"), chunks(bill.usage("request_size_kb"), _CHUNK_KB))


def queue(bill: Bill) -> None:
    """A queue's requests, dearer when first-in-first-out. No use is assumed of a queue for dead letters."""
    if bill.stated("monthly_requests") is None and _takes_dead_letters(bill):
        bill.free()
        return
    price = "0.5" if bill.flag("fifo_queue") else "0.4"
    bill.charge("Requests", product(_requests(bill), _PER_MILLION), pick=price, usage=True, keys=_SIZED)


def _takes_dead_letters(bill: Bill) -> bool:
    """Whether another queue, a subscription or a function sends here what it could not deliver."""
    own = bill.resource.address
    return any(
        own in named
        for other in bill.referring()
        for attribute, named in other.references.items()
        if attribute.startswith(("redrive_policy", "dead_letter_config"))
    )


def _subscribers(bill: Bill) -> Mapping[str, Decimal]:
    """How many receive each message, by usage key: as stated, else as the stack subscribes them to the topic."""
    planned = Counter(str(one.get("protocol", "")) for one in bill.referring("aws_sns_topic_subscription"))
    found: dict[str, Decimal] = {}
    for way in _DELIVERIES:
        stated = bill.stated(way.key)
        found[way.key] = stated if stated is not None else Decimal(sum(planned[one] for one in way.protocols))
    return found


def topic(bill: Bill) -> None:
    """A topic: what is published, and what is delivered to its subscribers (queues and functions receive freely)."""
    if bill.flag("fifo_topic"):
        _fifo_topic(bill)
        return
    requests = beyond(_requests(bill), MILLION)
    bill.charge("API requests (over 1M)", product(requests, _PER_MILLION), usage=True, keys=_SIZED)
    subscribers = _subscribers(bill)
    for way in _DELIVERIES:
        sent = beyond(product(bill.usage("monthly_requests"), subscribers[way.key]), way.free)
        price = _text_message(bill) if way.key == "sms_subscriptions" else None
        quantity = product(sent, Decimal(1) / way.per)
        bill.charge(way.name, quantity, price=price, usage=True, keys=("monthly_requests",))


def _text_message(bill: Bill) -> Price | None:
    """What a hundred text messages cost where they go: as stated, else the list's, which is an estimate."""
    stated = bill.stated("sms_notification_price")
    return None if stated is None else Price(stated * 100, "100 notifications", "usage file")


def _fifo_topic(bill: Bill) -> None:
    requests, size = bill.usage("monthly_requests"), bill.usage("request_size_kb")
    subscribers = Decimal(len(bill.referring("aws_sns_topic_subscription")))
    payload = product(requests, size, Decimal(1) / _KB_PER_GB)
    millions = product(requests, _PER_MILLION)
    bill.charge("FIFO Publish API requests", millions, usage=True, keys=_SIZED)
    bill.charge("FIFO Publish API payload", payload, usage=True, keys=_SIZED)
    bill.charge("FIFO notifications", product(millions, subscribers), usage=True, keys=_SIZED)
    bill.charge("FIFO notification payload", product(payload, subscribers), usage=True, keys=_SIZED)


def subscription(bill: Bill) -> None:
    """Billed with its topic, unless a usage file of the older form tells the subscription's own requests."""
    stated = bill.stated("monthly_requests")
    if stated is None or bill.text("protocol") not in {"http", "https"}:
        bill.free()
        return
    sent = stated * chunks(bill.stated("request_size_kb"), _CHUNK_KB)
    bill.charge("HTTP notifications", sent / MILLION, usage=True, keys=_SIZED)


_EVENTS = priced(
    Use("Custom events published", "monthly_custom_events", MILLION),
    Use("Third-party events published", "monthly_third_party_events", MILLION),
    Use("Archive processing", "monthly_archive_processing_gb"),
    Use("Archive storage", "archive_storage_gb"),
    Use("Schema discovery", "monthly_schema_discovery_events", MILLION),
)

PRICERS: Mapping[str, Pricer] = {
    **alike({"aws_sqs_queue": queue, "aws_cloudwatch_event_bus": _EVENTS}, MOST),
    "aws_sns_topic": topic,
    "aws_sns_topic_subscription": subscription,
}
