"""The project, its files and its people."""

import pytest
import responses

from app.domain.errors import Failure
from app.domain.publication import Role
from app.forges.gitlab.host import GitLabForge
from app.forges.gitlab.repository import role_of
from tests.unit.forges.gitlab.conftest import API, PROJECT, asked


@pytest.mark.parametrize(
    ("level", "role"),
    [
        (0, Role.NONE),
        (5, Role.NONE),
        (10, Role.READ),
        (15, Role.TRIAGE),
        (20, Role.TRIAGE),
        (25, Role.TRIAGE),
        (30, Role.WRITE),
        (40, Role.MAINTAIN),
        (50, Role.ADMIN),
        (60, Role.ADMIN),
    ],
)
def test_access_levels(level: int, role: Role) -> None:
    assert role_of(level) is role


def test_the_address_is_asked_for_once(forge: GitLabForge, answers: responses.RequestsMock) -> None:
    answers.get(PROJECT, json={"http_url_to_repo": "https://git.example/acme/platform/web.git"})
    assert forge.source() == forge.source() == "https://git.example/acme/platform/web.git"
    assert "t0ken" not in forge.source()
    assert len(answers.calls) == 1


def test_a_file_s_path_is_encoded(forge: GitLabForge, answers: responses.RequestsMock) -> None:
    answers.get(f"{PROJECT}/repository/files/a%2Fb%20c.tf/raw", body="x\n")
    assert forge.file("a/b c.tf", "feature/x") == "x\n"
    assert asked(answers, 0) == {"ref": "feature/x"}


def test_a_file_that_cannot_be_read_is_not_a_missing_one(forge: GitLabForge, answers: responses.RequestsMock) -> None:
    answers.get(f"{PROJECT}/repository/files/.agents.yml/raw", status=500)
    with pytest.raises(Failure, match="500"):
        forge.file(".agents.yml", "main")


@pytest.mark.parametrize(
    ("people", "member", "role"),
    [
        ([{"id": 3, "username": "Ada", "state": "active"}], {"access_level": 40}, Role.MAINTAIN),
        ([{"id": 3, "username": "ada", "state": "active"}], {"access_level": 40, "state": "awaiting"}, Role.NONE),
        ([{"id": 3, "username": "ada", "state": "blocked"}], {"access_level": 40}, Role.NONE),
        ([{"id": 3, "username": "adam", "state": "active"}], {"access_level": 40}, Role.NONE),
        ([], {"access_level": 40}, Role.NONE),
        ([{"id": 3, "username": "ada", "state": "active"}], {}, Role.NONE),
        ([{"id": 3, "username": "ada", "state": "active"}], {"access_level": "x"}, Role.NONE),
    ],
)
def test_permissions(
    forge: GitLabForge, answers: responses.RequestsMock, people: list[object], member: object, role: Role
) -> None:
    answers.get(f"{API}/users", json=people)
    answers.get(f"{PROJECT}/members/all/3", json=member)
    assert forge.permission_of("ada") is role
    assert asked(answers, 0) == {"username": "ada"}


def test_no_levels_are_told(forge: GitLabForge, answers: responses.RequestsMock) -> None:
    """GitLab tells an administrator no level: the push will show."""
    answers.get(PROJECT, json={"permissions": {"project_access": None, "group_access": None}})
    forge.ensure_repository()


def test_code_scanning_there_is_none(forge: GitLabForge) -> None:
    assert forge.upload_sarif("a" * 40, "refs/heads/x", "{}") is False
