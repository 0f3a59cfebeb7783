"""What is looked at, and compared with what."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from app.domain.errors import UsageFailure
from app.domain.policy import Policy
from app.domain.stack import Stack
from app.pipeline.inspect import deleted, look_at
from app.processes.git import require_git
from tests.builders import commit, git_repository, stack_result


def find(root: Path, policy: Policy) -> tuple[Stack, ...]:
    return tuple(Stack(path.parent.relative_to(root).as_posix()) for path in sorted(root.rglob("main.tf")))


class Changed:
    """Remembers what it was asked."""

    def __init__(self) -> None:
        self.paths: Sequence[str] = ()
        self.base_files: set[str] = set()

    def __call__(self, root: Path, base: Path, paths: Sequence[str], policy: Policy) -> tuple[Stack, ...]:
        self.paths = paths
        self.base_files = {p.relative_to(base).as_posix() for p in base.rglob("*.tf")}
        return tuple(Stack(str(Path(path).parent), changed=("own",)) for path in paths if path.endswith(".tf"))


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = git_repository(tmp_path / "r", {"a/main.tf": "# 1\n", "b/main.tf": "# 1\n"})
    require_git("x", "branch", "base", cwd=folder)
    return commit(folder, {"a/main.tf": "# 2\n", "notes.md": "n\n"}, "change a")


def test_all_stacks_without_a_base(repository: Path, tmp_path: Path) -> None:
    subject = look_at(repository, None, None, tmp_path, find, Changed())
    assert [stack.path for stack in subject.stacks] == ["a", "b"]
    assert subject.base is None


def test_one_stack_by_its_path(repository: Path, tmp_path: Path) -> None:
    assert [s.path for s in look_at(repository, None, "b/", tmp_path, find, Changed()).stacks] == ["b"]
    with pytest.raises(UsageFailure, match="none of that path") as caught:
        look_at(repository, None, "c", tmp_path, find, Changed())
    assert "a, b" in caught.value.hint


def test_with_a_base_committed_changed_and_new_files_count(repository: Path, tmp_path: Path) -> None:
    (repository / "b" / "main.tf").write_text("# uncommitted\n")
    (repository / "c").mkdir()
    (repository / "c" / "main.tf").write_text("# untracked\n")
    changed = Changed()
    subject = look_at(repository, "base", None, tmp_path / "s1", find, changed)
    assert list(changed.paths) == ["a/main.tf", "b/main.tf", "c/main.tf", "notes.md"]
    assert changed.base_files == {"a/main.tf", "b/main.tf"}
    assert subject.base == require_git("x", "rev-parse", "base", cwd=repository)


@pytest.mark.parametrize(
    ("files", "elsewhere"),
    [
        ({"README.md": "x\n", "docs/a.PNG": "x\n"}, False),
        ({".github/workflows/ci.yml": "on: push\n"}, True),
        ({"Dockerfile": "FROM x\n", "README.md": "x\n"}, True),
        ({"b/main.tf": None}, False),
    ],
)
def test_code_outside_of_stacks_is_noticed_prose_and_what_is_gone_are_not(
    repository: Path, tmp_path: Path, files: dict[str, str | None], elsewhere: bool
) -> None:
    for name, text in files.items():
        (repository / name).parent.mkdir(parents=True, exist_ok=True)
        (repository / name).write_text(text) if text else (repository / name).unlink()
    subject = look_at(repository, "HEAD", None, tmp_path / "s", find, Changed())
    assert subject.elsewhere is elsewhere


def test_a_folder_inside_the_repository_sees_its_own_paths(repository: Path, tmp_path: Path) -> None:
    changed = Changed()
    look_at(repository / "a", "base", None, tmp_path, find, changed)
    assert list(changed.paths) == ["main.tf"]
    assert changed.base_files == {"main.tf"}


def test_the_merge_base_is_compared_with(repository: Path, tmp_path: Path) -> None:
    require_git("x", "checkout", "--quiet", "base", cwd=repository)
    commit(repository, {"b/main.tf": "# base went on\n"}, "later")
    require_git("x", "checkout", "--quiet", "main", cwd=repository)
    changed = Changed()
    look_at(repository, "base", None, tmp_path, find, changed)
    assert list(changed.paths) == ["a/main.tf", "notes.md"]


def test_the_policy_of_the_base_counts(repository: Path, tmp_path: Path) -> None:
    (repository / ".agents.yml").write_text("gate: {fail_on: critical}\n")
    assert str(look_at(repository, "base", None, tmp_path, find, Changed()).policy.fail_on) == "high"
    assert str(look_at(repository, None, None, tmp_path, find, Changed()).policy.fail_on) == "critical"


@pytest.mark.parametrize("revision", ["no-such-branch", "--upload-pack=touch x", "HEAD~99"])
def test_a_revision_that_is_not_there(repository: Path, tmp_path: Path, revision: str) -> None:
    with pytest.raises(UsageFailure, match="no such revision"):
        look_at(repository, revision, None, tmp_path, find, Changed())


def test_a_directory_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageFailure, match="no such directory"):
        look_at(tmp_path / "gone", None, None, tmp_path, find, Changed())


def test_a_deleted_stack_would_be_destroyed() -> None:
    result = deleted(stack_result("old"))
    assert (result.plan.add, result.plan.destroy, result.changed) == (0, 1, ("deleted",))
    assert result.plan.resource_changes[0]["change"]["actions"] == ["delete"]
