"""The desk's files."""

from pathlib import Path

import pytest

from app.domain.errors import Failure
from app.forges.local.desk import Desk, labels_after


def test_threads_are_numbered_together(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "desk")
    assert desk.numbers() == []
    issue = desk.open_thread({"title": "Ä"})
    pull = desk.open_thread({"title": "P", "branch": "b", "base": "main"})
    assert (issue, pull, desk.numbers()) == (1, 2, [1, 2])
    assert desk.thread(1, pull_request=False)["title"] == "Ä"
    with pytest.raises(Failure, match="issue 2"):
        desk.thread(2, pull_request=False)
    with pytest.raises(Failure, match="pull request 1"):
        desk.thread(1, pull_request=True)


def test_comments_are_markdown_files(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    first = desk.write_comment(1, "ä\r\n")
    second = desk.write_comment(1, "theirs", author="../e.ve/ñ")
    assert desk.comments(1)[0] == (first, "agents", "ä\r\n")
    assert desk.write_comment(1, "new", identity=first) == first
    assert [body for _, _, body in desk.comments(1)] == ["new", "theirs"]
    assert {path.parent for path in tmp_path.rglob("*.md")} == {tmp_path / "threads/1/comments"}
    assert second == "0002"


def test_people_may_put_files_of_their_own_there(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.write_comment(1, "x")
    (tmp_path / "threads/1/comments/notes.of.mine.md").write_text("y")
    assert len(desk.comments(1)) == 1


def test_checks_by_name(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.write_check("c1", "agents / test", {"name": "agents / test", "state": "queued"})
    desk.write_check("c1", "agents / test", {"name": "agents / test", "state": "success"})
    desk.write_check("c2", "agents", {"name": "agents", "state": "queued"})
    assert [values["state"] for values in desk.checks("c1")] == ["success"]
    assert desk.checks("c3") == []


@pytest.mark.parametrize("name", ["../../escape", "/etc/passwd", "..", "", "a/b", "." * 3])
def test_no_name_leaves_the_desk(tmp_path: Path, name: str) -> None:
    desk = Desk(tmp_path / "desk")
    desk.write_check(name, name, {"name": name})
    desk.write_remark(1, name, {"key": name})
    desk.write_sarif(name, "{}")
    assert all((tmp_path / "desk") in path.parents for path in tmp_path.rglob("*.json"))
    assert desk.checks(name) == [{"name": name}]


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.open_thread({"title": "T"})
    (tmp_path / "threads/1/thread.json").write_text("{")
    with pytest.raises(Failure, match=r"thread\.json") as caught:
        desk.thread(1, pull_request=False)
    assert caught.value.hint


def test_a_desk_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Failure, match="writing"):
        Desk(tmp_path / "file").open_thread({"title": "T"})


def test_labels_keep_their_order() -> None:
    assert labels_after(["b", "a"], ["c", "a"], ["b", "z"]) == ["a", "c"]
