"""Files as directories that Terraform reads as one."""

import pytest

from app.toolchains.terraform.repair.hcl_edit import NotMechanical
from app.toolchains.terraform.repair.project import Project, Target, mentions, target_of

FILES = {
    "a/main.tf": 'resource "x" "one" {\n}\n',
    "a/more.tf": 'resource "x" "two" {\n}\n',
    "a/broken.tf": "resource {{",
    "b/main.tf": 'resource "x" "three" {\n}\n',
}


@pytest.mark.parametrize(
    ("resource", "address", "in_module"),
    [
        ("aws_x.y", "aws_x.y", False),
        ('aws_x.y["k.l"]', "aws_x.y", False),
        ("aws_x.y[0]", "aws_x.y", False),
        ("module.a.aws_x.y", "aws_x.y", True),
        ('module.a["k"].module.b[0].aws_x.y["z"]', "aws_x.y", True),
        ("module.a.data.aws_x.y", "data.aws_x.y", True),
        ("module.a", "module.a", False),
        ("", "", False),
    ],
)
def test_addresses_lose_modules_and_indexes(resource: str, address: str, in_module: bool) -> None:
    assert target_of("main.tf", resource) == Target("main.tf", address, in_module)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("aws_x.y.id", True),
        ('"${aws_x.y.arn}/*"', True),
        ("aws_x.y[0].id", True),
        ("aws_x.yy.id", False),
        ("my_aws_x.y.id", False),
        ("data.aws_x.y.id", False),
        ("aws_x.y-z.id", False),
    ],
)
def test_mentions(text: str, expected: bool) -> None:
    assert mentions(text, "aws_x.y") is expected


def test_only_the_readable_files_of_the_directory_count() -> None:
    project = Project(FILES)
    assert [document.path for document in project.neighbours("a/main.tf")] == ["a/main.tf", "a/more.tf"]
    assert [block.labels[1] for _, block, _ in project.blocks("a/main.tf", "x")] == ["one", "two"]
    assert project.has("a/main.tf", "x.two")
    assert not project.has("a/main.tf", "x.three")


def test_going_back_forgets_edits_and_new_files() -> None:
    project = Project(FILES)
    project.document("a/main.tf")
    before = project.snapshot()
    project.document("a/main.tf").put((0,), "y", "1")
    project.create("a/kms.tf").append('resource "x" "four" {\n}')
    assert len(list(project.changed_since(before))) == 2
    project.restore(before)
    assert project.texts() == FILES


def test_a_change_shows_only_the_blocks_that_changed() -> None:
    project = Project({"main.tf": "".join(f'resource "x" "r{n}" {{\n}}\n' for n in range(5))})
    before = project.snapshot()
    project.document("main.tf").put((2,), "y", "1")
    ((old, new),) = project.changed_since(before)
    assert (old, new) == ('resource "x" "r2" {\n}', 'resource "x" "r2" {\n  y = 1\n}')


def test_a_file_that_is_not_there_is_said() -> None:
    with pytest.raises(NotMechanical, match="not among the files"):
        Project({}).document("main.tf")
