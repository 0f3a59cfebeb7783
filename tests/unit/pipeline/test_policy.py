"""``.agents.yml``."""

from datetime import date
from pathlib import Path

import pytest

from app.domain.errors import UsageFailure
from app.domain.finding import Severity
from app.domain.policy import Policy
from app.pipeline.policy import apply_waivers, parse_policy, read_policy
from tests.builders import finding

WHOLE = """\
version: 1
language: es
stacks:
  - infra/*
ignore: [legacy/**]
gate:
  fail_on: medium
waivers:
  - rule: CKV_AWS_18
    path: infra/logs/*
    owner: platform
    reason: the log bucket
    expires: 2027-01-31
"""


def test_a_whole_policy() -> None:
    policy = parse_policy(WHOLE)
    assert policy.stacks == ("infra/*",)
    assert policy.ignore == ("legacy/**",)
    assert policy.language == "es"
    assert policy.fail_on is Severity.MEDIUM
    assert policy.waivers[0].expires == date(2027, 1, 31)


@pytest.mark.parametrize("text", ["", "# only a comment\n", "version: 1\n"])
def test_defaults(text: str) -> None:
    assert parse_policy(text) == Policy()


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("version: 1\nstakcs: []\n", 2, "stakcs"),
        ("version: 2\n", 1, "version 1"),
        ("stacks: infra\n", 1, "list"),
        ("gate:\n  fail_on: awful\n", 2, "awful"),
        ("- a\n", 1, "mapping"),
        ("a: [\n", 2, "YAML"),
        ("waivers:\n  - rule: X\n    owner: me\n    reason: r\n", 2, "expires"),
        ("waivers:\n  - {rule: X, owner: me, reason: r, expires: soon}\n", 2, "soon"),
        ("language: [en]\n", 1, "text"),
    ],
)
def test_errors_name_the_line(text: str, line: int, word: str) -> None:
    with pytest.raises(UsageFailure) as caught:
        parse_policy(text)
    assert f"line {line}" in str(caught.value)
    assert word in str(caught.value)


def test_no_python_objects_are_made() -> None:
    with pytest.raises(UsageFailure):
        parse_policy("!!python/object/apply:os.system ['true']\n")


def test_waivers_cover_until_they_expire() -> None:
    policy = parse_policy(WHOLE)
    covered = finding("CKV_AWS_18", path="infra/logs/main.tf")
    elsewhere = finding("CKV_AWS_18", path="infra/web/main.tf")
    before = apply_waivers([covered, elsewhere], policy, date(2027, 1, 31))
    assert before[0].waived
    assert "platform" in before[0].waived
    assert before[1].waived is None
    assert apply_waivers([covered], policy, date(2027, 2, 1))[0].waived is None


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.yml").write_text("nonsense: 1\n")
    (tmp_path / ".agents.yml").symlink_to(tmp_path / "elsewhere.yml")
    assert read_policy(tmp_path) == Policy()


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".agents.yml").write_text("# " + "x" * 300_000)
    with pytest.raises(UsageFailure, match="larger"):
        read_policy(tmp_path)
