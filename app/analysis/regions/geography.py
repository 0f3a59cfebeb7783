"""Where regions are, as far as the GDPR asks.

Sources: the providers' lists of regions (AWS "Regions and Availability Zones", Azure "List of Azure regions", Google
Cloud "Geography and regions") and the Commission's list of adequacy decisions, all as of November 2026. The United
States' decision holds only for companies that took part in the framework, so US regions are not among them.
"""

from fnmatch import fnmatchcase

IN_THE_EEA = (
    # AWS: Ireland, Paris, Frankfurt, Stockholm, Milan, Spain, the European Sovereign Cloud
    *("eu-west-1", "eu-west-3", "eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eusc-*"),
    # Azure
    *("northeurope", "westeurope", "francecentral", "francesouth", "germanywestcentral", "germanynorth"),
    *("swedencentral", "swedensouth", "italynorth", "spaincentral", "polandcentral", "norwayeast", "norwaywest"),
    *("austriaeast", "belgiumcentral", "denmarkeast", "finlandcentral", "greececentral", "europe"),
    # Google Cloud: Belgium, Frankfurt, Netherlands, Milan, Paris, Berlin, Turin, Warsaw, Finland, Stockholm, Madrid
    *("europe-west1", "europe-west3", "europe-west4", "europe-west8", "europe-west9", "europe-west10"),
    *("europe-west12", "europe-central2", "europe-north1", "europe-north2", "europe-southwest1", "eu", "eur4", "eur5"),
    *("eur7", "eur8"),
)
"""Regions in the European Economic Area: GDPR applies there, nothing leaves."""

ADEQUATE = {
    "eu-west-2": "the United Kingdom",
    "uksouth": "the United Kingdom",
    "ukwest": "the United Kingdom",
    "europe-west2": "the United Kingdom",
    "eu-central-2": "Switzerland",
    "switzerlandnorth": "Switzerland",
    "switzerlandwest": "Switzerland",
    "europe-west6": "Switzerland",
    "ap-northeast-1": "Japan",
    "ap-northeast-3": "Japan",
    "japaneast": "Japan",
    "japanwest": "Japan",
    "asia-northeast1": "Japan",
    "asia-northeast2": "Japan",
    "ap-northeast-2": "the Republic of Korea",
    "koreacentral": "the Republic of Korea",
    "koreasouth": "the Republic of Korea",
    "asia-northeast3": "the Republic of Korea",
    "il-central-1": "Israel",
    "israelcentral": "Israel",
    "me-west1": "Israel",
    "ap-southeast-6": "New Zealand",
    "newzealandnorth": "New Zealand",
    "ca-central-1": "Canada (commercial organisations)",
    "ca-west-1": "Canada (commercial organisations)",
    "canadacentral": "Canada (commercial organisations)",
    "canadaeast": "Canada (commercial organisations)",
    "northamerica-northeast1": "Canada (commercial organisations)",
    "northamerica-northeast2": "Canada (commercial organisations)",
}
"""Regions in countries of which the Commission decided that they protect personal data well enough (Art. 45)."""


def in_the_eea(region: str) -> bool:
    """Whether a region is in the European Economic Area."""
    return any(fnmatchcase(region, glob) for glob in IN_THE_EEA)
