"""Tables by region are consistent."""

import re

from app.toolchains.simulator.aws.regions import (
    ELB_ACCOUNTS,
    LOAD_BALANCER_ZONES,
    MANAGED_POLICIES,
    NETWORK_ZONES,
    REGIONS,
    zone_letters,
)


def test_tables_name_known_regions() -> None:
    for table in (ELB_ACCOUNTS, LOAD_BALANCER_ZONES, NETWORK_ZONES):
        assert set(table) <= set(REGIONS)


def test_identifiers_have_their_shapes() -> None:
    assert all(re.fullmatch(r"\d{12}", account) for account in ELB_ACCOUNTS.values())
    assert all(re.fullmatch(r"Z[0-9A-Z]{10,}", zone) for zone in LOAD_BALANCER_ZONES.values())
    assert all(re.fullmatch(r"[0-9a-f-]{36}", identifier) for identifier in MANAGED_POLICIES.values())
    assert len(set(ELB_ACCOUNTS.values())) == len(ELB_ACCOUNTS)


def test_zone_letters() -> None:
    assert (zone_letters("us-east-1"), zone_letters("eu-west-1")) == ("abcdef", "abc")
