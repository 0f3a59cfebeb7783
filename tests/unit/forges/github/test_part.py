import pytest

from app.domain.errors import Failure
from app.forges.github.part import Access, Part
from app.forges.github.repository import GitHubForge
from tests.fakes.github import FakeGitHub


def test_paths_are_quoted(forge: GitHubForge) -> None:
    part = Part(forge._access)
    assert part._path() == "/repos/acme/web"
    assert part._path("git", "ref", "heads", "a/ü ?#") == "/repos/acme/web/git/ref/heads/a/%C3%BC%20%3F%23"


@pytest.mark.parametrize("word", ["../../../user", "a/./b", ".."])
def test_names_that_lead_elsewhere_are_refused(github: FakeGitHub, forge: GitHubForge, word: str) -> None:
    with pytest.raises(Failure, match=r"\.\."):
        forge.file(word, "main")
    assert github.state_.calls == []


def test_checks_are_tried_first(forge: GitHubForge) -> None:
    access: Access = forge._access
    assert not access.statuses
