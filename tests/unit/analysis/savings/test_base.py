"""Views, bills that others pay, and changed values."""

from decimal import Decimal

import pytest

from app.analysis.savings.base import changed, setting, usd
from app.domain.cost import Edit
from tests.unit.analysis.savings.stacks import resource, view


@pytest.mark.parametrize(
    ("values", "path", "value", "then"),
    [
        ({"type": "gp2"}, "type", "gp3", {"type": "gp3"}),
        ({}, "multi_az", True, {"multi_az": True}),
        ({"a": [{"b": 1, "c": 2}]}, "a.0.b", 3, {"a": [{"b": 3, "c": 2}]}),
        ({"a": []}, "a.0.b", 3, {"a": [{"b": 3}]}),
        ({}, "a.0.b", 3, {"a": [{"b": 3}]}),
        ({"a": ["x", "y"]}, "a.1", "z", {"a": ["x", "z"]}),
    ],
)
def test_values_are_changed_at_a_path(values: dict[str, object], path: str, value: object, then: object) -> None:
    before = resource("aws_x.y", **values)
    assert changed(before, {path: value}).values == then
    assert before.values == values, "the plan itself stays as it is"


def test_a_launch_template_is_paid_for_by_its_group() -> None:
    template = resource("aws_launch_template.a", instance_type="m5.xlarge", image_id="ami-1")
    group = resource(
        "aws_autoscaling_group.a",
        {"launch_template.id": ("aws_launch_template.a",)},
        desired_capacity=2,
        min_size=2,
        launch_template=[{}],
    )
    seen = view(template, group)
    saved = seen.saved(template, changed(template, {"instance_type": "m5.large"}))
    assert saved == Decimal("0.096") * 2 * 730
    assert seen.payers(template) == [group]


def test_metrics_of_who_pays_count_for_what_decides() -> None:
    template = resource("aws_launch_template.a")
    group = resource("aws_autoscaling_group.a", {"launch_template.id": ("aws_launch_template.a",)})
    seen = view(template, group, measured={"aws_autoscaling_group.a": {"cpu_max_percent": 10}})
    assert seen.used(template) == {"cpu_max_percent": Decimal(10)}


def test_a_change_without_a_known_price_saves_nothing_that_is_known() -> None:
    instance = resource("aws_instance.a", instance_type="m5.large")
    seen = view(instance)
    assert seen.saved(instance, changed(instance, {"instance_type": "m99.large"})) is None


@pytest.mark.parametrize(
    ("amount", "shown"), [("1234.5", "1,234.50"), ("0.0225", "0.0225"), ("0.1", "0.1"), ("0", "0.00")]
)
def test_money_is_readable(amount: str, shown: str) -> None:
    assert usd(Decimal(amount)) == shown


@pytest.mark.parametrize(("value", "written"), [("gp3", '"gp3"'), (6000, "6000"), (False, "false")])
def test_values_are_written_as_hcl(value: str | int | bool, written: str) -> None:
    assert setting(resource("aws_x.y"), "z", value) == Edit("aws_x.y", "z", written)
