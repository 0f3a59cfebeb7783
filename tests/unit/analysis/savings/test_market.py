"""The book and the usage file as the rules see them."""

from decimal import Decimal

import pytest

from app.analysis.savings.market import Market
from app.domain.cost import Component
from tests.unit.analysis.savings.stacks import book, resource, view


def line(name: str) -> Component:
    return Component(name, "hours", Decimal(730), Decimal(1), "test")


@pytest.mark.parametrize(
    ("address", "values", "name", "priced"),
    [
        ("aws_instance.a", {}, "Instance usage (Linux/UNIX, on-demand, m5.large)", True),
        ("aws_instance.a", {}, "Instance usage (Windows, on-demand, m5.large)", False),
        ("aws_instance.a", {"tenancy": "dedicated"}, "Instance usage (Linux/UNIX, on-demand, m5.large)", False),
        ("aws_elasticache_cluster.a", {"engine": "redis"}, "ElastiCache (on-demand, cache.m6g.large)", True),
        ("aws_opensearch_domain.a", {}, "Instance (on-demand, m6g.large.search)", True),
        ("aws_db_instance.a", {}, "Database instance (on-demand, Single-AZ, db.m5.large)", False),
        ("aws_instance.a", {}, "Storage (general purpose SSD, gp3)", False),
        (
            "google_compute_instance.a",
            {"machine_type": "n1-standard-4"},
            "Instance usage (Linux/UNIX, on-demand, x)",
            True,
        ),
        (
            "google_compute_instance.a",
            {"machine_type": "n1-standard-4"},
            "Instance usage (Linux/UNIX, preemptible, x)",
            False,
        ),
    ],
)
def test_reservations_are_looked_up_by_the_machine_that_a_line_names(
    address: str, values: dict[str, object], name: str, priced: bool
) -> None:
    found = Market(book()).reserved(resource(address, **values), line(name), 1)
    assert (found is not None) is priced


def test_unit_prices_are_the_books() -> None:
    market = Market(book())
    assert market.rate("aws_nat_gateway", "NAT gateway", "us-east-1") == Decimal("0.045")
    assert market.rate("aws_nat_gateway", "Moon gateway", "us-east-1") is None


def test_metrics_are_the_numbers_of_the_usage_file() -> None:
    instance = resource("aws_instance.a")
    seen = view(instance, measured={"aws_instance.a": {"cpu_max_percent": 12.5, "measured_on": "m5.large"}})
    assert seen.metrics(instance) == {"cpu_max_percent": Decimal("12.5")}
    assert seen.used_on(instance) == "m5.large"
