"""Values left open."""

import pytest

from app.domain.resources import Var
from tests.unit.knowledge.catalogue.composed import BOTH, body_of, composed, part


def test_what_was_not_said_becomes_an_input_that_differs_per_environment() -> None:
    built = composed(part("sessions-cache", "elasticache"), environments=BOTH)
    size = body_of(built, "aws_elasticache_replication_group")["node_type"]
    assert size == Var("sessions_cache_node_type")
    variable = next(one for one in built.resources.variables if one.name == size.name)
    assert variable.default == variable.by_environment["prod"] == "cache.t4g.small"
    assert variable.by_environment["dev"] == "cache.t4g.micro"


@pytest.mark.parametrize(("environment", "size"), [("", "cache.t4g.small"), ("dev", "cache.t4g.micro")])
def test_with_one_environment_its_value_is_a_literal(environment: str, size: str) -> None:
    built = composed(part("sessions", "elasticache"), environment=environment)
    assert body_of(built, "aws_elasticache_replication_group")["node_type"] == size
    assert [one.name for one in built.resources.variables] == ["project", "environment", "region", "extra_tags"]


def test_what_was_said_is_a_literal() -> None:
    built = composed(part("sessions", "elasticache", node_type="cache.r7g.large"))
    assert body_of(built, "aws_elasticache_replication_group")["node_type"] == "cache.r7g.large"
