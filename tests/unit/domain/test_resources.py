"""Addresses."""

from app.domain.resources import Resource


def test_addresses_of_resources_and_data_sources() -> None:
    assert Resource("aws_vpc", "main", {}, "network").address == "aws_vpc.main"
    assert Resource("aws_region", "current", {}, "operations", data=True).address == "data.aws_region.current"
