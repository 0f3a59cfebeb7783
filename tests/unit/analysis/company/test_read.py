"""Reading a company's policies: nothing outside the folder, nothing left out in silence."""

from pathlib import Path

import pytest

from app.analysis.company import read_company
from app.analysis.company.read import FILES, LIMIT

RULE = "rules: [{id: ACME_1, title: T, types: aws_sqs_queue}]\n"


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    folder = tmp_path / "policies"
    folder.mkdir()
    return folder


def test_rego_and_yaml_are_read_by_name(tmp_path: Path, policies: Path) -> None:
    (policies / "b.rego").write_text("package b")
    (policies / "a.rego").write_text("\ufeffpackage a")
    (policies / "lib").mkdir()
    (policies / "lib" / "c.rego").write_text("package c")
    (policies / "a_test.rego").write_text("package a")
    (policies / "rules.yaml").write_text(RULE)
    (policies / "README.md").write_text("# read me")
    read = read_company(tmp_path)
    assert [(one.path, one.text) for one in read.rego] == [
        ("policies/a.rego", "package a"),
        ("policies/b.rego", "package b"),
        ("policies/lib/c.rego", "package c"),
    ]
    assert [one.id for one in read.rules] == ["ACME_1"]
    assert read.problems == ()
    assert read


def test_without_a_folder_there_are_none(tmp_path: Path) -> None:
    assert not read_company(tmp_path)
    (tmp_path / "policies").write_text("a file")
    assert not read_company(tmp_path)


def test_links_are_not_followed(tmp_path: Path, policies: Path) -> None:
    secret = tmp_path / "secret.rego"
    secret.write_text("package secret")
    (policies / "link.rego").symlink_to(secret)
    (policies / "folder").symlink_to(tmp_path)
    read = read_company(tmp_path)
    assert read.rego == ()
    assert [(one.path, one.wrong) for one in read.problems] == [
        ("policies/folder", "it is a link, which is not followed"),
        ("policies/link.rego", "it is a link, which is not followed"),
    ]
    other = tmp_path / "other"
    other.mkdir()
    (other / "policies").symlink_to(policies)
    assert [one.wrong for one in read_company(other).problems] == ["it is a link, which is not followed"]


def test_what_cannot_be_read_is_a_problem(tmp_path: Path, policies: Path) -> None:
    (policies / "big.rego").write_text("#" * (LIMIT + 1))
    (policies / "latin.yml").write_bytes("rules:\n  - caf\xe9".encode("latin-1"))
    (policies / "wrong.yml").write_text("rules:\n  - {id: ACME_1}\n")
    read = read_company(tmp_path)
    assert [(one.path, one.line, one.wrong) for one in read.problems] == [
        ("policies/big.rego", None, "it is larger than 64 KiB"),
        ("policies/latin.yml", 2, "it is not UTF-8 text"),
        ("policies/wrong.yml", 2, "a rule needs title, types"),
    ]


def test_an_id_stands_once(tmp_path: Path, policies: Path) -> None:
    (policies / "a.yml").write_text(RULE)
    (policies / "b.yml").write_text(RULE)
    (problem,) = read_company(tmp_path).problems
    assert (problem.path, problem.wrong) == (
        "policies/b.yml",
        "ACME_1 stands a second time, first in policies/a.yml line 1",
    )


def test_files_and_folders_are_bounded(tmp_path: Path, policies: Path) -> None:
    deep = policies / "1" / "2" / "3" / "4"
    deep.mkdir(parents=True)
    (deep / "a.rego").write_text("package a")
    for number in range(FILES + 1):
        (policies / f"p{number:03}.rego").write_text("package p")
    read = read_company(tmp_path)
    assert len(read.rego) == FILES
    assert [one.wrong for one in read.problems] == [
        "it lies more than 4 folders deep",
        "there are more than 100 files",
    ]
