"""Buckets, snapshots, messages, secrets and keys."""

from collections.abc import Mapping
from decimal import Decimal

from app.analysis.pricing.base import Bill, Pricer
from app.analysis.pricing.google.disks import by_gigabyte
from app.analysis.pricing.metered import Use, meter_stated, meter_tiers
from app.analysis.pricing.price import Price

_CLASSES = {"STANDARD": "standard", "NEARLINE": "nearline", "COLDLINE": "coldline", "ARCHIVE": "archiv"}
_MULTI = {"us": "us-multi", "eu": "europe-multi", "asia": "asia-multi"}
"""Locations that span regions, and the list's names for them."""
_TEN_THOUSAND = 10_000
_LISTED = "EU"
"""The location whose prices for operations and traffic the list has; Google's are the same elsewhere but in Asia."""
_PLACES = {
    "same_continent": "in same continent",
    "worldwide": "to worldwide excluding Asia, Australia",
    "asia": "to Asia excluding China, but including Hong Kong",
    "china": "to China excluding Hong Kong",
    "australia": "to Australia",
}
_STEPS = ((1024, "first 1TB"), (9 * 1024, "next 9TB"), (None, "over 10TB"))


def bucket(bill: Bill) -> None:
    """What a bucket holds, by its class and location, and what is taken out of the colder classes."""
    kind = bill.text("storage_class", "STANDARD")
    item = _CLASSES.get(kind)
    bill.label(kind.lower())
    if item is None:
        bill.unpriced(f"no price for the storage class {kind}")
        return
    key = "storage_gb"
    price = _in_location(bill, f"storage.bucket.{item}")
    bill.charge(f"Storage ({kind.lower()})", bill.usage(key), price=price, usage=True, keys=(key,))
    key = "monthly_data_retrieval_gb"
    if item != "standard":
        price = _in_location(bill, f"storage.retrieval.{item}")
        bill.charge("Data retrieval", bill.usage(key), price=price, usage=True, keys=(key,))
    for name, key in (
        ("Object adds, bucket/object list (class A)", "monthly_class_a_operations"),
        ("Object gets, retrieve bucket/object metadata (class B)", "monthly_class_b_operations"),
    ):
        stated = bill.stated(key)
        if stated is not None and item == "standard":
            bill.charge(name, stated / _TEN_THOUSAND, usage=True, keys=(key,), region=_LISTED)
        elif stated is not None:
            bill.unpriced(f"no price for operations on {kind.lower()} objects")
    _egress(bill)


def _egress(bill: Bill) -> None:
    """What leaves a bucket, by where it goes, as the usage file states it."""
    for place, words in _PLACES.items():
        key = f"monthly_egress_data_transfer_gb.{place}"
        name = f"Network egress > Data transfer {words}"
        if place == "same_continent":
            bill.charge(name, bill.stated(key) or 0, usage=True, keys=(key,), region=_LISTED)
        else:
            tiers = [(size, f"{name} ({step})") for size, step in _STEPS]
            meter_tiers(bill, bill.stated(key) or 0, tiers, (key,), region=_LISTED)


def _in_location(bill: Bill, item: str) -> Price | None:
    """A GB in a region, or in a location of several regions."""
    several = _MULTI.get(bill.text("location").lower())
    if several is None:
        return by_gigabyte(bill, item)
    bill.notes.clear()  # that nothing is known of such a region; its buckets are listed
    return by_gigabyte(bill, f"{item}-multi", several)


def stored(bill: Bill) -> None:
    """An image, by the GB that it holds."""
    key = "storage_gb"
    bill.charge("Storage", bill.usage(key), usage=True, keys=(key,))


def topic(bill: Bill) -> None:
    """Messages that are published."""
    key = "monthly_message_data_tb"
    bill.charge("Message ingestion data", bill.usage(key), usage=True, keys=(key,))


def subscription(bill: Bill) -> None:
    """Messages that are delivered, and those that are kept."""
    key = "monthly_message_data_tb"
    bill.charge("Message delivery data", bill.usage(key), usage=True, keys=(key,))
    if bill.flag("retain_acked_messages"):
        key = "storage_gb"
        bill.charge("Retained acknowledged message storage", bill.usage(key), usage=True, keys=(key,))
    meter_stated(bill, Use("Snapshot message backlog storage", "snapshot_storage_gb"))


def secret_version(bill: Bill) -> None:
    """A version by the month, and how often it is read."""
    bill.charge("Active secret versions", 1, usage=False)
    key = "monthly_access_operations"
    bill.charge("Access operations", bill.usage(key, per=_TEN_THOUSAND), usage=True, keys=(key,))


def crypto_key(bill: Bill) -> None:
    """One version of a software key, or as many as the usage file states; other kinds of keys are not priced."""
    level = str(bill.resource.get("version_template.protection_level", "SOFTWARE"))
    if level != "SOFTWARE":
        bill.unpriced(f"no price for keys of protection level {level}")
        return
    key = "key_versions"
    versions = bill.stated(key)
    bill.charge("Key versions", Decimal(1) if versions is None else versions, usage=versions is not None, keys=(key,))
    key = "monthly_key_operations"
    operations = bill.stated(key)
    if operations is not None:
        bill.charge("Operations", operations / _TEN_THOUSAND, pick="0.03", usage=True, keys=(key,))


PRICERS: Mapping[str, Pricer] = {
    "google_storage_bucket": bucket,
    "google_compute_snapshot": stored,
    "google_compute_image": stored,
    "google_pubsub_topic": topic,
    "google_pubsub_subscription": subscription,
    "google_secret_manager_secret_version": secret_version,
    "google_kms_crypto_key": crypto_key,
}
