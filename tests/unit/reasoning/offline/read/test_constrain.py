from typing import Any

import pytest

from app.reasoning.offline.read.constrain import constrain
from tests.unit.reasoning.offline.read.sheets import sheet_of


@pytest.mark.parametrize(
    ("text", "code", "hints", "fields"),
    [
        ("in eu-west-1", "en", {}, {"region": "eu-west-1"}),
        ("in us-east-1a", "en", {}, {"region": "us-east-1"}),
        ("not in eu-west-1", "en", {}, {"region": ""}),
        ("x", "en", {"region": "eu-west-3"}, {"region": "eu-west-3"}),
        ("for the production environment", "en", {}, {"environment": "prod"}),
        ("for dev and production", "en", {}, {"environment": "", "environments": ("dev", "prod")}),
        ("a test of the queue", "en", {}, {"environments": ()}),
        ("under 50 USD a month", "en", {}, {"budget_monthly": 50.0}),
        ("at most $1,200 per year", "en", {}, {"budget_monthly": 100.0}),
        ("it paid 50 USD", "en", {}, {"budget_monthly": None}),
        ("x", "en", {"budget": "75 USD"}, {"budget_monthly": 75.0}),
        ("99.9% availability", "en", {}, {"availability": "99.9%"}),
        ("highly available", "en", {}, {"availability": "high"}),
        ("it need not be highly available", "en", {}, {"availability": ""}),
        ("HIPAA and SOC 2", "en", {}, {"frameworks": ("hipaa", "soc2")}),
        ("no HIPAA", "en", {}, {"frameworks": ()}),
        ("x", "en", {"compliance": ["GDPR", "other"]}, {"frameworks": ("gdpr",)}),
        ("no NAT gateways and no servers", "en", {}, {"refused": ("nat", "servers")}),
        ("presupuesto de 200 dólares al mes, sin NAT, entorno de pruebas", "es", {},
         {"budget_monthly": 200.0, "refused": ("nat",), "environment": "test"}),
    ],
)  # fmt: skip
def test_what_bounds_the_answer(text: str, code: str, hints: dict[str, Any], fields: dict[str, Any]) -> None:
    found = constrain(sheet_of(text, code), hints)
    for name, expected in fields.items():
        value = getattr(found, name)
        if name == "refused":
            assert set(expected) <= set(value)
        else:
            assert value == expected, name


def test_the_smallest_budget_holds_all() -> None:
    sheet = sheet_of("The budget is 100 USD. Spend at most 80 USD a month.")
    assert constrain(sheet, {}).budget_monthly == 80.0
    assert [one.decision for one in sheet.settled] == ["80 USD a month"]
