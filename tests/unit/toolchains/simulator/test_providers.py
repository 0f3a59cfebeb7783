"""The list of simulated providers."""

from app.knowledge.schemas import provider_schema
from app.toolchains.simulator.providers import BEHAVIOURS


def test_every_rule_is_for_a_type_that_exists() -> None:
    for name, behaviour in BEHAVIOURS.items():
        schema = provider_schema(name)
        for kind in (*behaviour.plan, *behaviour.create, *behaviour.delete):
            assert schema.resource(kind) is not None, kind
        for kind in behaviour.read:
            assert schema.data(kind) is not None or kind in schema.types("ephemeral"), kind


def test_all_are_there() -> None:
    assert set(BEHAVIOURS) == {"aws", "archive", "http", "local", "null", "random", "time", "tls"}
