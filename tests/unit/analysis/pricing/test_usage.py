import re
from decimal import Decimal
from pathlib import Path

import pytest

from app.analysis import pricing
from app.analysis.pricing.usage import MEASURED, NO_USAGE, Usage, flat, matches, size
from app.domain.planned import PlannedResource


@pytest.mark.parametrize(
    ("pattern", "address", "fits"),
    [
        ("aws_instance.web", "aws_instance.web", True),
        ("aws_instance.web", "aws_instance.web[0]", False),
        ("aws_instance.web[*]", "aws_instance.web[0]", True),
        ("aws_instance.web[*]", 'aws_instance.web["a.b"]', True),
        ("aws_instance.web[*]", "aws_instance.web2[0]", False),
        ("module.m[*].aws_instance.web", 'module.m["x"].aws_instance.web', True),
        ("module.m[*].aws_instance.web", "module.m[0].aws_instance.web[1]", False),
        ("aws_instance.we.", "aws_instance.web", False),
    ],
)
def test_addresses(pattern: str, address: str, fits: bool) -> None:
    assert matches(pattern, address) is fits


def test_what_is_told_of_one_goes_before_what_is_told_of_all() -> None:
    usage = Usage(
        types={"aws_x": {"a": Decimal(1), "b": Decimal(1)}},
        resources={"aws_x.y[*]": {"b": Decimal(2)}, "aws_x.y[0]": {"c": Decimal(3)}},
    )
    told = usage.of(PlannedResource("aws_x.y[0]", "aws_x", "y"))
    assert told == {"a": 1, "b": 2, "c": 3}
    assert usage.of(PlannedResource("aws_z.z", "aws_z", "z")) == {}


def test_nested_keys_are_dotted() -> None:
    assert flat({"a": {"b": 1.5, "c": {"d": 2}}, "os": "linux", "on": True}) == {
        "a.b": Decimal("1.5"), "a.c.d": Decimal(2), "os": "linux", "on": "True",
    }  # fmt: skip


def test_where_the_use_comes_from() -> None:
    assert NO_USAGE.described() == "assumed medium"
    assert Usage(source="agents-usage.yml", assume="none").described() == "agents-usage.yml, nothing is assumed"
    assert Usage(source="u.yml", assume="large").described() == "u.yml, else assumed large"
    assert (size("small"), size("huge")) == ("small", None)


def test_what_is_measured_and_read_for_advice_is_known() -> None:
    found = {
        key
        for path in (Path(pricing.__file__).parents[1] / "savings").glob("*.py")
        for key in re.findall(r"""used(?:\.get\(|\[)"([a-z_]+)""", path.read_text("utf-8"))
    }
    assert found <= MEASURED
