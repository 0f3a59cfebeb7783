"""Beanstalk environments."""

from typing import Any

import pytest

from app.knowledge.catalogue.elastic_beanstalk import PLATFORMS
from tests.unit.knowledge.catalogue.composed import body_of, composed, part

ENVIRONMENT = "aws_elastic_beanstalk_environment"


def settings_of(**settings: Any) -> dict[str, Any]:
    """The settings of a composed environment by name."""
    built = composed(part("shop", "elastic_beanstalk", **settings))
    return {one["name"]: one["value"] for one in body_of(built, ENVIRONMENT)["setting"]}


def test_machines_are_private_patched_and_watched() -> None:
    found = settings_of()
    expected = {
        "AssociatePublicIpAddress": "false",
        "ManagedActionsEnabled": "true",
        "SystemType": "enhanced",
        "DisableIMDSv1": "true",
    }
    assert {name: found[name] for name in expected} == expected


def test_sizes() -> None:
    found = settings_of(minimum=3, maximum=9, instance_type="t3.large")
    assert (found["MinSize"], found["MaxSize"], found["InstanceTypes"]) == ("3", "9", "t3.large")


@pytest.mark.parametrize("platform", sorted(PLATFORMS))
def test_the_newest_solution_stack_of_the_platform_is_taken(platform: str) -> None:
    built = composed(part("shop", "elastic_beanstalk", platform=platform))
    stack = body_of(built, "aws_elastic_beanstalk_solution_stack")
    assert stack == {"most_recent": True, "name_regex": PLATFORMS[platform]}
