"""Ranges: a least and a most."""

import pytest

from app.knowledge.catalogue.registry import SERVICES
from app.reasoning.offline.read import read


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("An ECS service with 2 to 6 tasks.", {"minimum": 2, "maximum": 6}),
        ("An ECS service with between 2 and 6 tasks.", {"minimum": 2, "maximum": 6}),
        ("An ECS service, 0-10 tasks.", {"minimum": 0, "maximum": 10}),
        ("Un servicio ECS con entre 2 y 5 tareas.", {"minimum": 2, "maximum": 5}),
        ("An ECS service with 2 and 6 tasks.", {}),
        ("An ECS service on ports 80 to 90.", {}),
        ("An Aurora cluster with 1 to 8 capacity units.", {"min_capacity": 1, "max_capacity": 8}),
    ],
)
def test_both_ends_are_given(text: str, bounds: dict[str, int]) -> None:
    settings = read(text, SERVICES).components[0].settings
    assert {name: value for name, value in settings.items() if name.startswith("m")} == bounds


def test_arguments_of_a_bare_type_are_bounds_too() -> None:
    request = read("An aws_appautoscaling_target with 1 to 4 tasks.", SERVICES)
    assert dict(request.components[0].arguments) == {"min_capacity": 1, "max_capacity": 4}
