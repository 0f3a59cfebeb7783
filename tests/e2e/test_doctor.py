"""`agents doctor` as it is used: text and JSON, exit codes, both forges, and nothing secret."""

from pathlib import Path

import pytest

from tests.e2e.agents import agents, answer
from tests.fakes.github import FakeGitHub
from tests.fakes.github.fake import TOKEN
from tests.fakes.gitlab.server import running
from tests.fakes.gitlab.state import BOT_TOKEN

STACK = 'resource "aws_s3_bucket" "a" {\n}\n'


@pytest.fixture
def clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository; nothing of the machine's own is set, and no tool environment is needed."""
    for name in ("GITHUB_ACTIONS", "GITLAB_CI", "AGENTS_GITHUB_TOKEN", "AGENTS_GITLAB_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AGENTS_DATA_DIR", str(tmp_path / "data"))
    folder = tmp_path / "repository"
    folder.mkdir()
    return folder


def test_a_repository_in_order_door_by_door(clean: Path) -> None:
    (clean / "main.tf").write_text(STACK)
    done = agents("doctor", clean, "--door", "repository")
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "Repository")
    assert "  ✓ stacks  1, all can be planned here" in done.stdout
    everything = agents("doctor", clean)
    titles = [line for line in everything.stdout.splitlines() if line and not line.startswith(" ")]
    assert titles[:7] == [
        "Terminal",
        "Service",
        "Service, GitHub",
        "Service, GitLab",
        "GitHub Action",
        "GitLab CI",
        "Container, Kubernetes",
    ]
    assert "○ workflows" in everything.stdout


def test_what_is_broken_is_exit_1_with_its_line_and_its_mend(clean: Path) -> None:
    (clean / ".agents.yml").write_text("version: 1\ncolour: blue\n")
    workflow = clean / ".github" / "workflows" / "a.yml"
    workflow.parent.mkdir(parents=True)
    workflow.write_text("on: pull_request_target\njobs: {a: {steps: [{uses: acme/iac-agents@main}]}}\n")
    done = agents("doctor", clean)
    assert done.returncode == 1
    assert "✗ policy" in done.stdout
    assert ".agents.yml, line 2: unknown key 'colour'" in done.stdout
    assert "✗ .github/workflows/a.yml:2" in done.stdout
    assert "    → on: pull_request" in done.stdout
    record = answer("doctor", clean, "--door", "repository", code=1)
    assert record["ok"] is False
    assert record["doors"] == [{"door": "repository", "state": "broken"}]
    assert [one["state"] for one in record["checks"] if one["name"] == "policy"] == ["broken"]
    assert {"door", "name", "state", "ok", "optional", "found", "why", "mend"} == set(record["checks"][0])


def test_both_forges_and_nothing_secret(clean: Path, tmp_path: Path) -> None:
    secrets = ("a-webhook-secret-of-mine", "another-secret-of-mine")
    with FakeGitHub(tmp_path / "hub") as github, running(tmp_path / "lab") as gitlab:
        github.repository("acme/web")
        gitlab.project("acme/app", {"main.tf": STACK}, {"agents-bot": 20})
        environment = {
            "AGENTS_REPO_ALLOWLIST": "github/acme/web,gitlab/acme/app",
            "AGENTS_GITHUB_API_URL": github.api_url,
            "AGENTS_GITHUB_TOKEN": TOKEN,
            "AGENTS_GITHUB_WEBHOOK_SECRET": secrets[0],
            "AGENTS_GITLAB_URL": gitlab.url,
            "AGENTS_GITLAB_TOKEN": BOT_TOKEN,
            "AGENTS_GITLAB_WEBHOOK_SECRET": secrets[1],
        }
        done = agents("doctor", clean, "--door", "service", environment=environment)
        record = answer("doctor", clean, "--door", "service", code=1, environment=environment)
    assert done.returncode == 1
    for words in ("✓ repository acme/web", "✗ project acme/app", "give agents-bot the role Developer in acme/app"):
        assert words in done.stdout
    shown = f"{done.stdout}{done.stderr}{record}"
    assert not any(secret in shown for secret in (*secrets, TOKEN, BOT_TOKEN))
    assert {one["door"]: one["state"] for one in record["doors"]} == {
        "service": "ready",
        "github": "ready",
        "gitlab": "broken",
    }


def test_a_door_that_is_not_set_up_is_no_failure(clean: Path) -> None:
    record = answer("doctor", clean, "--door", "gitlab-ci")
    assert record["ok"] is True
    assert record["doors"] == [{"door": "gitlab-ci", "state": "not set up"}]


def test_no_such_door(clean: Path) -> None:
    assert agents("doctor", "--door", "window").returncode == 2
