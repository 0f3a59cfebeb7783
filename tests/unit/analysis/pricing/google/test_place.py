import pytest

from app.analysis.pricing.google.place import in_region
from tests.unit.analysis.pricing.bills import bill_of


@pytest.mark.parametrize(
    ("values", "region", "zonal", "where"),
    [
        ({"zone": "europe-west1-b"}, "europe-west1", True, "europe-west1"),
        ({"location": "us-central1-a"}, "us-central1-a", True, "us-central1"),
        ({"location": "us-central1"}, "us-central1", False, "us-central1"),
        ({}, "us-east4", False, "us-east4"),
    ],
)
def test_a_zone_has_its_regions_prices(values: dict[str, str], region: str, zonal: bool, where: str) -> None:
    bill = bill_of("google_unheard_of", values, region=region)
    assert in_region(bill) == zonal
    assert bill.region == where
