"""Maintenance windows."""

from typing import Any

import pytest

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import body_of, composed, part

WINDOW = "aws_ssm_maintenance_window"


@pytest.mark.parametrize(
    ("settings", "duration", "cutoff"),
    [({}, 3, 1), ({"duration": 1}, 1, 0), ({"duration": 6, "cutoff": 2}, 6, 2)],
)
def test_the_cutoff_is_shorter_than_the_window(settings: dict[str, Any], duration: int, cutoff: int) -> None:
    window = body_of(composed(part("patch", WINDOW.removeprefix("aws_"), **settings)), WINDOW)
    assert (window["duration"], window["cutoff"]) == (duration, cutoff)


def test_machines_are_found_by_tag_or_by_relation() -> None:
    tagged = composed(part("patch", "ssm_maintenance_window"))
    joined = composed(part("patch", "ssm_maintenance_window"), part("web", "ec2"), relations=["patch uses web"])
    target = "aws_ssm_maintenance_window_target"
    assert body_of(tagged, target)["targets"] == [{"key": "tag:PatchGroup", "values": ["patch"]}]
    assert body_of(joined, target)["targets"] == [{"key": "InstanceIds", "values": [Ref("aws_instance.web")]}]
