"""One file, three versions."""

from pathlib import Path

import pytest

from app.domain.artifact import Artifact
from app.pipeline.merging import EXCERPT, Merger
from app.workspace import Commit, Workspace
from tests.builders import DATE, git_repository

BASE = "one\n\ntwo\n\nthree\n"


def merger(tmp_path: Path, theirs: str | bytes | None, *, base: str | None = BASE, strict: bool = True) -> Merger:
    """A branch where people made ``theirs`` of what was generated as ``base``."""
    repository = git_repository(tmp_path / "repo", {"README.md": "r\n"})
    workspace = Workspace.clone(str(repository), tmp_path / "clone", "agents/x")
    generated = None
    if base is not None:
        workspace.write([Artifact("s/main.tf", base, "test")])
        generated = workspace.commit([Commit("generated", "", ("s/main.tf",))], DATE)
    file = workspace.root / "s/main.tf"
    file.parent.mkdir(exist_ok=True)
    if theirs is None:
        file.unlink(missing_ok=True)
    else:
        file.write_bytes(theirs if isinstance(theirs, bytes) else theirs.encode())
    (workspace.root / "own").write_text("own\n")
    head = workspace.commit([Commit("by hand", "", ("s", "own"))], DATE)
    return Merger(workspace, head, generated, tmp_path / "scratch", strict=strict)


def written(tmp_path: Path) -> str | None:
    file = tmp_path / "clone" / "s/main.tf"
    return file.read_text("utf-8", "replace") if file.exists() else None


@pytest.mark.parametrize(
    ("theirs", "ours", "result"),
    [
        (BASE, "new\n", "new\n"),
        ("mine\n", "mine\n", "mine\n"),
        ("ONE\n\ntwo\n\nthree\n", BASE, "ONE\n\ntwo\n\nthree\n"),
        ("ONE\n\ntwo\n\nthree\n", "one\n\ntwo\n\nTHREE\n", "ONE\n\ntwo\n\nTHREE\n"),
        (None, "new\n", None),
    ],
)
def test_what_goes_together(tmp_path: Path, theirs: str | None, ours: str, result: str | None) -> None:
    merging = merger(tmp_path, theirs)
    merging.write([Artifact("s/main.tf", ours, "developer")])
    assert written(tmp_path) == result
    assert not merging.merge.blocked
    assert merging.merge.deleted == (("s/main.tf",) if theirs is None else ())


def test_a_later_write_of_the_same_file_is_judged_anew(tmp_path: Path) -> None:
    merging = merger(tmp_path, "one\n\ntwo\n\nmine\n")
    merging.write([Artifact("s/main.tf", "one\n\ntwo\n\nours\n", "developer")])
    first = merging.merge
    assert first.blocked
    merging.write([Artifact("s/main.tf", "ONE\n\ntwo\n\nthree\n", "developer")])
    assert not merging.merge.blocked
    assert written(tmp_path) == "ONE\n\ntwo\n\nmine\n"


def test_text_that_is_no_utf_8_is_never_touched(tmp_path: Path) -> None:
    merging = merger(tmp_path, b"caf\xe9\n")
    merging.write([Artifact("s/main.tf", "new\n", "developer")])
    assert merging.merge.blocked
    assert (tmp_path / "clone" / "s/main.tf").read_bytes() == b"caf\xe9\n"


def test_excerpts_are_short_and_hold_no_secret(tmp_path: Path) -> None:
    secret = 'password = "hunter2hunter2"\n'
    merging = merger(tmp_path, secret * 40)
    merging.write([Artifact("s/main.tf", "x\n" * 1000, "developer")])
    (conflict,) = merging.merge.conflicts
    assert "hunter2" not in conflict.theirs
    assert len(conflict.ours) <= EXCERPT + 1


@pytest.mark.parametrize(("strict", "result"), [(True, "mine\n"), (False, "new\n")])
def test_where_nothing_is_known_of_earlier_versions(tmp_path: Path, strict: bool, result: str) -> None:
    merging = merger(tmp_path, "mine\n", base=None, strict=strict)
    merging.write([Artifact("s/main.tf", "new\n", "documentation", "documentation")])
    assert written(tmp_path) == result
    assert merging.merge.blocked is strict


def test_removing_spares_what_people_changed(tmp_path: Path) -> None:
    merging = merger(tmp_path, "mine\n")
    assert merging.remove(["s/main.tf", "s/none.tf"]) == ()
    assert [one.kind for one in merging.merge.conflicts] == ["outdated"]
    assert merging.reasons() == ("s/main.tf: people changed a file that is no longer generated",)


def test_removing_what_nobody_touched(tmp_path: Path) -> None:
    assert merger(tmp_path, BASE).remove(["s/main.tf"]) == ("s/main.tf",)


def test_a_stack_that_does_not_plan_is_only_blamed_on_people_who_changed_it(tmp_path: Path) -> None:
    merging = merger(tmp_path, BASE)
    merging.refuse("s", "no plan")
    assert not merging.merge.blocked


def test_a_look_ahead_tells_what_a_write_would_do_and_does_nothing(tmp_path: Path) -> None:
    merging = merger(tmp_path, "ONE\n\ntwo\n\nthree\n")
    fits, clashes = (
        Artifact("s/main.tf", text, "developer") for text in ("one\n\ntwo\n\nTHREE\n", "1\n\ntwo\n\nthree\n")
    )
    assert merging.preview([fits]) == ((Artifact("s/main.tf", "ONE\n\ntwo\n\nTHREE\n", "developer"),), ())
    (laid,), reasons = merging.preview([clashes])
    assert (laid.content, len(reasons)) == ("ONE\n\ntwo\n\nthree\n", 1)
    assert "people changed the same lines" in reasons[0]
    assert written(tmp_path) == "ONE\n\ntwo\n\nthree\n"
    assert merging.merge.kept == ()
    assert not merging.merge.blocked


def test_a_look_ahead_leaves_out_what_people_deleted_and_is_idle_on_a_new_branch(tmp_path: Path) -> None:
    ours = Artifact("s/main.tf", "ours\n", "developer")
    assert merger(tmp_path / "a", None).preview([ours]) == ((), ())
    assert merger(tmp_path / "b", "mine\n", base=None, strict=False).preview([ours]) == ((ours,), ())
