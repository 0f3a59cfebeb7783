"""A fake GitHub with one repository, and the host and forge that talk to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.forges.github.host import GitHubHost
from app.forges.github.repository import GitHubForge
from tests.fakes.github import FakeGitHub
from tests.fakes.github.fake import APP_ID

REPOSITORY = "acme/web"


@pytest.fixture
def github(tmp_path: Path) -> Iterator[FakeGitHub]:
    """The fake, with ``acme/web``; a broken contract fails the test."""
    with FakeGitHub(tmp_path) as fake:
        fake.repository(REPOSITORY, {"main.tf": "a\n", "docs/ñandú.md": "¡hola!\n"})
        fake.permit(REPOSITORY, "ada", "write")
        yield fake


@pytest.fixture
def slept() -> list[float]:
    """Seconds that would have been waited."""
    return []


@pytest.fixture
def host(github: FakeGitHub, slept: list[float]) -> Iterator[GitHubHost]:
    """As the App, without waiting."""
    made = GitHubHost.make(
        api_url=github.api_url,
        app_id=APP_ID,
        private_key=github.private_key,
        secrets=(github.secret,),
        write_interval=0,
        timeout=1.0,
        sleep=slept.append,
    )
    yield made
    made.close()


@pytest.fixture
def forge(host: GitHubHost) -> GitHubForge:
    """``acme/web``."""
    return host.open(REPOSITORY)
