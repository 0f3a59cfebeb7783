"""The workflows that build, check and release this repository, and those that we show to others."""

import os
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.processes.environments import environment_python
from app.settings import Settings

ROOT = Path(__file__).parents[2]
OURS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
EXAMPLES = sorted((ROOT / "examples" / "workflows").glob("*.yml"))
ACTIONS = [path for path in (ROOT / "action.yml",) if path.exists()]
FORMS = [
    path
    for folder in (".github/ISSUE_TEMPLATE", "examples/issue-forms")
    for path in sorted((ROOT / folder).glob("*.yml"))
    if path.stem != "config"
]
ALL = [*OURS, *EXAMPLES, *ACTIONS]
USES = re.compile(r"^\s*(?:- )?uses:\s*(?P<name>\S+?)(?:@(?P<pin>\S+))?(?:\s+#\s*(?P<comment>.*))?$", re.MULTILINE)
OWN = "iac-agents/iac-agents"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def read(path: Path) -> dict[str, Any]:
    """YAML 1.1 takes the key ``on`` for a truth value."""
    document = yaml.safe_load(path.read_text("utf-8"))
    return {"on" if key is True else key: value for key, value in document.items()}


def jobs(path: Path) -> dict[str, dict[str, Any]]:
    """The jobs of a workflow; an action's steps count as those of one job."""
    document = read(path)
    return document["jobs"] if "jobs" in document else {"action": document["runs"]}


def steps(path: Path) -> Iterator[dict[str, Any]]:
    return (step for job in jobs(path).values() for step in job.get("steps", ()))


def test_there_is_something_to_look_at() -> None:
    assert {path.stem for path in OURS} >= {"ci", "release", "docs", "codeql", "dependencies"}


@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_every_action_is_pinned_by_commit_with_its_version(path: Path) -> None:
    foreign = [found for found in USES.finditer(path.read_text("utf-8")) if not found["name"].startswith(("./", "$/"))]
    pinned = re.compile(r"[0-9a-f]{40}")
    loose = [
        found[0].strip()
        for found in foreign
        if found["name"] != OWN
        and not (pinned.fullmatch(found["pin"] or "") and re.match(r"v\d+\.\d+\.\d+\b", found["comment"] or ""))
    ]
    assert loose == []


