"""What machines have in common."""

import pytest

from app.knowledge.catalogue.machine import architecture_of
from tests.unit.knowledge.catalogue.composed import body_of, composed, part


@pytest.mark.parametrize(
    ("kind", "architecture"),
    [("t3.micro", "x86_64"), ("t4g.small", "arm64"), ("m7g.large", "arm64"), ("m6i.large", "x86_64")],
)
def test_the_processor_follows_from_the_family(kind: str, architecture: str) -> None:
    assert architecture_of(kind) == architecture


@pytest.mark.parametrize(
    ("settings", "owner", "word"),
    [
        ({}, "amazon", "al2023"),
        ({"system": "ubuntu"}, "099720109477", "ubuntu-noble-24.04-amd64"),
        ({"system": "ubuntu", "instance_type": "t4g.nano"}, "099720109477", "arm64"),
        ({"system": "windows"}, "amazon", "Windows_Server"),
    ],
)
def test_the_newest_public_image_of_the_system(settings: dict[str, str], owner: str, word: str) -> None:
    image = body_of(composed(part("app", "ec2", **settings)), "aws_ami")
    assert image["owners"] == [owner]
    assert word in image["filter"][0]["values"][0]


def test_a_stated_image_is_used_as_it_is() -> None:
    built = composed(part("app", "ec2", image="ami-0123456789abcdef0"))
    assert body_of(built, "aws_instance", "app")["ami"] == "ami-0123456789abcdef0"
    assert "aws_ami" not in {one.type for one in built.resources.resources}


def test_a_stated_script_wins() -> None:
    built = composed(part("app", "ec2", user_data="#!/bin/sh"), part("q", "sqs"), relations=("app sends q",))
    assert body_of(built, "aws_instance", "app")["user_data"] == "#!/bin/sh"
