"""Whose turn it is."""

import pytest

from tests.unit.pipeline.test_run_request import TEAM


@pytest.mark.parametrize(
    ("command", "names"),
    [
        ("test", ["tester"]),
        ("security", ["tester", "security"]),
        ("cost", ["tester", "cost"]),
        ("compliance", ["tester", "security", "compliance"]),
        ("review", ["tester", "security", "cost", "compliance"]),
        ("fix", ["tester", "security", "cost", "compliance"]),
    ],
)
def test_a_command_has_its_reviewers(command: str, names: list[str]) -> None:
    assert [agent.name for agent in TEAM.reviewers(command)] == names


def test_only_what_tests_is_tested_whole() -> None:
    assert TEAM.reviewers("review")[0] is TEAM.tester
    assert TEAM.reviewers("cost")[0] is TEAM.planner
