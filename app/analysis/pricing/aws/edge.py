"""The edge of the network, whose prices go by where the users are: CloudFront and Global Accelerator."""

from collections.abc import Mapping

from app.analysis.pricing.base import Bill, Pricer, Tier
from app.analysis.pricing.metered import Use, alike, beyond, meter, meter_stated, priced

_PLACES: Mapping[str, str] = {
    "us": "US, Mexico, Canada",
    "europe": "Europe, Israel",
    "south_africa": "South Africa, Kenya, Middle East",
    "south_america": "South America",
    "japan": "Japan",
    "australia": "Australia, New Zealand",
    "asia_pacific": "Hong Kong, Philippines, Asia Pacific",
    "india": "India",
}
"""Where viewers are: the key of the usage file, and the price list's words."""
_TERABYTE = 1024
_OUT = "Data transfer out to internet"
_TIERS: tuple[tuple[int | None, str], ...] = (
    (10 * _TERABYTE, "first 10TB"),
    (40 * _TERABYTE, "next 40TB"),
    (100 * _TERABYTE, "next 100TB"),
    (350 * _TERABYTE, "next 350TB"),
    (524 * _TERABYTE, "next 524TB"),
    (4096 * _TERABYTE, "next 4PB"),
    (None, "over 5PB"),
)
_SHIELDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "us": ("US", ("us-east-1", "us-east-2", "us-west-2")),
    "europe": ("Europe", ("eu-west-1", "eu-west-2", "eu-central-1")),
    "south_america": ("South America sa-east-1", ("sa-east-1",)),
    "japan": ("Japan", ("ap-northeast-1",)),
    "australia": ("Australia", ("ap-southeast-2",)),
    "singapore": ("Singapore", ("ap-southeast-1",)),
    "south_korea": ("South Korea", ("ap-northeast-2",)),
    "india": ("India", ("ap-south-1",)),
}
"""Where an origin shield may stand: the usage key, the price list's words, and the regions."""
_FREE_INVALIDATIONS = 1000


def distribution(bill: Bill) -> None:
    """A distribution: traffic and requests by place; shield, encryption, logs and certificates where it uses them."""
    if not bill.flag("enabled", default=True):
        bill.free()
        return
    for key, place in _PLACES.items():
        _place(bill, key, place)
    for key, (words, regions) in _SHIELDS.items():
        _shield(bill, key, words, regions)
    key = "monthly_invalidation_requests"
    paths = beyond(bill.usage(key), _FREE_INVALIDATIONS)
    bill.charge("Invalidation requests (over 1k)", paths, usage=True, keys=(key,))
    _by_feature(
        bill, "field_level_encryption_id", "Field level encryption requests", "monthly_encryption_requests", 10_000
    )
    _by_feature(bill, "realtime_log_config_arn", "Real-time log requests", "monthly_log_lines", 1_000_000)
    _certificate(bill)


def _place(bill: Bill, key: str, place: str) -> None:
    out = f"monthly_data_transfer_to_internet_gb.{key}"
    tiers: list[Tier] = [(size, f"{place} > {_OUT} ({name})") for size, name in _TIERS]
    bill.tiered(bill.usage(out), tiers, usage=True, keys=(out,))
    meter(
        bill,
        Use(f"{place} > Data transfer out to origin", f"monthly_data_transfer_to_origin_gb.{key}"),
        Use(f"{place} > HTTP requests", f"monthly_http_requests.{key}", 10_000),
        Use(f"{place} > HTTPS requests", f"monthly_https_requests.{key}", 10_000),
    )


def _shield(bill: Bill, key: str, words: str, regions: tuple[str, ...]) -> None:
    """Requests to an origin shield: as stated, else assumed for the place where the configuration puts one."""
    usage_key = f"monthly_shield_requests.{key}"
    placed = any(
        shield.flag("enabled") and shield.text("origin_shield_region") in regions
        for origin in bill.blocks("origin")
        for shield in origin.blocks("origin_shield")
    )
    used = bill.usage(usage_key) if placed else bill.stated(usage_key)
    if used is not None:
        name = f"Origin shield HTTP requests ({words})"
        bill.charge(name, used / 10_000, usage=True, keys=(usage_key,))


def _by_feature(bill: Bill, attribute: str, name: str, key: str, per: int) -> None:
    """A line that is assumed only where a cache behaviour has the attribute set."""
    behaviours = (*bill.blocks("default_cache_behavior"), *bill.blocks("ordered_cache_behavior"))
    uses = any(one.get(attribute) for one in behaviours)
    used = bill.usage(key) if uses else bill.stated(key)
    if used is not None:
        bill.charge(name, used / per, usage=True, keys=(key,))


def _certificate(bill: Bill) -> None:
    """A certificate on addresses of its own (``vip``) is paid by the month; by name (``sni-only``) it is free."""
    dedicated = bill.resource.get("viewer_certificate.ssl_support_method") == "vip"
    stated = bill.stated("custom_ssl_certificates")
    if dedicated or stated:
        count = 1 if stated is None else stated
        bill.charge("Dedicated IP custom SSLs", count, usage=stated is not None)


_ACCELERATED: Mapping[str, str] = {
    "us": "US, Mexico, Canada",
    "europe": "Europe",
    "south_africa": "South Africa, Kenya",
    "south_america": "South America",
    "south_korea": "South Korea",
    "australia": "Australia, New Zealand",
    "asia_pacific": "Asia Pacific",
    "middle_east": "Middle East",
    "india": "India, Indonesia, Philippines, Thailand",
}


def _accelerated_lines() -> list[Use]:
    return [
        Use(f"{place} > {way} DT-premium fee", f"monthly_{way.lower()}_data_transfer_gb.{key}")
        for key, place in _ACCELERATED.items()
        for way in ("Inbound", "Outbound")
    ]


def endpoint_group(bill: Bill) -> None:
    """The premium on traffic by place, as the usage file states it."""
    meter_stated(bill, *_accelerated_lines())


PRICERS: Mapping[str, Pricer] = alike(
    {
        "aws_cloudfront_distribution": distribution,
        "aws_globalaccelerator_accelerator": priced(hourly=["Fixed fee"]),
        "aws_globalaccelerator_endpoint_group": endpoint_group,
    }
)
