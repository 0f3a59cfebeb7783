"""A bound counts where the quote says so in so many words."""

import pytest

from app.domain.request import Constraints
from app.reasoning.tasks.design import Bound, BoundName
from app.reasoning.tasks.design_bounds import bound_of


@pytest.mark.parametrize(
    ("what", "value", "quote", "expected"),
    [
        ("region", "eu-west-1", "it runs in eu-west-1", Constraints(region="eu-west-1", regions=("eu-west-1",))),
        ("region", "eu-west-1", "close to Dublin", Constraints(region="eu-west-1", regions=("eu-west-1",))),
        ("environment", "prod", "our production shop", Constraints(environments=("prod",))),
        ("budget_monthly", "1500", "at most $1,500 a month", Constraints(budget_monthly=1500.0)),
        ("budget_monthly", "$1,500", "at most 1500", Constraints(budget_monthly=1500.0)),
        ("availability", "high", "it must never be down", Constraints(availability="high")),
        ("availability", "99.9%", "99.9% of the time", Constraints(availability="99.9%")),
        ("framework", "pci", "under PCI-DSS", Constraints(frameworks=("pci",))),
    ],
)
def test_what_the_quote_says(what: BoundName, value: str, quote: str, expected: Constraints) -> None:
    assert bound_of(Bound(what=what, value=value, quote=quote), Constraints()) == expected


@pytest.mark.parametrize(
    ("what", "value", "quote"),
    [
        ("region", "us-east-2", "it runs in eu-west-1"),
        ("region", "Dublin", "close to Dublin"),
        ("region", "eu-west-1\n", "it runs in eu-west-1"),
        ("environment", "prod", "our shop"),
        ("environment", "shop", "our shop"),
        ("budget_monthly", "15000", "at most $1,500 a month"),
        ("budget_monthly", "1e9", "at most 1e9"),
        ("budget_monthly", "0", "0 dollars"),
        ("budget_monthly", "a lot", "a lot"),
        ("availability", "99.99%", "99.9% of the time"),
        ("availability", "50%", "50% of the time"),
        ("framework", "hipaa", "under PCI-DSS"),
        ("framework", "unknown", "under unknown"),
    ],
)
def test_what_it_does_not_say(what: BoundName, value: str, quote: str) -> None:
    with pytest.raises(ValueError, match="quote"):
        bound_of(Bound(what=what, value=value, quote=quote), Constraints())


def test_a_budget_never_grows() -> None:
    bound = Bound(what="budget_monthly", value="500", quote="perhaps 500")
    assert bound_of(bound, Constraints(budget_monthly=200.0)).budget_monthly == 200.0


def test_a_region_that_is_known_changes_nothing() -> None:
    bound = Bound(what="region", value="eu-west-1", quote="in eu-west-1")
    assert bound_of(bound, Constraints(regions=("eu-west-1",))) == Constraints()
