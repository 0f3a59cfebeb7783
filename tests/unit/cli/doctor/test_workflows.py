"""Reading workflows that use the action."""

from pathlib import Path

import pytest

from app.cli.doctor.workflows import LARGEST, uses

WHOLE = """\
on: {pull_request: {types: [opened]}}
permissions: read-all
jobs:
  review:
    if: github.actor != 'x'
    permissions: {contents: read, pull-requests: write}
    steps:
      - uses: actions/checkout@v4
        with: {fetch-depth: 0}
      - uses: acme/iac-agents@v1
        if: always()
        with: {number: 7}
"""


def written(folder: Path, text: str, name: str = "a.yml") -> Path:
    path = folder / ".github" / "workflows" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return folder


def test_a_use_with_all_that_is_around_it(tmp_path: Path) -> None:
    (use,), unread = uses(written(tmp_path, WHOLE))
    assert unread == []
    assert (use.path, use.line, use.owner, use.ref) == (".github/workflows/a.yml", 10, "acme", "v1")
    assert use.events == {"pull_request"}
    assert use.permissions == {"contents": "read", "pull-requests": "write"}
    assert (use.checked_out, use.number, use.condition) == (True, True, "github.actor != 'x' always()")


@pytest.mark.parametrize(
    ("line", "events"),
    [
        ("on: push", {"push"}),
        ("on: [push, schedule]", {"push", "schedule"}),
        ('"on":\n  issues:\n  push: {branches: [main]}', {"issues", "push"}),
        ("name: none", set()),
    ],
)
def test_every_way_to_write_events(tmp_path: Path, line: str, events: set[str]) -> None:
    text = f"{line}\njobs: {{a: {{steps: [{{uses: a/iac-agents/sub@main}}]}}}}\n"
    (use,), _ = uses(written(tmp_path, text))
    assert use.events == events
    assert (use.ref, use.permissions, use.checked_out, use.number) == ("main", None, False, False)


@pytest.mark.parametrize(
    ("permissions", "read"),
    [("write-all", {"*": "write"}), ("read-all", {"*": "read"}), ("{}", {}), ("{issues: none}", {"issues": "none"})],
)
def test_every_way_to_write_permissions(tmp_path: Path, permissions: str, read: dict[str, str]) -> None:
    text = f"on: push\npermissions: {permissions}\njobs: {{a: {{steps: [{{uses: a/iac-agents@v1}}]}}}}\n"
    (use,), _ = uses(written(tmp_path, text))
    assert use.permissions == read


def test_a_job_that_takes_all_permissions_away(tmp_path: Path) -> None:
    text = "on: push\npermissions: write-all\njobs: {a: {permissions: {}, steps: [{uses: a/iac-agents@v1}]}}\n"
    (use,), _ = uses(written(tmp_path, text))
    assert use.permissions == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[1, 2]",
        "on: push\njobs: 3",
        "on: push\njobs: {a: {steps: none}}",
        "on: push\njobs: {a: {steps: [uses, {uses: [1]}, {uses: actions/checkout@v4}, {uses: acme/other@v1}]}}",
    ],
)
def test_workflows_without_a_use(tmp_path: Path, text: str) -> None:
    assert uses(written(tmp_path, text)) == ([], [])


def test_one_that_cannot_be_read_is_told_where_it_speaks_of_us(tmp_path: Path) -> None:
    written(tmp_path, "on: [push\nuses: a/iac-agents@v1\n", "bad.yml")
    written(tmp_path, "on: [push\n", "other.yml")
    written(tmp_path, "iac-agents: [", "prose.txt")
    found, unread = uses(tmp_path)
    assert (found, [path for path, _ in unread]) == ([], [".github/workflows/bad.yml"])
    assert "line 2" in unread[0][1]


def test_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.yml").write_text(WHOLE)
    folder = tmp_path / "repository" / ".github" / "workflows"
    folder.mkdir(parents=True)
    (folder / "a.yml").symlink_to(tmp_path / "elsewhere.yml")
    assert uses(tmp_path / "repository") == ([], [])
    linked = tmp_path / "linked" / ".github"
    linked.mkdir(parents=True)
    (linked / "workflows").symlink_to(tmp_path)
    assert uses(tmp_path / "linked") == ([], [])


def test_no_folder(tmp_path: Path) -> None:
    assert uses(tmp_path / "nowhere") == ([], [])


def test_a_file_without_an_end_is_read_as_far_as_a_workflow_goes(tmp_path: Path) -> None:
    written(tmp_path, WHOLE + "# " + "x" * LARGEST)
    (use,), _ = uses(tmp_path)
    assert use.line == 10
    with (tmp_path / ".github" / "workflows" / "sparse.yml").open("wb") as file:
        file.truncate(64 * 1024**3)
    assert len(uses(tmp_path)[0]) == 1
