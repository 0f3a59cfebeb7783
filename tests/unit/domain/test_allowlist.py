"""Names and accounts on the operator's list."""

import pytest

from app.domain.allowlist import allows_repository, named_owners, named_repositories


@pytest.mark.parametrize(
    ("forge", "repository", "allowed"),
    [
        ("github", "acme/web", True),
        ("gitlab", "Acme/infra/web", True),
        ("github", "other/web", True),
        ("gitlab", "other/web", False),
        ("github", "acmeville/web", False),
        ("github", "other/website", False),
    ],
)
def test_the_list_of_repositories(forge: str, repository: str, allowed: bool) -> None:
    assert allows_repository(forge, repository, ("Acme/*", "github/other/web")) is allowed


def test_an_empty_list_allows_nothing() -> None:
    assert not allows_repository("github", "acme/web", ())


@pytest.mark.parametrize(
    ("forge", "globs", "names"),
    [
        ("github", ("acme/web",), ("acme/web",)),
        ("gitlab", ("acme/web", "a/b/c"), ("acme/web", "a/b/c")),
        ("github", ("github/acme/web", "gitlab/acme/app"), ("acme/web",)),
        ("gitlab", ("github/acme/web", "gitlab/a/b/c"), ("a/b/c",)),
        ("github", ("acme/*", "*", "acme/we?", "acme/[ab]", "web"), ()),
    ],
)
def test_repositories_that_are_named_in_full(forge: str, globs: tuple[str, ...], names: tuple[str, ...]) -> None:
    assert named_repositories(forge, globs) == names


@pytest.mark.parametrize(
    ("forge", "globs", "owners"),
    [
        ("github", ("acme/web", "github/beta/*", "gitlab/gamma/*"), ("acme", "beta")),
        ("gitlab", ("a/b/c", "*"), ("a", "*")),
    ],
)
def test_the_owners_of_what_is_served(forge: str, globs: tuple[str, ...], owners: tuple[str, ...]) -> None:
    assert named_owners(forge, globs) == owners
