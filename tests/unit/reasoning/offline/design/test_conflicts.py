from typing import Any

import pytest

from app.reasoning.offline.design.conflicts import settle
from tests.unit.reasoning.offline.small_catalogue import SERVICES, component, request_of

STORE, NETWORK = component("rds", "db"), component("vpc", "main", implied=True)


@pytest.mark.parametrize(
    ("constraints", "settings", "decision"),
    [
        ({}, {}, ""),
        ({"budget_monthly": 900.0}, {}, ""),
        (
            {"budget_monthly": 80.0},
            {"multi_az": False},
            "Saved: a database in one zone instead of two; one NAT gateway",
        ),
        ({"budget_monthly": 80.0, "availability": "high"}, {}, "Availability is kept"),
    ],
)
def test_a_small_budget(constraints: dict[str, Any], settings: dict[str, Any], decision: str) -> None:
    settled = settle(request_of([STORE], constraints=constraints), [STORE, NETWORK], SERVICES)
    store, network = settled.request.components
    assert store.settings == settings
    assert network.settings == ({"single_nat": True} if settings else {})
    assert [one.decision.startswith(decision) for one in settled.settlements] == ([True] if decision else [])


def test_what_is_stated_stays() -> None:
    stated = component("rds", "db", settings={"multi_az": True})
    settled = settle(request_of([stated], constraints={"budget_monthly": 80.0}), [stated], SERVICES)
    assert settled.request.components == (stated,)
    assert settled.settlements == ()


@pytest.mark.parametrize(
    ("frameworks", "region", "found"),
    [
        (("gdpr",), "us-east-1", True),
        (("gdpr",), "eu-west-2", True),
        (("gdpr",), "eu-west-1", False),
        (("gdpr",), "", False),
        (("hipaa",), "us-east-1", False),
    ],
)
def test_gdpr_outside_of_the_union(frameworks: tuple[str, ...], region: str, found: bool) -> None:
    request = request_of([STORE], constraints={"frameworks": frameworks, "region": region})
    assert bool(settle(request, [STORE], SERVICES).settlements) is found
