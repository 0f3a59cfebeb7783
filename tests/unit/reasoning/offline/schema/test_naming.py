"""Names in the form a type demands."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from app.domain.request import Component
from app.knowledge.catalogue.base import Site
from app.reasoning.offline.schema.naming import physical_name


def site() -> Site:
    return cast(
        "Site", SimpleNamespace(name=lambda component, suffix="", limit=0: f"x-{component.label}"[: limit or None])
    )


@pytest.mark.parametrize(
    ("form", "written"),
    [
        ({}, "x-order_events"),
        ({"limit": 5}, "x-ord"),
        ({"form": "snake"}, "order_events"),
        ({"form": "dashed"}, "order-events"),
        ({"form": "pascal"}, "OrderEvents"),
        ({"form": "alias"}, "alias/order-events"),
        ({"form": "path"}, "/order-events"),
        ({"form": "domain"}, "example.com"),
        ({"form": "host"}, "order-events.example.com"),
        ({"form": "private_domain"}, "order-events.example.internal"),
    ],
)
def test_forms(form: dict[str, Any], written: str) -> None:
    assert physical_name(Component("a", "aws_x", "order_events"), site(), form) == written


def test_a_given_name_is_taken_as_it_stands() -> None:
    assert physical_name(Component("a", "aws_x", "y", name="Odd Name"), site(), {"form": "snake"}) == "Odd Name"
