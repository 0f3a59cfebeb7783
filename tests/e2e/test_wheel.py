"""The wheel, installed elsewhere on disk beside only what the runtime lock names: nothing that it reads is missing."""

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.markers import Marker

ROOT = Path(__file__).parents[2]
VERSION = "1.2.3"
FORBIDDEN = re.compile(r"\.\./shared|/work/|BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}")


def uv(*words: str | Path, **environment: str) -> None:
    """Offline: what builds is in the development environment, pinned by its lock."""
    program = Path(sys.prefix) / "bin" / "uv"
    subprocess.run(
        [program, "--quiet", "--offline", "--no-config", *words],
        env=os.environ | environment,
        cwd=ROOT,
        capture_output=True,
        check=True,
    )


def build(folder: Path, *words: str | Path) -> None:
    pinned = ("--no-build-isolation", "--python", sys.executable, "--out-dir", folder)
    uv("build", *pinned, *words, SETUPTOOLS_SCM_PRETEND_VERSION=VERSION)


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An sdist, and the wheel that is made of it."""
    folder = tmp_path_factory.mktemp("dist")
    build(folder)
    return folder


@pytest.fixture(scope="module")
def elsewhere(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with the wheel and what the runtime lock names, and nothing else."""
    folder = tmp_path_factory.mktemp("elsewhere") / "venv"
    uv("venv", "--python", sys.executable, folder)
    lock = (ROOT / "requirements.runtime.lock").read_text("utf-8")
    for name, marker in re.findall(r"^([\w.-]+)==[^\s;]+(?: ; (.*?))? \\$", lock, re.MULTILINE):
        if not marker or Marker(marker).evaluate():
            link(name, folder)
    uv("pip", "install", "--no-deps", "--python", folder / "bin" / "python", wheel_of(dist))
    return folder


def link(name: str, folder: Path) -> None:
    """What an installed package consists of, at the same places below another environment."""
    found = distribution(name)
    for file in found.files or ():
        source = Path(os.path.normpath(found.locate_file(file).__fspath__()))  # type: ignore[attr-defined]
        target = folder / source.relative_to(sys.prefix)
        if source.exists() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                target.hardlink_to(source)
            except OSError:  # another file system
                shutil.copy2(source, target)


def wheel_of(folder: Path) -> Path:
    (wheel,) = folder.glob("*.whl")
    return wheel


def tracked(folder: str) -> set[str]:
    """What git knows or would take, below a folder of the checkout."""
    words = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", folder]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    return {name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()}


def test_the_wheel_holds_the_package_and_nothing_else(dist: Path) -> None:
    with zipfile.ZipFile(wheel_of(dist)) as wheel:
        names = set(wheel.namelist())
        told = wheel.read(f"iac_agents-{VERSION}.dist-info/METADATA").decode()
    info = {name for name in names if name.startswith(f"iac_agents-{VERSION}.dist-info/")}
    assert names - info == tracked("app")
    assert {name.rpartition("/")[2] for name in info} >= {"LICENSE", "NOTICE", "entry_points.txt"}
    assert f"Version: {VERSION}" in told
    assert re.findall(r"\]\((?!https?:|#)[^)]*\)", told) == [], "a link that leads nowhere on PyPI"


def test_the_sdist_makes_the_same_wheel(dist: Path, tmp_path: Path) -> None:
    build(tmp_path, "--wheel")
    with zipfile.ZipFile(wheel_of(dist)) as one, zipfile.ZipFile(wheel_of(tmp_path)) as other:
        assert {m.filename: m.CRC for m in one.infolist()} == {m.filename: m.CRC for m in other.infolist()}


def test_the_sdist_holds_what_is_needed_to_work_on_it_and_no_secret(dist: Path) -> None:
    (sdist,) = dist.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
        plain = [member for member in archive.getmembers() if member.name.endswith((".py", ".md", ".toml", ".yml"))]
        marked = [
            member.name.partition("/")[2]
            for member in plain
            if FORBIDDEN.search(
                (archive.extractfile(member) or pytest.fail(member.name)).read().decode("utf-8", "replace")
            )
        ]
    of_git = {".ci", ".gitattributes", ".git_archival.txt"}
    left_out = {name for name in tracked(".") - names if name.partition("/")[0] not in of_git}
    assert left_out == set(), "name them in pyproject.toml, or here"
    assert not {name for name in names if name.startswith((".venv", "build/", "dist/", ".git/"))}
    assert [name for name in marked if not name.startswith("tests/")] == []


def agents(elsewhere: Path, cwd: Path, *words: str | Path) -> "subprocess.CompletedProcess[str]":
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return subprocess.run(
        [elsewhere / "bin" / "agents", *words],
        cwd=cwd,
        env=environment | {"AGENTS_DATA_DIR": str(cwd / "data")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_knows_its_version_and_where_it_is(elsewhere: Path, tmp_path: Path) -> None:
    assert agents(elsewhere, tmp_path, "--version").stdout == f"agents {VERSION}\n"
    asked = [str(elsewhere / "bin" / "python"), "-I", "-c", "import app; print(app.__file__)"]
    place = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert Path(place).is_relative_to(elsewhere)


def test_the_doctor_misses_no_file(elsewhere: Path, tmp_path: Path) -> None:
    done = agents(elsewhere, tmp_path, "--json", "doctor")
    assert done.returncode in {0, 1}, done.stderr
    assert "Traceback" not in done.stderr
    assert json.loads(done.stdout)


@pytest.mark.checkov
def test_a_request_becomes_a_branch(elsewhere: Path, tmp_path: Path) -> None:
    issue = ROOT / "examples" / "issues" / "queue-worker.md"
    done = agents(elsewhere, tmp_path, "--json", "run", issue, "--repo", "jobs", "--report-dir", "report")
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert told["branch"] == "agents/image-resizer"
    assert [stage for stage in told["stages"] if stage["status"] == "failed"] == []
    assert (tmp_path / "report" / "report.md").is_file()
    (sarif,) = json.loads((tmp_path / "report" / "findings.sarif").read_text("utf-8"))["runs"]
    assert sarif["tool"]["driver"]["version"] == VERSION
