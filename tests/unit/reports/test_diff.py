"""Added lines of a change."""

from pathlib import Path

import pytest

from app.processes.git import require_git
from app.reports.diff import changed_lines
from tests.builders import commit, git_repository

OPTIONS = ("--no-ext-diff", "--no-color", "--src-prefix=a/", "--dst-prefix=b/")
TEN = "".join(f"line {number}\n" for number in range(1, 11))


def diff_of(tmp_path: Path, before: dict[str, str], after: dict[str, str], *options: str) -> dict[str, set[int]]:
    folder = git_repository(tmp_path / "repo", before)
    commit(folder, after, "change")
    return changed_lines(require_git("diff", "diff", *OPTIONS, *options, "HEAD~1", "HEAD", cwd=folder))


@pytest.mark.parametrize("context", ["--unified=0", "--unified=3"])
def test_added_and_replaced_lines(tmp_path: Path, context: str) -> None:
    changed = TEN.replace("line 2\n", "line two\n").replace("line 8\n", "line 8\nnew\n").replace("line 5\n", "")
    assert diff_of(tmp_path, {"main.tf": TEN}, {"main.tf": changed}, context) == {"main.tf": {2, 8}}


def test_new_emptied_deleted_and_binary_files(tmp_path: Path) -> None:
    before = {"gone.tf": TEN, "kept.tf": TEN, "data.bin": "a\0b"}
    after = {"gone.tf": "", "new.tf": "a\nb", "data.bin": "a\0c"}
    assert diff_of(tmp_path, before, after) == {"new.tf": {1, 2}, "data.bin": set()}


def test_a_new_empty_file(tmp_path: Path) -> None:
    folder = git_repository(tmp_path / "repo", {"a": "a"})
    (folder / "an empty b/x").mkdir(parents=True)
    (folder / "an empty b/x/file").touch()
    commit(folder, {}, "empty")
    text = require_git("diff", "diff", *OPTIONS, "HEAD~1", "HEAD", cwd=folder)
    assert changed_lines(text) == {"an empty b/x/file": set()}


def test_a_rename_counts_for_the_new_name(tmp_path: Path) -> None:
    after = {"old.tf": "", "new.tf": TEN + "more\n"}
    assert diff_of(tmp_path, {"old.tf": TEN}, after, "--find-renames") == {"new.tf": {11}}


@pytest.mark.parametrize(
    "name", ["with blank.tf", "ñandú.tf", 'quo"te.tf', "tab\there.tf", "b/b/x.tf", "back\\slash.tf"]
)
def test_names_as_they_are(tmp_path: Path, name: str) -> None:
    assert diff_of(tmp_path, {name: "a\n"}, {name: "a\nb\n"}) == {name: {2}}


def test_without_a_newline_at_the_end(tmp_path: Path) -> None:
    assert diff_of(tmp_path, {"a.tf": "one"}, {"a.tf": "one\ntwo"}) == {"a.tf": {1, 2}}


def test_lines_that_look_like_headers(tmp_path: Path) -> None:
    evil = "++ b/other.tf\n-- a/x\n@@ -1 +1 @@\ndiff --git a/y b/y\ndeleted file mode 100644\n"
    assert diff_of(tmp_path, {"a.tf": "x\n"}, {"a.tf": "x\n" + evil}) == {"a.tf": {2, 3, 4, 5, 6}}
    assert diff_of(tmp_path / "2", {"a.tf": "x\n" + evil}, {"a.tf": "x\n"}) == {"a.tf": set()}


@pytest.mark.parametrize("text", ["", "nonsense", "@@ -1 +1 @@\n+x", "+++ /dev/null", "diff --git "])
def test_what_is_no_diff(text: str) -> None:
    assert changed_lines(text) == {}
