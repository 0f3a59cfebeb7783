from decimal import Decimal
from typing import Any

import pytest

from app.domain.planned import PlannedResource
from tests.unit.analysis.pricing.bills import baseline, bill_of, by_usage, estimated, lines

HERE = "us-central1"


@pytest.mark.parametrize(
    ("user", "month"),
    [
        ("", "7.30"),
        ("google_compute_instance", "3.65"),
        ("google_compute_forwarding_rule", "0"),
        ("google_compute_router_nat", "0"),
    ],
)
def test_an_address_by_what_uses_it(user: str, month: str) -> None:
    others = (
        [PlannedResource(f"{user}.u", user, "u", references={"x": ("google_compute_address.this",)})] if user else []
    )
    assert baseline(bill_of("google_compute_address", {}, region=HERE, others=others)) == Decimal(month)


def test_an_address_inside_of_a_network_is_free() -> None:
    assert bill_of("google_compute_address", {"address_type": "INTERNAL"}, region=HERE).cost() is None


@pytest.mark.parametrize(("machines", "hours"), [(4, 2920), (40, 23_360)])
def test_a_gateway_is_billed_for_so_many_machines_at_most(machines: int, hours: int) -> None:
    use = {"assigned_vms": machines, "monthly_data_processed_gb": 100}
    found = lines(bill_of("google_compute_router_nat", {}, use, region=HERE))
    assert [int(quantity) for quantity, _ in found.values()] == [hours, 100]


@pytest.mark.parametrize(
    ("type_", "use", "base", "used"),
    [
        ("google_compute_forwarding_rule", {"monthly_ingress_data_gb": 100}, "7.30", "0.80"),
        ("google_compute_vpn_tunnel", {}, "36.50", "0"),
        ("google_dns_managed_zone", {}, "0.20", "0"),
        ("google_dns_record_set", {"monthly_queries": 5_000_000}, "0", "2.00"),
    ],
)
def test_hours_and_use(type_: str, use: dict[str, Any], base: str, used: str) -> None:
    bill = bill_of(type_, {}, use, region=HERE)
    assert (baseline(bill), by_usage(bill)) == (Decimal(base), Decimal(used))


def test_a_rule_by_itself_is_an_estimate() -> None:
    assert estimated(bill_of("google_compute_forwarding_rule", {}, region=HERE)) == {"Forwarding rules"}
