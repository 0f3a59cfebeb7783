"""API Gateway: requests in tiers, messages and connections of WebSockets, the cache of a stage."""

from collections.abc import Mapping

from app.analysis.pricing.base import Bill, Pricer, Tier
from app.analysis.pricing.metered import MILLION, chunks, product

_REST: tuple[Tier, ...] = (
    (333, "Requests (first 333M)"),
    (667, "Requests (next 667M)"),
    (19_000, "Requests (next 19B)"),
    (None, "Requests (over 20B)"),
)
_HTTP: tuple[Tier, ...] = ((300, "Requests (first 300M)"), (None, "Requests (over 300M)"))
_MESSAGES: tuple[Tier, ...] = ((1000, "Messages (first 1B)"), (None, "Messages (over 1B)"))
"""Tiers in millions."""
_REQUEST_KB, _MESSAGE_KB = 512, 32
"""An HTTP request is metered in pieces of 512 KB, a message in pieces of 32 KB (AWS, API Gateway pricing)."""


def rest_api(bill: Bill) -> None:
    """A REST API, by requests."""
    bill.tiered(bill.usage("monthly_requests", per=MILLION), _REST, usage=True, keys=("monthly_requests",))


def api(bill: Bill) -> None:
    """An HTTP or a WebSocket API."""
    if bill.text("protocol_type", "HTTP") == "WEBSOCKET":
        keys: tuple[str, ...] = ("monthly_messages", "message_size_kb")
        pieces = chunks(bill.usage("message_size_kb"), _MESSAGE_KB)
        bill.tiered(product(bill.usage(keys[0], per=MILLION), pieces), _MESSAGES, usage=True, keys=keys)
        minutes = "monthly_connection_mins"
        bill.charge("Connection duration", bill.usage(minutes, per=MILLION), usage=True, keys=(minutes,))
        return
    keys = ("monthly_requests", "request_size_kb")
    pieces = chunks(bill.usage("request_size_kb"), _REQUEST_KB)
    bill.tiered(product(bill.usage(keys[0], per=MILLION), pieces), _HTTP, usage=True, keys=keys)


def stage(bill: Bill) -> None:
    """A stage costs only for its cache."""
    if not bill.flag("cache_cluster_enabled"):
        bill.free()
        return
    size = bill.text("cache_cluster_size", "0.5")
    bill.label(f"{size} GB cache")
    bill.hourly(f"Cache memory ({size} GB)")


PRICERS: Mapping[str, Pricer] = {
    "aws_api_gateway_rest_api": rest_api,
    "aws_apigatewayv2_api": api,
    "aws_api_gateway_stage": stage,
}
