from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from app.analysis import pricing
from app.analysis.pricing.book import PriceBook
from app.analysis.pricing.registry import PRICERS

FOLDER = Path(pricing.__file__).parent
MODULES: dict[str, Any] = {
    f"{path.parent.name}.{path.stem}": module
    for path in sorted(FOLDER.glob("*/*.py"))
    if hasattr(module := import_module(f"{pricing.__name__}.{path.parent.name}.{path.stem}"), "PRICERS")
}


@pytest.mark.parametrize("name", MODULES)
def test_every_pricer_is_registered(name: str) -> None:
    assert dict(MODULES[name].PRICERS).items() <= dict(PRICERS).items()


def test_no_type_is_priced_twice() -> None:
    assert sum(len(module.PRICERS) for module in MODULES.values()) == len(PRICERS)


def test_every_aws_type_with_prices_has_a_pricer() -> None:
    rows = PriceBook().rows("SELECT DISTINCT type FROM component WHERE type LIKE 'aws%'")
    assert {row["type"] for row in rows} <= set(PRICERS)
