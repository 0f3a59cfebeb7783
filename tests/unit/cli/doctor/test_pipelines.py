"""GitLab CI's door."""

import subprocess
from pathlib import Path

import pytest

from app.cli.doctor.pipelines import door
from tests.fakes.gitlab.server import running
from tests.fakes.gitlab.state import BOT_TOKEN
from tests.unit.cli.doctor.scenes import scene, seen

RAW = "https://raw.githubusercontent.com/iac-agents/iac-agents"
JOB = {"GITLAB_CI": "true", "CI_PROJECT_PATH": "acme/web"}


@pytest.mark.parametrize(
    ("text", "name", "state", "words"),
    [
        ("include:\n  - component: g.example/acme/iac-agents/agents@1.2.3\n", ".gitlab-ci.yml:2", "ok", "1.2.3"),
        ("include: {component: g.example/x/iac-agents/agents@~latest}\n", ".gitlab-ci.yml:1", "limited", "~latest"),
        ("include: [{component: $CI_SERVER_FQDN/x/iac-agents/agents@main}]\n", ".gitlab-ci.yml:1", "limited", "main"),
        ("include: [{component: $CI_SERVER_FQDN/x/iac-agents/agents@1}]\n", ".gitlab-ci.yml:1", "limited", "follows 1"),
        (f"include: [{{remote: {RAW}/v1.0.0/templates/agents.yml}}]\n", ".gitlab-ci.yml:1", "ok", "v1.0.0"),
        (f"include: {RAW}/main/templates/agents.yml\n", ".gitlab-ci.yml:1", "limited", "main"),
        ("include: [{project: a/iac-agents, ref: v1.0.0, file: x}]\n", ".gitlab-ci.yml:1", "ok", "v1.0.0"),
        ("include: [{project: a/iac-agents, file: x}]\n", ".gitlab-ci.yml:1", "limited", "default branch"),
        ("include: [\n# iac-agents\n", ".gitlab-ci.yml:3", "broken", "not YAML"),
        (
            "include: [local.yml]\njob: {script: [pip install iac-agents], rules: !reference [a]}\n",
            ".gitlab-ci.yml",
            "ok",
            "nothing of it",
        ),
    ],
)
def test_the_pipelines_file(tmp_path: Path, text: str, name: str, state: str, words: str) -> None:
    (tmp_path / ".gitlab-ci.yml").write_text(text)
    found = seen(door(), scene(tmp_path))
    assert list(found) == [name]
    assert (found[name].state, words in found[name].found) == (state, True)


def test_who_wants_it(tmp_path: Path) -> None:
    assert not door().set_up(scene(tmp_path))
    assert door().set_up(scene(tmp_path, {"GITLAB_CI": "true"}))
    (tmp_path / ".gitlab-ci.yml").write_text("job: {script: [make]}\n")
    assert not door().set_up(scene(tmp_path))
    (tmp_path / ".gitlab-ci.yml").write_text("include: [{component: g/a/iac-agents/agents@1}]\n")
    assert door().set_up(scene(tmp_path))


def test_a_job_without_a_token(tmp_path: Path) -> None:
    check = seen(door(), scene(tmp_path, JOB))["token"]
    assert (check.state, "AGENTS_GITLAB_TOKEN" in check.mend) == ("limited", True)


def test_a_job_with_a_token(tmp_path: Path) -> None:
    with running(tmp_path / "lab") as gitlab:
        gitlab.project("acme/web", {"main.tf": ""})
        found = seen(door(), scene(tmp_path, JOB | {"AGENTS_GITLAB_TOKEN": BOT_TOKEN, "CI_SERVER_URL": gitlab.url}))
    assert {name: check.state for name, check in found.items()} == {
        "address": "ok",
        "token": "ok",
        "scopes": "ok",
        "project acme/web": "ok",
    }


def test_the_commit_before(tmp_path: Path) -> None:
    whole, shallow = tmp_path / "whole", tmp_path / "shallow"
    author = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    subprocess.run(["git", "init", "--quiet", whole], check=True)
    for number in "12":
        words = ("commit", "--quiet", "--allow-empty", "-m", number)
        subprocess.run(["git", "-C", whole, *author, *words], check=True)
    subprocess.run(["git", "clone", "--quiet", "--depth", "1", f"file://{whole}", shallow], check=True)
    asked = subprocess.run(["git", "-C", whole, "rev-parse", "HEAD~1"], capture_output=True, text=True, check=True)
    variables = JOB | {"CI_COMMIT_BEFORE_SHA": asked.stdout.strip()}
    assert seen(door(), scene(whole, variables))["history"].state == "ok"
    check = seen(door(), scene(shallow, variables))["history"]
    assert (check.state, "GIT_DEPTH" in check.mend) == ("limited", True)
    assert "history" not in seen(door(), scene(whole, JOB | {"CI_COMMIT_BEFORE_SHA": "0" * 40}))
    assert "history" not in seen(door(), scene(whole, JOB))


def test_another_name_for_the_token(tmp_path: Path) -> None:
    check = seen(door(), scene(tmp_path, JOB | {"INPUT_TOKEN_VARIABLE": "BOT_TOKEN"}))["token"]
    assert check.found == "BOT_TOKEN is not set for this job"