def test_one_action_has_one_pin_everywhere() -> None:
    pins: dict[str, set[tuple[str, str]]] = defaultdict(set)
    shown = sorted({*ALL, *ROOT.glob("docs/**/*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"})
    for path in shown:
        for found in USES.finditer(path.read_text("utf-8")):
            repository = "/".join(found["name"].split("/")[:2])
            if found["pin"] and repository != OWN and not found["name"].startswith(("./", "$/")):
                pins[repository].add((found["pin"], (found["comment"] or "").split(" ")[0]))
    assert {repository: found for repository, found in pins.items() if len(found) != 1} == {}


@pytest.mark.parametrize("path", [*OURS, *EXAMPLES], ids=name_of)
def test_permissions_are_declared_for_each_job(path: Path) -> None:
    document = read(path)
    assert document["permissions"] == {}
    assert [name for name, job in document["jobs"].items() if not isinstance(job.get("permissions"), dict)] == []
    assert [name for name, job in document["jobs"].items() if "timeout-minutes" not in job and "steps" in job] == []


@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_nothing_that_others_wrote_reaches_a_shell(path: Path) -> None:
    assert [step["run"] for step in steps(path) if "${{" in step.get("run", "")] == []
    assert "pull_request_target" not in read(path).get("on", {})


@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_no_token_is_left_in_a_checkout(path: Path) -> None:
    checkouts = [step for step in steps(path) if step.get("uses", "").startswith("actions/checkout@")]
    assert [step for step in checkouts if step.get("with", {}).get("persist-credentials") is not False] == []


@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_what_a_step_runs_is_bash(path: Path) -> None:
    scripts = [step["run"] for step in steps(path) if "run" in step]
    wrong = [
        done.stderr
        for script in scripts
        if (
            done := subprocess.run(["bash", "-n"], input=script, capture_output=True, text=True, check=False)
        ).returncode
    ]
    assert wrong == []


@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_what_an_expression_names_is_there(path: Path) -> None:
    """Steps of the same job that come before, jobs that are waited for, axes of the matrix, outputs of jobs."""
    known = jobs(path)
    for name, job in known.items():
        ids = {step["id"] for step in job.get("steps", ()) if "id" in step}
        text = yaml.safe_dump(job)
        needs = job.get("needs", [])
        waited = {needs} if isinstance(needs, str) else set(needs)
        matrix = job.get("strategy", {}).get("matrix", {})
        axes = {*matrix, *(axis for row in matrix.get("include", ()) for axis in row)}
        assert set(re.findall(r"steps\.([\w-]+)\.", text)) <= ids, name
        assert set(re.findall(r"needs\.([\w-]+)\.", text)) <= waited <= set(known), name
        assert set(re.findall(r"matrix\.([\w-]+)", text)) <= axes, name
        asked = re.findall(r"needs\.([\w-]+)\.outputs\.([\w-]+)", text)
        assert [output for other, output in asked if output not in known[other].get("outputs", {})] == [], name


@pytest.mark.parametrize(
    ("schema", "paths"),
    [
        ("github-workflows", [*OURS, *EXAMPLES]),
        ("github-actions", ACTIONS),
        ("dependabot", [ROOT / ".github" / "dependabot.yml"]),
        ("github-issue-forms", FORMS),
        ("github-issue-config", [ROOT / ".github" / "ISSUE_TEMPLATE" / "config.yml"]),
    ],
)
def test_the_files_have_the_form_that_github_describes(schema: str, paths: list[Path]) -> None:
    if not paths:
        pytest.skip("no such file")
    words = [str(Path(sys.executable).with_name("check-jsonschema")), "--builtin-schema", f"vendor.{schema}"]
    done = subprocess.run([*words, *map(str, paths)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_tags_that_release_are_versions() -> None:
    """What the workflow waits for is what the version is made of; the moving tag of the action is neither."""
    waited = [
        re.compile(pattern.replace(".", r"\."))
        for pattern in read(ROOT / ".github/workflows/release.yml")["on"]["push"]["tags"]
    ]
    version = re.compile(PROJECT["tool"]["hatch"]["version"]["tag-pattern"])
    for tag, is_one in [
        ("v1.2.3", True),
        ("v10.0.12", True),
        ("v1.2.3rc1", True),
        ("v1", False),
        ("v1.2", False),
        ("v1.2.3.4", False),
        ("v1.2.3-rc1", False),
        ("v1.2.3rc", False),
        ("1.2.3", False),
        ("nightly", False),
    ]:
        assert any(one.fullmatch(tag) for one in waited) is is_one, tag
        assert not is_one or version.match(tag), tag


@pytest.mark.parametrize("path", OURS, ids=name_of)
def test_what_make_is_asked_for_is_there(path: Path) -> None:
    asked = {
        target for step in steps(path) for target in re.findall(r"^make ([\w-]+)", step.get("run", ""), re.MULTILINE)
    }
    targets = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert asked <= set(targets)


@pytest.mark.parametrize("path", [*OURS, *EXAMPLES], ids=name_of)
def test_the_action_knows_what_it_is_given_and_asked(path: Path) -> None:
    action = read(ROOT / "action.yml")
    for job in jobs(path).values():
        for step in job.get("steps", ()):
            if step.get("uses", "").split("@")[0] in {"./", OWN}:
                assert set(step.get("with", {})) <= set(action["inputs"])
                asked = re.findall(rf"steps\.{step.get('id')}\.outputs\.([\w-]+)", yaml.safe_dump(job))
                assert set(asked) <= set(action["outputs"])


def test_the_image_is_built_as_the_dockerfile_expects() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text("utf-8")
    (build,) = [
        step["with"]
        for step in jobs(ROOT / ".github/workflows/release.yml")["container"]["steps"]
        if step.get("uses", "").startswith("docker/build-push-action@")
    ]
    given = {line.partition("=")[0] for line in build["build-args"].splitlines()}
    assert given <= set(re.findall(r"^ARG (\w+)", dockerfile, re.MULTILINE))
    stages = re.findall(r"^FROM .* AS (\w+)$", dockerfile, re.MULTILINE)
    assert build["build-contexts"].partition("=")[0] in stages
    assert len(re.findall(r"^ARG PYTHON_IMAGE=\S+$", dockerfile, re.MULTILINE)) == 1, "the workflow reads it"


def test_one_version_is_named_everywhere() -> None:
    """GitLab's component installs it, and the documents name the action by its major version."""
    component = (ROOT / "templates" / "agents.yml").read_text("utf-8")
    (version,) = set(
        re.findall(r"default: (?:ghcr\.io/iac-agents/iac-agents:)?(\d+\.\d+\.\d+)$", component, re.MULTILINE)
    )
    shown = [ROOT / "README.md", *ROOT.glob("docs/**/*.md"), *EXAMPLES]
    named = {tag for path in shown for tag in re.findall(rf"{OWN}@(v\d[\w.]*)", path.read_text("utf-8"))}
    assert named <= {f"v{version.partition('.')[0]}", f"v{version}"}


def run_step(folder: Path, job: str, step: str, programs: dict[str, str], **environment: str) -> str:
    """What a step of the release workflow puts out, with stand-ins for programs that need the world."""
    for program, script in programs.items():
        (folder / program).write_text(f"#!/bin/bash\n{script}\n")
        (folder / program).chmod(0o755)
    known = {
        one.get("id") or one.get("name"): one for one in jobs(ROOT / ".github/workflows/release.yml")[job]["steps"]
    }
    given = {"PATH": f"{folder}:{os.environ['PATH']}", "GITHUB_OUTPUT": str(folder / "out"), **environment}
    words = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", known[step]["run"]]
    subprocess.run(words, cwd=ROOT, env=given, check=True, capture_output=True)
    return (folder / "out").read_text("utf-8")


@pytest.mark.parametrize(
    ("version", "tags"),
    [
        ("1.2.3", ["1.2.3", "1.2", "1", "latest"]),
        ("1.2.3rc1", ["1.2.3rc1"]),
        ("0.10.0", ["0.10.0", "0.10", "0", "latest"]),
    ],
)
def test_the_names_of_the_image(tmp_path: Path, version: str, tags: list[str]) -> None:
    docker = """[[ "$4" != *@* ]] && printf '"sha256:%064d"\\n' 7"""
    out = run_step(tmp_path, "container", "names", {"docker": docker}, IMAGE="ghcr.io/o/r", VERSION=version)
    said = dict(line.split("=", 1) for line in out.splitlines())
    assert said["tags"] == ",".join(f"ghcr.io/o/r:{tag}" for tag in tags)
    assert re.fullmatch(r"python:[\w.-]+@sha256:0{63}7", said["base"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", said["created"])


@pytest.mark.parametrize(
    ("exists", "asked"),
    [
        ("true", "--method PATCH repos/o/r/git/refs/tags/v1 --raw-field sha=abc --field force=true"),
        ("false", "--method POST repos/o/r/git/refs --raw-field ref=refs/tags/v1 --raw-field sha=abc"),
    ],
)
def test_the_moving_tag(tmp_path: Path, exists: str, asked: str) -> None:
    gh = f'if [[ "$*" == *--silent ]]; then {exists}; else echo "$@" >> "$GITHUB_OUTPUT"; fi'
    name = "The tag by which workflows name the action"
    given = {"GITHUB_REF_NAME": "v1.2.3", "GITHUB_REPOSITORY": "o/r", "GITHUB_SHA": "abc"}
    assert run_step(tmp_path, "github", name, {"gh": gh}, **given) == f"api {asked}\n"


def test_the_tested_pythons_are_those_that_we_name() -> None:
    named = {
        trove.rpartition(" ")[2]
        for trove in PROJECT["project"]["classifiers"]
        if re.search(r"Python :: \d\.\d+$", trove)
    }
    matrix = jobs(ROOT / ".github" / "workflows" / "ci.yml")["test"]["strategy"]["matrix"]
    assert set(matrix["python"]) == named
    assert PROJECT["project"]["requires-python"] == f">={min(named, key=lambda one: int(one.split('.')[1]))}"


PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;\\]+)", re.MULTILINE)


@pytest.mark.parametrize("lock", ["requirements.runtime.lock", "requirements.release.lock"])
def test_the_locks_agree_and_have_hashes(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    development = dict(PIN.findall((ROOT / "requirements.lock").read_text("utf-8")))
    pins = PIN.findall(text)
    assert pins
    assert [(name, version) for name, version in pins if development.get(name, version) != version] == []
    blocks = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
    assert [block.split("\n")[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_what_builds_a_release_is_pinned() -> None:
    pinned = {name for name, _ in PIN.findall((ROOT / "requirements.release.lock").read_text("utf-8"))}
    asked = {re.split(r"[<>=]", one)[0] for one in PROJECT["build-system"]["requires"]}
    asked |= {re.split(r"[<>=]", one)[0] for one in PROJECT["dependency-groups"]["release"]}
    assert asked <= pinned


@pytest.mark.checkov
@pytest.mark.parametrize("persona", ["regular", "pedantic"])
def test_zizmor_finds_nothing(persona: str) -> None:
    """What is waived has its reason beside it (``zizmor: ignore[…] why``)."""
    python = environment_python("zizmor", Settings().cache_dir)
    if python is None:
        pytest.skip("zizmor's tool environment is not made: run `agents tools install`")
    words = [str(python.with_name("zizmor")), "--offline", "--quiet", "--no-config", "--persona", persona]
    looked_at = map(str, [ROOT / ".github", *ACTIONS, *EXAMPLES])
    done = subprocess.run([*words, *looked_at], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    waived = [line for path in ALL for line in path.read_text("utf-8").splitlines() if "zizmor: ignore" in line]
    assert [line for line in waived if not re.search(r"zizmor: ignore\[[\w,-]+\] \w+", line)] == []
