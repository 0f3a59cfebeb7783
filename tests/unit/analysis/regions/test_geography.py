"""Where regions are."""

import pytest

from app.analysis.regions.geography import ADEQUATE, in_the_eea


@pytest.mark.parametrize("region", ["eu-central-1", "eu-south-2", "eusc-de-east-1", "westeurope", "europe-west3", "eu"])
def test_inside(region: str) -> None:
    assert in_the_eea(region)


@pytest.mark.parametrize(
    "region", ["eu-west-2", "eu-central-2", "us-east-1", "uksouth", "europe-west2", "europe-west6", ""]
)
def test_outside(region: str) -> None:
    """London and Zurich have European names and are not in the EEA."""
    assert not in_the_eea(region)


def test_adequate_countries_are_outside() -> None:
    assert not any(in_the_eea(region) for region in ADEQUATE)
