"""Builds."""

from typing import Any

import pytest

from app.knowledge.catalogue.codebuild import source_of
from tests.unit.knowledge.catalogue.composed import accepted, body_of, composed, part

PROJECT = "aws_codebuild_project"


@pytest.mark.parametrize(
    ("repository", "kind"),
    [
        (None, "NO_SOURCE"),
        ("https://github.com/acme/shop", "GITHUB"),
        ("https://gitlab.com/acme/shop", "GITLAB"),
        ("https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/shop", "CODECOMMIT"),
    ],
)
def test_sources(repository: str | None, kind: str) -> None:
    source = source_of(repository)
    assert source["type"] == kind
    assert source.get("location") == repository


@pytest.mark.parametrize(("settings", "privileged"), [({}, False), ({"docker": True}, True)])
def test_only_image_builds_are_privileged(settings: dict[str, Any], privileged: bool) -> None:
    built = composed(part("shop", "codebuild", **settings))
    assert body_of(built, PROJECT)["environment"]["privileged_mode"] is privileged
    assert ("CKV_AWS_316" in accepted(built, "aws_codebuild_project.shop")) is privileged


def test_a_build_is_logged_and_encrypted() -> None:
    project = body_of(composed(part("shop", "codebuild")), PROJECT)
    assert project["logs_config"]["cloudwatch_logs"]["status"] == "ENABLED"
    assert project["encryption_key"].address == "aws_kms_key.main"
