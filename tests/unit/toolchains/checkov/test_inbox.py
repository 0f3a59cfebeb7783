"""What a scan gets to see."""

from pathlib import Path

import pytest

from app.toolchains.checkov import inbox as module
from app.toolchains.checkov.inbox import fill_inbox


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    root, target = tmp_path / "root", tmp_path / "target"
    root.mkdir()
    target.mkdir()
    return root, target


def _copied(target: Path) -> set[str]:
    return {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("name", "text", "framework"),
    [
        ("main.tf", "", "terraform"),
        ("main.tofu", "", "terraform"),
        ("main.tf.json", "{}", "terraform"),
        ("Dockerfile", "FROM scratch", "dockerfile"),
        ("build/Dockerfile.prod", "FROM scratch", "dockerfile"),
        ("app.dockerfile", "FROM scratch", "dockerfile"),
        ("stack.yaml", "AWSTemplateFormatVersion: '2010-09-09'", "cloudformation"),
        ("stack.json", '{"Resources": {"A": {"Type": "AWS::S3::Bucket"}}}', "cloudformation"),
        ("pod.yml", "apiVersion: v1\nkind: Pod\n", "kubernetes"),
        (".github/workflows/ci.yml", "on: push", "github_actions"),
    ],
)
def test_files_call_for_their_frameworks(places: tuple[Path, Path], name: str, text: str, framework: str) -> None:
    root, target = places
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text)
    assert fill_inbox(root, target).frameworks == sorted({framework, "secrets"})


def test_plain_text_is_looked_at_for_secrets_only(places: tuple[Path, Path]) -> None:
    root, target = places
    (root / "notes.md").write_text("# Notes")
    (root / "values.yaml").write_text("replicas: 2")
    assert fill_inbox(root, target).frameworks == ["secrets"]


def test_an_empty_folder_calls_for_nothing(places: tuple[Path, Path]) -> None:
    assert fill_inbox(*places).frameworks == []


def test_what_is_not_the_repositorys_code_stays_out(places: tuple[Path, Path]) -> None:
    root, target = places
    for name in (".git/config", ".terraform/modules/a.tf", "node_modules/a.js", ".terraform.lock.hcl", "go.sum"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x")
    (root / "image.png").write_bytes(b"\x89PNG\0\0")
    (root / "main.tf").write_text("")
    fill_inbox(root, target)
    assert _copied(target) == {"main.tf"}


def test_links_are_never_followed(places: tuple[Path, Path], tmp_path: Path) -> None:
    root, target = places
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.tf").write_text("secret")
    (root / "folder").symlink_to(tmp_path / "outside")
    (root / "file.tf").symlink_to(tmp_path / "outside" / "secret.tf")
    fill_inbox(root, target)
    assert _copied(target) == set()


def test_large_and_surplus_files_are_named(places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FILE_LIMIT", 10)
    monkeypatch.setattr(module, "COUNT_LIMIT", 2)
    root, target = places
    for name, text in {"a.tf": "", "b.tf": "", "c.tf": "", "large.tf": "x" * 11}.items():
        (root / name).write_text(text)
    assert fill_inbox(root, target).left_out == ["c.tf", "large.tf"]
    assert _copied(target) == {"a.tf", "b.tf"}


def test_opentofu_files_are_renamed_for_the_scan(places: tuple[Path, Path]) -> None:
    root, target = places
    for name in ("main.tofu", "both.tofu", "both.tf"):
        (root / name).write_text("")
    assert fill_inbox(root, target).names == {"main.tf": "main.tofu"}
    assert _copied(target) == {"main.tf", "both.tf", "both.tofu"}


def test_the_digest_tells_contents_and_places_apart(tmp_path: Path) -> None:
    digests = set()
    for number, (name, text) in enumerate([("a.tf", "1"), ("a.tf", "2"), ("b.tf", "1"), ("a.tf", "1")]):
        root, target = tmp_path / f"root{number}", tmp_path / f"target{number}"
        root.mkdir()
        target.mkdir()
        (root / name).write_text(text)
        digests.add(fill_inbox(root, target).digest)
    assert len(digests) == 3


def test_a_name_that_is_no_text_is_scanned_like_any_other(places: tuple[Path, Path]) -> None:
    root, target = places
    (root / "caf\udce9.tf").write_text("")
    inbox = fill_inbox(root, target, ())
    assert inbox.digest
    assert _copied(target) == {"caf\udce9.tf"}
