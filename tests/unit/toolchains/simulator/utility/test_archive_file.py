"""The archive provider."""

import base64
import hashlib
import io
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import Failure
from app.toolchains.simulator.utility.archive_file import make_archive
from tests.unit.toolchains.simulator.subjects import subject_of


def archive(folder: Path, **values: Any) -> dict[str, Any]:
    given = {"type": "zip", "output_path": "out/a.zip", **values}
    return dict(make_archive(subject_of("archive_file", "data", directory=folder, **given)))


@pytest.fixture(name="folder")
def fixture_folder(tmp_path: Path) -> Path:
    (tmp_path / "src" / "deep").mkdir(parents=True)
    (tmp_path / "src" / "a.py").write_text("a = 1\n", encoding="utf-8")
    (tmp_path / "src" / "deep" / "b.txt").write_text("b", encoding="utf-8")
    return tmp_path


def test_folder(folder: Path) -> None:
    answer = archive(folder, source_dir="src")
    content = (folder / "out" / "a.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        assert made.namelist() == ["a.py", "deep/b.txt"]
    assert answer["output_base64sha256"] == base64.b64encode(hashlib.sha256(content).digest()).decode()
    assert answer["output_size"] == len(content)


def test_same_files_same_bytes(folder: Path) -> None:
    first = archive(folder, source_dir="src")
    (folder / "src" / "a.py").touch()
    assert archive(folder, source_dir="src") == first


@pytest.mark.parametrize("pattern", ["deep", "deep/*", "**/b.txt", "./deep/"])
def test_excludes(folder: Path, pattern: str) -> None:
    archive(folder, source_dir="src", excludes=[pattern])
    with zipfile.ZipFile(folder / "out" / "a.zip") as made:
        assert made.namelist() == ["a.py"]


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ({"source_file": "src/a.py"}, ["a.py"]),
        ({"source_content": "x", "source_content_filename": "x.txt"}, ["x.txt"]),
        ({"source": [{"filename": "b", "content": "1"}, {"filename": "a", "content": "2"}]}, ["a", "b"]),
    ],
)
def test_other_sources(folder: Path, values: dict[str, Any], names: list[str]) -> None:
    archive(folder, **values)
    with zipfile.ZipFile(folder / "out" / "a.zip") as made:
        assert made.namelist() == names


def test_tar(folder: Path) -> None:
    archive(folder, type="tar.gz", source_file="src/a.py")
    with tarfile.open(folder / "out" / "a.zip") as made:
        assert made.getnames() == ["a.py"]


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"source_dir": "missing"}, "missing directory"),
        ({"source_file": "missing"}, "missing file"),
        ({"source_file": "/etc/hostname"}, "outside the stack"),
        ({"source_dir": "src", "output_path": "../a.zip"}, "outside the stack"),
        ({}, "no source"),
    ],
)
def test_refusals(folder: Path, values: dict[str, Any], wrong: str) -> None:
    with pytest.raises(Failure, match=wrong):
        archive(folder, **values)


def test_links_that_lead_out_are_refused(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("other") / "secret"
    secret.write_text("canary", encoding="utf-8")
    (folder / "src" / "link").symlink_to(secret)
    with pytest.raises(Failure, match="outside the stack"):
        archive(folder, source_dir="src")


def test_without_files_only_digests_are_made_up(folder: Path) -> None:
    def digest(source: str) -> str:
        given: dict[str, Any] = {"type": "zip", "source_dir": source, "output_path": str(folder / "out.zip")}
        return str(make_archive(subject_of("archive_file", "data", **given))["output_base64sha256"])

    assert digest("src") == digest("src")
    assert digest("src") != digest("/etc")
    assert not (folder / "out.zip").exists()
