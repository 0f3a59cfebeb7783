"""The Dockerfile: checked, pinned, and at one with the program."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli.commands import HANDLERS
from app.knowledge.commands import PORT
from app.settings import read_settings
from tests.unit.deploy.files import LAST, ROOT, SETTINGS, arguments, environment, instructions, is_ignored, one

PLATFORMS = ("amd64", "arm64")
HADOLINT = shutil.which("hadolint", path=Path(sys.executable).parent)


def test_hadolint_has_nothing_to_say() -> None:
    assert HADOLINT
    done = subprocess.run(
        [HADOLINT, "--config", ".hadolint.yaml", "--no-color", "Dockerfile"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("program", ["TOFU", "TFLINT"])
def test_what_is_fetched_is_pinned_for_each_platform(program: str) -> None:
    given = arguments()
    assert re.fullmatch(r"\d+\.\d+\.\d+", given[f"{program}_VERSION"])
    sums = {given[f"{program}_SHA256_{platform.upper()}"] for platform in PLATFORMS}
    assert len(sums) == len(PLATFORMS)
    assert all(re.fullmatch(r"[0-9a-f]{64}", one) for one in sums)
    assert given[f"{program}_URL"].startswith("https://github.com/")
    assert f"v${{{program}_VERSION}}/" in given[f"{program}_URL"]
    assert "linux_${TARGETARCH}" in given[f"{program}_URL"]


@pytest.mark.parametrize("platform", ["riscv64", ""])
def test_another_platform_ends_the_build_with_words(platform: str) -> None:
    (fetching,) = (each.text for each in instructions() if (each.stage, each.name) == ("tools", "RUN"))
    done = subprocess.run(
        ["/bin/sh", "-c", fetching], env={"TARGETARCH": platform}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert f"no checksum is known for '{platform}'" in done.stderr


def test_every_stage_begins_at_the_one_base_that_a_release_pins() -> None:
    bases = [
        each.text.replace("--platform=${BUILDPLATFORM} ", "").split()[0]
        for each in instructions()
        if each.name == "FROM"
    ]
    assert set(bases) == {"${PYTHON_IMAGE}", "scratch"}
    assert re.fullmatch(r"python:3\.\d+-slim-[a-z]+", arguments()["PYTHON_IMAGE"])


def test_python_packages_come_with_their_hashes_or_from_the_build() -> None:
    installs = [
        part for each in instructions() if each.name == "RUN" for part in each.text.split("&&") if " install " in part
    ]
    pips = [part for part in installs if "pip " in part]
    assert len(pips) == 3
    assert [part for part in pips if "--require-hashes" not in part and "--no-index" not in part] == []
    assert [part for part in pips if "--no-cache-dir" not in part] == []


def test_what_is_copied_is_there_and_not_ignored() -> None:
    copied = [each.text.split()[:-1] for each in instructions() if each.name == "COPY" and "--from=" not in each.text]
    sources = [source for words in copied for source in words]
    assert [source for source in sources if not (ROOT / source).exists()] == []
    assert [source for source in sources if is_ignored(source)] == []
    assert not is_ignored("app/knowledge/prices/prices.sqlite")


@pytest.mark.parametrize(
    "path", [".git/config", ".env", "secrets/github_private_key", "tests/unit/test_guards.py", "app/__pycache__/x.pyc"]
)
def test_nothing_else_gets_into_the_build(path: str) -> None:
    assert is_ignored(path)


def test_a_build_from_source_has_all_that_pyproject_names() -> None:
    named = re.findall(r'(?:path = |license-files = \[|, )"([\w.]+)"', (ROOT / "pyproject.toml").read_text("utf-8"))
    needed = {name for name in named if (ROOT / name).is_file()} & {"README.md", "LICENSE", "NOTICE", "CHANGELOG.md"}
    assert needed >= {"README.md", "LICENSE", "NOTICE"}
    assert [name for name in needed if is_ignored(name)] == []


def test_what_the_image_sets_are_settings_and_folders_of_its_own() -> None:
    given = environment()
    assert {name for name in given if name.startswith("AGENTS_")} <= SETTINGS
    settings = read_settings(given)
    assert [str(settings.data_dir)] == json.loads(one("VOLUME"))
    assert settings.cache_dir.is_relative_to("/opt/agents")
    assert given["PATH"].startswith("/opt/agents/bin:")


def test_it_runs_as_nobody_and_answers_where_it_is_asked() -> None:
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", one("USER"))
    command = json.loads(one("CMD"))
    port = command[command.index("--port") + 1]
    assert (command[0] in HANDLERS, port, one("EXPOSE")) == (True, PORT.default, PORT.default)
    assert json.loads(one("ENTRYPOINT"))[-1] == "agents"
    assert f"127.0.0.1:{port}/healthz" in one("HEALTHCHECK")
    assert one("STOPSIGNAL") == "SIGTERM"


def test_no_compiler_and_no_installer_stays() -> None:
    installed = " ".join(each.text for each in instructions() if (each.stage, each.name) == (LAST, "RUN"))
    assert re.search(r"install --yes --no-install-recommends ca-certificates git tini ", installed)
    assert "rm -rf /var/lib/apt/lists/*" in installed
    assert "site-packages/pip*" in installed
