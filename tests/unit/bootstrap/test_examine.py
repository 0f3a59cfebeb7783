"""What the doctor is given of the house: the right credentials and addresses for each look."""

from pathlib import Path
from typing import Any

import pytest

from app.bootstrap.examine import (
    examine_ci,
    examine_code,
    examine_forge,
    examine_job,
    examine_reasoner,
    examine_store,
    unreachable,
)
from app.domain.policy import Policy
from app.durable.lock import SoleWorker
from app.settings import Settings
from app.stores.store import Store
from tests.fakes.faults import serve
from tests.fakes.github import FakeGitHub
from tests.fakes.github.fake import TOKEN
from tests.fakes.gitlab.server import running
from tests.fakes.gitlab.state import BOT_TOKEN
from tests.fakes.messages_api import KEY, Stub


def settings(folder: Path, **more: Any) -> Settings:
    return Settings.model_validate({"data_dir": folder / "data", "cache_dir": folder / "cache"} | more)


def test_the_store_and_who_serves_from_it(tmp_path: Path) -> None:
    path = tmp_path / "data" / "agents.db"
    Store.open(f"sqlite:///{path}").close()
    assert [check.name for check in examine_store(settings(tmp_path))] == ["database", "tables"]
    worker = SoleWorker(path)
    worker.take()
    assert [check.name for check in examine_store(settings(tmp_path))] == ["database", "tables", "worker"]
    worker.give_back()


def test_github_by_the_operators_list(tmp_path: Path) -> None:
    with FakeGitHub(tmp_path) as github:
        github.repository("acme/web")
        github.permit("acme/web", "agents-bot", "write")
        words = {"github_api_url": github.api_url, "github_token": TOKEN}
        alone = settings(tmp_path, repo_allowlist="acme/web,acme/x*", **words)
        assert [check.name for check in examine_forge("github", alone)] == [
            "address",
            "token",
            "repository acme/web",
            "webhook of acme/web",
        ]
        both = settings(tmp_path, repo_allowlist="acme/web,github/acme/api", gitlab_token="t", **words)
        assert [check.name for check in examine_forge("github", both)][-1] == "repository acme/api"
        job = list(examine_job(f"{github.api_url}/", TOKEN, "acme/web"))
    assert [check.state for check in job] == ["ok"]


def test_gitlab_by_the_operators_list(tmp_path: Path) -> None:
    with running(tmp_path) as gitlab:
        gitlab.project("acme/web", {"main.tf": ""})
        words = {"gitlab_url": gitlab.url, "gitlab_token": BOT_TOKEN, "repo_allowlist": "acme/*"}
        names = [check.name for check in examine_forge("gitlab", settings(tmp_path, **words))]
        in_a_job = [check.name for check in examine_ci(gitlab.url, BOT_TOKEN, "acme/web")]
    assert names == ["address", "token", "scopes", "project acme/web", "webhook of acme/web"]
    assert in_a_job == names[:-1]


def test_the_code_of_a_repository(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('resource "aws_s3_bucket" "a" {\n}\n')
    assert [check.name for check in examine_code(tmp_path, Policy(), settings(tmp_path))] == ["stacks"]
    ignored = examine_code(tmp_path, Policy(ignore=(".",)), settings(tmp_path))
    assert [check.state for check in ignored] == ["absent"]


def test_a_core_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "main.tf").write_text('resource "aws_s3_bucket" "a" {\n}\n')
    found = examine_code(tmp_path, Policy(), settings(tmp_path, terraform="tofu"))
    assert [check.name for check in found] == ["stacks"]


def test_an_address() -> None:
    def application(environ: Any, start: Any) -> list[bytes]:
        start("404 Not Found", [])
        return [b""]

    with serve(application) as serving:
        assert unreachable(serving.url) == ""
    assert unreachable("http://127.0.0.1:9") != ""


@pytest.mark.parametrize(
    ("given", "state", "found", "mend"),
    [
        ({}, "absent", "offline: there is no key", "export ANTHROPIC_API_KEY"),
        ({"reasoner": "offline", "anthropic_api_key": KEY}, "ok", "offline", ""),
        ({"reasoner": "claude"}, "broken", "needs a key", "unset AGENTS_REASONER"),
        (
            {"anthropic_api_key": KEY, "model": "gpt-9"},
            "limited",
            "what gpt-9 costs is not known",
            "AGENTS_MODEL_PRICE",
        ),
        (
            {"anthropic_api_key": KEY, "model": "gpt-9", "reasoner": "claude"},
            "broken",
            "what gpt-9 costs is not known",
            "AGENTS_MODEL_PRICE",
        ),
        ({"anthropic_api_key": KEY, "anthropic_base_url": "http://127.0.0.1:9"}, "limited", "does not answer", "PROXY"),
        (
            {"anthropic_api_key": KEY, "model": "gpt-9", "model_price": "1,5"},
            "ok",
            "gpt-9 at 127.0.0.1, at most 1.00",
            "",
        ),
    ],
)
def test_who_thinks(tmp_path: Path, given: dict[str, Any], state: str, found: str, mend: str) -> None:
    with Stub([]) as stub:
        (check,) = examine_reasoner(settings(tmp_path, **({"anthropic_base_url": stub.url} | given)))
    assert stub.seen == [], "nothing is asked that could cost"
    assert (check.name, check.state) == ("reasoner", state)
    assert found in check.found
    assert mend in check.mend
    assert KEY not in str(check)
