"""Traffic that leaves a region. No resource stands for it: a usage file tells it as ``aws_data_transfer.<name>``."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from app.analysis.pricing.base import Bill, Pricer
from app.analysis.pricing.usage import Usage
from app.domain.planned import PlannedResource

TYPE = "aws_data_transfer"
_TERABYTE = 1024
_SIZES = (10 * _TERABYTE, 40 * _TERABYTE, 100 * _TERABYTE, None)
_NAMES = ("first 10TB", "next 40TB", "next 100TB", "over 150TB")
_BOTH_WAYS = 2
"""Between zones AWS charges a gigabyte where it leaves and where it arrives."""


class _Prices(NamedTuple):
    """Dollars a GB to the internet by tier, and to another region."""

    internet: tuple[str, str, str, str]
    region: str


_NEAR = _Prices(("0.09", "0.085", "0.07", "0.05"), "0.02")
_REGIONS: Mapping[str, _Prices] = {
    **dict.fromkeys(
        (
            "us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "eu-central-1", "eu-north-1",
            "eu-west-1", "eu-west-2", "eu-west-3",
        ),
        _NEAR,
    ),
    "ap-northeast-1": _Prices(("0.114", "0.089", "0.086", "0.084"), "0.09"),
    "ap-southeast-1": _Prices(("0.12", "0.085", "0.082", "0.08"), "0.09"),
    "ap-southeast-2": _Prices(("0.114", "0.098", "0.094", "0.092"), "0.098"),
    "ap-south-1": _Prices(("0.1093", "0.085", "0.082", "0.08"), "0.086"),
    "sa-east-1": _Prices(("0.15", "0.138", "0.126", "0.114"), "0.138"),
}  # fmt: skip
"""Which of the prices that the list has under one label are a region's. Source: AWS, EC2 on-demand pricing, data
transfer."""


def traffic(usage: Usage) -> Iterator[PlannedResource]:
    """What a usage file tells of traffic, as if each were a resource of the region that it names."""
    for address, keys in usage.resources.items():
        type_, _, name = address.partition(".")
        if type_ == TYPE:
            yield PlannedResource(address, TYPE, name, provider="aws", region=str(keys.get("region", "")))


def data_transfer(bill: Bill) -> None:
    """Traffic to the internet, to other regions, and between the zones of one."""
    region = bill.told("region", bill.region)
    key = "monthly_intra_region_gb"
    within = bill.stated(key) or 0
    bill.charge("Intra-region data transfer", within * _BOTH_WAYS, usage=True, keys=(key,))
    key = "monthly_outbound_us_east_to_us_east_gb"
    bill.charge("Outbound data transfer to US East regions", bill.stated(key) or 0, usage=True, keys=(key,))
    prices = _REGIONS.get(region)
    out, away = bill.stated("monthly_outbound_internet_gb") or 0, bill.stated("monthly_outbound_other_regions_gb") or 0
    if prices is None:
        if out or away:
            bill.unpriced(f"no price for traffic out of {region or 'a region that is not told'}")
        return
    bill.listed_in = "us-east-1"  # where the list has them all
    key = "monthly_outbound_other_regions_gb"
    bill.charge("Outbound data transfer to other regions", away, pick=prices.region, usage=True, keys=(key,))
    for size, name, pick in zip(_SIZES, _NAMES, prices.internet, strict=True):
        part = out if size is None else min(out, size)
        shown = f"Outbound data transfer to Internet ({name})"
        bill.charge(shown, part, pick=pick, usage=True, keys=("monthly_outbound_internet_gb",))
        out -= part


PRICERS: Mapping[str, Pricer] = {TYPE: data_transfer}
