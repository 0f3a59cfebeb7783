"""What a bill adds up to."""

from decimal import Decimal

from app.domain.cost import Component, CostChange, Estimate, ResourceCost, Saving, in_usd, saved

HOURLY = Component("Instance", "hours", Decimal(730), Decimal("0.096"), "table")
STORED = Component("Storage", "GB", Decimal(50), Decimal("0.023"), "table", usage=True)
WEB = ResourceCost("aws_instance.web", "aws_instance", components=(HOURLY, STORED))


def test_the_baseline_never_contains_what_depends_on_use() -> None:
    assert WEB.baseline == Decimal("70.08")
    assert WEB.by_usage == Decimal("1.15")
    assert WEB.monthly == Decimal("71.23")


def test_an_estimate_is_the_sum_of_its_resources() -> None:
    estimate = Estimate(resources=(WEB, WEB))
    assert (estimate.baseline, estimate.by_usage, estimate.monthly) == (
        Decimal("140.16"),
        Decimal("2.30"),
        Decimal("142.46"),
    )
    assert Estimate().monthly == 0


def test_a_change_counts_what_is_new_and_what_goes() -> None:
    assert CostChange("a", "t", ".", None, Decimal(5)).difference == 5
    assert CostChange("a", "t", ".", Decimal(5), None).difference == -5
    assert CostChange("a", "t", ".", Decimal(5), Decimal(7)).difference == 2


def test_commitments_are_not_added_to_savings() -> None:
    change = Saving("ebs-gp2-gp3", "a", "use gp3", Decimal(2), "high")
    promise = Saving("ri-sp-1y", "a", "commit", Decimal(30), "medium", commitment=True)
    assert saved([change, promise]) == 2
    assert saved([]) == 0


def test_sentences_say_money_to_the_cent_half_a_cent_up() -> None:
    assert [in_usd(Decimal(one)) for one in ("1234.5", "0.125", "0")] == ["1,234.50 USD", "0.13 USD", "0.00 USD"]
