"""A forge whose GitLab is made of prepared answers; what is sent is looked at."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import responses

from app.forges.gitlab.client import Client
from app.forges.gitlab.host import GitLabForge

API = "https://git.example/api/v4"
PROJECT = f"{API}/projects/acme%2Fplatform%2Fweb"


@pytest.fixture
def answers() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield mock


@pytest.fixture
def forge(answers: responses.RequestsMock) -> GitLabForge:
    return GitLabForge(
        Client("https://git.example", "t0ken", 0, sleep=lambda _: None), "acme/platform/web", lambda: "bot"
    )


def sent(answers: responses.RequestsMock, method: str) -> list[dict[str, Any]]:
    """The JSON bodies of all requests of a method."""
    bodies = [call.request.body for call in answers.calls if call.request.method == method]
    return [json.loads(body) for body in bodies if isinstance(body, bytes | str)]


def asked(answers: responses.RequestsMock, number: int) -> dict[str, str]:
    """The query of one request."""
    return dict(parse_qsl(urlsplit(str(answers.calls[number].request.url)).query))
