"""Paths of a project."""

import pytest

from app.forges.gitlab.errors import Missing, Refused
from app.forges.gitlab.host import GitLabForge
from app.forges.gitlab.project import encoded, found


@pytest.mark.parametrize(
    ("path", "part"), [("a/b/c", "a%2Fb%2Fc"), ("ünï/ä b.tf", "%C3%BCn%C3%AF%2F%C3%A4%20b.tf"), ("a.b-c_d", "a.b-c_d")]
)
def test_a_path_is_one_part_of_an_address(path: str, part: str) -> None:
    assert encoded(path) == part


def test_threads(forge: GitLabForge) -> None:
    assert forge.thread(3, pull_request=False) == "/projects/acme%2Fplatform%2Fweb/issues/3"
    assert forge.thread(3, pull_request=True) == "/projects/acme%2Fplatform%2Fweb/merge_requests/3"


def test_ours(forge: GitLabForge) -> None:
    assert forge.ours({"author": {"username": "bot"}})
    assert not forge.ours({"author": {"username": "ada"}})
    assert not forge.ours({"author": None})


def test_only_what_is_missing_is_none() -> None:
    def missing() -> str:
        raise Missing("gone", "", 404)

    def refused() -> str:
        raise Refused("no", "", 403)

    assert found(missing) is None
    with pytest.raises(Refused):
        found(refused)
