"""The control plane of an EKS cluster, dearer once its Kubernetes version is past standard support."""

from collections.abc import Mapping

from app.analysis.pricing.base import Bill, Pricer
from app.analysis.pricing.metered import alike

_STANDARD_UNTIL: Mapping[str, str] = {
    "1.23": "2023-10-11",
    "1.24": "2024-01-31",
    "1.25": "2024-05-01",
    "1.26": "2024-06-11",
    "1.27": "2024-07-24",
    "1.28": "2024-11-26",
    "1.29": "2025-03-23",
    "1.30": "2025-07-23",
    "1.31": "2025-11-26",
    "1.32": "2026-03-23",
    "1.33": "2026-07-29",
    "1.34": "2026-12-02",
    "1.35": "2027-03-27",
}
"""The last day of standard support by version. Source: AWS, Amazon EKS Kubernetes release calendar, April 2026."""


def cluster(bill: Bill) -> None:
    """A cluster by the hour, at the price of the day of the price list."""
    version = bill.text("version")
    ended = _STANDARD_UNTIL.get(version, "9999") < bill.book.as_of
    extended = ended and bill.resource.get("upgrade_policy.support_type", "EXTENDED") == "EXTENDED"
    bill.label(version)
    bill.hourly("EKS cluster (extended support)" if extended else "EKS cluster")
    if bill.flag("compute_config.enabled"):
        bill.note("the fee of EKS Auto Mode for the instances of {} is not counted")


PRICERS: Mapping[str, Pricer] = alike({"aws_eks_cluster": cluster})
