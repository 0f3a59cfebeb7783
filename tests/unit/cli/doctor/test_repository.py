"""The repository's policy and stacks."""

from pathlib import Path

import pytest

from app.cli.doctor.repository import door
from tests.unit.cli.doctor.scenes import scene, seen, taken

STACK = 'resource "aws_s3_bucket" "a" {\n}\n'


def test_a_repository_in_order(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(STACK)
    found = seen(door(), scene(tmp_path))
    assert {name: check.state for name, check in found.items()} == {"policy": "ok", "stacks": "ok"}
    (tmp_path / ".agents.yml").write_text("version: 1\n")
    assert seen(door(), scene(tmp_path))["policy"].found == ".agents.yml can be read"


def test_every_mistake_of_the_policy_with_its_line(tmp_path: Path) -> None:
    (tmp_path / ".agents.yml").write_text("version: 1\ncolour: blue\ngate: {fail_on: worst}\n")
    wrong = [check for check in taken(door().looks(scene(tmp_path))) if check.name == "policy"]
    assert [check.state for check in wrong] == ["broken", "broken"]
    assert [check.found.split(":")[0] for check in wrong] == [".agents.yml, line 2", ".agents.yml, line 3"]


def test_a_policy_that_is_a_link(tmp_path: Path) -> None:
    (tmp_path / ".agents.yml").symlink_to("/nowhere")
    assert seen(door(), scene(tmp_path))["policy"].state == "broken"


@pytest.mark.parametrize(
    ("there", "folder", "wanted"),
    [
        (".git/HEAD", ".", True),
        (".git/HEAD", "infra", True),
        ("main.tf", ".", True),
        (".agents.yml", ".", True),
        ("infra/main.tf", ".", False),
        ("notes.txt", ".", False),
    ],
)
def test_who_wants_it(tmp_path: Path, there: str, folder: str, wanted: bool) -> None:
    for name in (there, f"{folder}/x"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert door().set_up(scene(tmp_path / folder)) is wanted


def test_no_such_folder(tmp_path: Path) -> None:
    assert not door().set_up(scene(tmp_path / "nowhere"))
