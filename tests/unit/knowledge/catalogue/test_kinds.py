"""Kinds of components."""

import pytest

from app.domain.request import Component
from app.knowledge.catalogue.kinds import SERVICE_OF, kind_of
from app.knowledge.catalogue.registry import SERVICES


@pytest.mark.parametrize(("kind", "service"), [("aws_instance", "ec2"), ("ec2", "ec2"), ("aws_x_y", "aws_x_y")])
def test_a_component_is_known_by_service_or_type(kind: str, service: str) -> None:
    assert kind_of(Component("a", kind, "a")) == service


@pytest.mark.parametrize(("kind", "service"), sorted(SERVICE_OF.items()))
def test_the_table_agrees_with_the_catalogue(kind: str, service: str) -> None:
    assert SERVICES[service].primary == kind
