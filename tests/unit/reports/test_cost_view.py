"""An estimate as it is shown."""

from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.cost import CostChange, Estimate, ResourceCost, Saving, Unpriced
from app.domain.run import Outcome
from app.reports.cost_view import view_of
from app.reports.phrases import ENGLISH
from app.reports.section import SHOWN_ROWS, TOP, danger, render_section
from tests.unit.reports.estimates import CHANGED, ESTIMATE, LOGS, NAT, WEB, hours, use

COST = Outcome("r1", "cost", "T", stacks=("web",), estimate=ESTIMATE)


def shown(estimate: Estimate) -> str:
    return render_section(replace(COST, estimate=estimate), ENGLISH)


def test_the_dearest_first_and_use_apart() -> None:
    view = view_of(ESTIMATE)
    assert [line.component.name for line in view.baseline] == ["Instance usage", "NAT gateway"]
    assert [line.component.name for line in view.usage] == ["Data processed", "Data ingested"]
    assert (view.assumed, view.derived, view.several) == (True, True, False)
    assert [saving.rule for saving in view.savings] == ["ec2-generation", "gp2-gp3"]
    assert [saving.rule for saving in view.commitments] == ["ec2-savings-plan"]


def test_changes_by_how_much_they_change() -> None:
    assert [change.address for change in view_of(CHANGED).changes] == [
        "aws_instance.web",
        "aws_nat_gateway.a",
        "aws_eip.old",
    ]


def test_with_several_stacks_each_address_names_its_own() -> None:
    view = view_of(replace(ESTIMATE, resources=(WEB, replace(WEB, stack="db"))))
    assert [line.name for line in view.baseline] == ["db: aws_instance.web", "web: aws_instance.web"]


def test_resources_alike_are_one_line() -> None:
    zones = [replace(NAT, address=f"module.net[0].aws_nat_gateway.n[{zone}]") for zone in ('"a"', '"b"', '"c"')]
    other = replace(NAT, address="module.net[0].aws_nat_gateway.n[3]", components=(hours("NAT gateway", "0.06"),))
    view = view_of(Estimate(resources=(*zones, other)))
    lines = [(line.name, line.times, line.monthly) for line in view.baseline]
    assert lines == [
        ("module.net[*].aws_nat_gateway.n[*]", 3, Decimal("109.50")),
        ("module.net[0].aws_nat_gateway.n[3]", 1, Decimal("43.80")),
    ]
    assert (
        "| `module.net[*].aws_nat_gateway.n[*]` × 3 | NAT gateway | 730 hours | 0.05 (estimated) | 109.50 |"
        in shown(Estimate(resources=tuple(zones)))
    )


def test_prices_name_their_sources() -> None:
    older = replace(WEB, address="x", components=(replace(WEB.components[0], source="another list", date="2024"),))
    view = view_of(replace(ESTIMATE, resources=(WEB, older, NAT)))
    assert view.sources == ["AWS price list, 2026-11-22", "another list, 2024"]
    assert {line.name: line.source for line in view.baseline} == {"aws_instance.web": 1, "x": 2, "aws_nat_gateway.a": 1}
    assert "| 2 | another list, 2024 |" in shown(replace(ESTIMATE, resources=(WEB, older)))


def test_a_total_a_year_and_what_is_in_no_sum() -> None:
    text = shown(ESTIMATE)
    assert "| All together | **1,162.78** | 13,953.39 |" in text
    assert "1,157.78 a month is fixed; 5.00 depends on use, some or all of it assumed (assumed medium)." in text
    assert "**1 resource(s) or parts have no known price" in text
    assert "- `aws_shield_protection.x` (`aws_shield_protection`): no price known for this type" in text
    assert "List prices without tax, as of 2026-11-22;" in text
    assert "0.05 (estimated)" in text
    assert "| `aws_cloudwatch_log_group.web` | Data ingested | 0.005 GB (assumed) | 0.5 | &lt;0.01 |" in text
    assert "7 more resource(s) cost nothing by themselves." in text


def test_before_after_difference_and_what_changed_its_size() -> None:
    text = shown(CHANGED)
    assert "| A month | 700.00 | 1,162.78 | **+462.78** (+66.1 %) |" in text
    assert "| A year | 8,400.00 | 13,953.39 | +5,553.39 |" in text
    assert "| `aws_instance.web` m5.4xlarge → m5.8xlarge | 560.64 | 1,121.28 | +560.64 |" in text
    assert "| `aws_nat_gateway.a` | – | 41.50 | +41.50 |" in text
    assert "| `aws_eip.old` | 3.65 | – | −3.65 |" in text
    assert "No resource changes its price." in shown(replace(CHANGED, changes=()))
    assert "%" not in shown(replace(CHANGED, before=Decimal(0))).split("A year")[0]


def test_savings_with_what_speaks_against_them() -> None:
    text = shown(ESTIMATE)
    assert "**Could be saved: 226.50 USD a month**" in text, "commitments are not in the sum"
    assert "| `aws_ebs_volume.d` | use gp3 ✔ | 2.00 | high |  |" in text
    assert "the image must be built for arm64" in text
    assert "`/agents fix --savings`" in text
    assert "breaks even after 8 months" in text
    unsafe = replace(ESTIMATE, savings=ESTIMATE.savings[:1])
    assert "fix --savings" not in shown(unsafe)


def test_what_was_told_is_not_called_assumed() -> None:
    told = replace(NAT, components=(use("Data processed", "100", "0.05", assumed=False),))
    text = shown(Estimate("2026-11-22", (told,), usage="agents-usage.yml"))
    assert "5.00 depends on use (agents-usage.yml)." in text
    assert "assumed" not in text


def test_long_lists_are_cut_and_counted() -> None:
    count = SHOWN_ROWS + 4
    resources = tuple(
        ResourceCost(f"r{n}", "t", components=(hours("h", "1"), use("u", "1", "1"))) for n in range(count)
    )
    changes = tuple(CostChange(f"c{n}", "t", ".", None, Decimal(1)) for n in range(TOP + 2))
    savings = tuple(Saving("s", f"s{n}", "do", Decimal(1), "low") for n in range(TOP + 3))
    long = Estimate(
        "2026",
        resources,
        tuple(Unpriced(f"u{n}", "t", "why") for n in range(count)),
        before=Decimal(0),
        changes=changes,
        savings=(*savings, *(replace(saving, commitment=True) for saving in savings * 5)),
    )
    text = shown(long)
    assert text.count("… and 4 more.") == 3
    assert text.count("… and 2 more.") == 1
    assert text.count("… and 3 more.") == 1
    assert text.count("… and 15 more.") == 1
    assert "`c9`" not in text, "in the order of addresses"


def test_where_only_cost_was_asked_no_word_of_findings() -> None:
    assert "No finding." not in shown(ESTIMATE)
    assert "No finding." in render_section(replace(COST, command="review"), ENGLISH)


def test_over_budget_is_a_danger() -> None:
    over = replace(COST, over_budget=("9.00 USD a month, over the budget of 5.00 USD",))
    assert danger((over, over), ENGLISH) == ["over budget: 9.00 USD a month, over the budget of 5.00 USD"]


@pytest.mark.parametrize("estimate", [Estimate(), Estimate(resources=(LOGS,)), replace(ESTIMATE, resources=())])
def test_little_to_show_is_shown(estimate: Estimate) -> None:
    assert "### Cost" in shown(estimate)
