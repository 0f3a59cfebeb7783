from decimal import Decimal
from typing import Any

import pytest

from app.analysis.pricing.reading import Reading, Unknown, amount
from app.domain.planned import PlannedResource


def reading(values: dict[str, Any], unknown: dict[str, Any] | None = None, **references: tuple[str, ...]) -> Reading:
    named = {key.replace("__", "."): value for key, value in references.items()}
    return Reading(PlannedResource("aws_x.y", "aws_x", "y", values=values, unknown=unknown or {}, references=named))


@pytest.mark.parametrize(("value", "number"), [(3, "3"), (0, "0"), ("2.5", "2.5"), (0.1, "0.1"), (10**15, "1E15")])
def test_numbers(value: object, number: str) -> None:
    assert amount(value, "size") == Decimal(number)


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (-1, "size is negative: -1"), ("many", "size is no number: 'many'"), (True, "size is no number: True"),
        (10**30, "size is more than anybody has"), (1e300, "size is more than anybody has"),
        ("NaN", "size is no number: 'NaN'"), (None, "size is no number: None"), ([1], r"size is no number: \[1\]"),
    ],
)  # fmt: skip
def test_what_is_no_number(value: object, why: str) -> None:
    with pytest.raises(Unknown, match=why):
        amount(value, "size")


def test_what_an_expression_gives_only_after_apply_is_not_guessed() -> None:
    one = reading({"kind": "a"}, {"size": True, "speed": True}, size=("aws_z.z",))
    with pytest.raises(Unknown, match="size is known only after apply"):
        one.number("size", 8)
    assert one.number("speed", 8) == 8  # the provider's to decide: the default stands
    assert one.has("size")
    assert not one.has("speed")
    assert one.text("kind") == "a"


def test_blocks_know_what_is_unknown_in_them() -> None:
    one = reading(
        {"disk": [{"type": "gp3"}, {"type": "gp2", "size": 5, "boot": True}]},
        {"disk": [{"size": True}, {}]},
        disk__size=("aws_z.z",),
    )
    first, second = one.blocks("disk")
    with pytest.raises(Unknown, match="size is known only after apply"):
        first.number("size")
    assert (second.number("size"), second.flag("boot"), second.flag("other", default=True)) == (Decimal(5), True, True)
    assert one.blocks("none") == []


def test_blocks_in_blocks() -> None:
    one = reading({"a": [{"b": [{"c": 1}, {}]}]}, {"a": [{"b": [{}, {"c": True}]}]}, a__b__c=("aws_z.z",))
    inner = one.blocks("a")[0].blocks("b")
    assert inner[0].number("c") == 1
    with pytest.raises(Unknown):
        inner[1].number("c")


@pytest.mark.parametrize(
    ("value", "flag"), [(True, True), ("true", True), ("false", False), (False, False), (None, False)]
)
def test_flags(value: object, flag: bool) -> None:
    assert reading({"on": value}).flag("on") is flag
