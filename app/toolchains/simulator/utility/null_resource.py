"""The ``null`` provider."""

from collections.abc import Mapping
from typing import Any

from app.toolchains.simulator.provider import Behaviour, Subject


def create_null(subject: Subject) -> Mapping[str, Any]:
    """A number as identifier."""
    return {"id": subject.tokens.text("digits19")}


def read_null(subject: Subject) -> Mapping[str, Any]:
    """The inputs as outputs."""
    return {
        "id": "static",
        "outputs": subject.values.get("inputs") or {},
        "random": subject.tokens.text("digits19"),
        "has_computed_default": "default",
    }


BEHAVIOUR = Behaviour(create={"null_resource": create_null}, read={"null_data_source": read_null})
