"""The operator's environment."""

from pathlib import Path

import pytest

from app.domain.errors import UsageFailure
from app.settings import Settings, named_owners, named_repositories, read_settings, require_servable, unknown_variables

KEY = "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----"
SERVABLE = {
    "AGENTS_REPO_ALLOWLIST": "acme/*, github/other/web",
    "AGENTS_GITHUB_TOKEN": "t0ken-of-github",
    "AGENTS_GITHUB_WEBHOOK_SECRET": "hook-one,hook-two",
    "AGENTS_GITLAB_TOKEN": "t0ken-of-gitlab",
    "AGENTS_GITLAB_WEBHOOK_SECRET": "hook-three",
}


def test_defaults_without_any_variable() -> None:
    settings = read_settings({})
    assert settings.terraform == "auto"
    assert settings.reasoner == "auto"
    assert settings.cache_dir.name == "iac-agents"
    assert settings.forges == ()


def test_values_are_read(tmp_path: Path) -> None:
    settings = read_settings({"AGENTS_DATA_DIR": str(tmp_path), "AGENTS_TERRAFORM": "embedded", "AGENTS_UNKNOWN": "x"})
    assert settings.data_dir == tmp_path
    assert settings.terraform == "embedded"


def test_a_value_may_stand_in_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("postgresql://agents:word@database/agents\n")
    settings = read_settings({"AGENTS_DATABASE_URL_FILE": str(secret), "AGENTS_WORKERS": "2"})
    assert settings.database_url == "postgresql://agents:word@database/agents"
    assert "word" in settings.secrets
    known = {"AGENTS_DATABASE_URL_FILE": str(secret), "AGENTS_DATABASE_FILE": ""}
    assert unknown_variables(known) == {"AGENTS_DATABASE_FILE": "AGENTS_DATABASE_URL_FILE"}


def test_files_that_cannot_be_read_are_named_beside_other_bad_values(tmp_path: Path) -> None:
    binary = tmp_path / "binary"
    binary.write_bytes(b"\xff")
    with pytest.raises(UsageFailure) as caught:
        read_settings(
            {
                "AGENTS_REASONER": "oracle",
                "AGENTS_GITHUB_TOKEN_FILE": "/no/such/file",
                "AGENTS_GITLAB_TOKEN_FILE": str(binary),
                "AGENTS_DATABASE_URL_FILE": str(binary),
                "AGENTS_DATABASE_URL": "sqlite:///x",
            }
        )
    wrong = caught.value.wrong
    assert "AGENTS_GITHUB_TOKEN: AGENTS_GITHUB_TOKEN_FILE names no readable text file" in wrong
    assert "AGENTS_GITLAB_TOKEN: AGENTS_GITLAB_TOKEN_FILE names no" in wrong
    assert "AGENTS_DATABASE_URL: is given twice, AGENTS_DATABASE_URL_FILE is set too" in wrong
    assert "AGENTS_REASONER: " in wrong
    with pytest.raises(UsageFailure, match="AGENTS_LABEL: AGENTS_LABEL_FILE names no readable"):
        read_settings({"AGENTS_LABEL_FILE": "/no/such/file"})


BAD = {
    "AGENTS_TERRAFORM": "/no/such/program",
    "AGENTS_REASONER": "oracle",
    "AGENTS_WORKERS": "many",
    "AGENTS_STEP_TIMEOUT": "soon",
    "AGENTS_DATABASE_URL": "mysql://x",
    "AGENTS_GITHUB_API_URL": "ftp://x",
    "AGENTS_GITHUB_PRIVATE_KEY": "/no/such/key",
    "AGENTS_LOG_FORMAT": "xml",
}


def test_every_bad_one_is_named() -> None:
    with pytest.raises(UsageFailure) as caught:
        read_settings(BAD)
    assert [name for name in BAD if f"{name}: " not in caught.value.wrong] == []


def test_what_does_not_fit_together_is_named_beside_bad_values() -> None:
    with pytest.raises(UsageFailure) as caught:
        read_settings({"AGENTS_REASONER": "oracle", "AGENTS_WORKERS": "4", "AGENTS_GITHUB_APP_ID": "7"})
    named = {part.split(":")[0].strip() for part in caught.value.wrong.split("; ")}
    assert named == {"AGENTS_REASONER", "AGENTS_WORKERS", "AGENTS_GITHUB_PRIVATE_KEY"}


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"AGENTS_WORKERS": "2"}, ["AGENTS_WORKERS"]),
        ({"AGENTS_WORKERS": "2", "AGENTS_DATABASE_URL": "sqlite:///x.db"}, ["AGENTS_WORKERS"]),
        ({"AGENTS_GITHUB_APP_ID": "7"}, ["AGENTS_GITHUB_PRIVATE_KEY"]),
        ({"AGENTS_GITHUB_PRIVATE_KEY": KEY}, ["AGENTS_GITHUB_APP_ID"]),
        ({"AGENTS_WORKERS": "2", "AGENTS_GITHUB_APP_ID": "7"}, ["AGENTS_WORKERS", "AGENTS_GITHUB_PRIVATE_KEY"]),
    ],
)
def test_every_misfit_is_named(environment: dict[str, str], named: list[str]) -> None:
    with pytest.raises(UsageFailure) as caught:
        read_settings(environment)
    assert [name for name in named if f"{name}: " not in caught.value.wrong] == []
    assert caught.value.wrong.count("AGENTS_WORKERS: ") == named.count("AGENTS_WORKERS")


def test_what_fits_is_taken() -> None:
    environment = {"AGENTS_WORKERS": "2", "AGENTS_DATABASE_URL": "postgresql://u:p@h/d", "AGENTS_GITHUB_APP_ID": "7"}
    assert read_settings(environment | {"AGENTS_GITHUB_PRIVATE_KEY": KEY}).workers == 2


def test_an_empty_variable_is_as_good_as_none() -> None:
    assert read_settings({"AGENTS_TERRAFORM": ""}).terraform == "auto"


def test_secrets_are_listed_and_never_shown() -> None:
    settings = read_settings(
        SERVABLE
        | {
            "AGENTS_DATABASE_URL": "postgresql://bot:pass-w0rd@db/agents",
            "AGENTS_GITHUB_APP_ID": "7",
            "AGENTS_GITHUB_PRIVATE_KEY": KEY,
        }
    )
    expected = {"t0ken-of-github", "hook-one", "hook-two", "t0ken-of-gitlab", "hook-three", "pass-w0rd", KEY}
    assert set(settings.secrets) == expected
    shown = f"{settings!r} {settings}"
    assert [secret for secret in expected if secret in shown] == []


def test_a_bad_secret_is_not_shown_either() -> None:
    with pytest.raises(UsageFailure) as caught:
        read_settings({"AGENTS_GITHUB_PRIVATE_KEY": "s3cret-without-pem", "AGENTS_GITHUB_APP_ID": "7"})
    assert "s3cret" not in str(caught.value)
    assert caught.value.__cause__ is None


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
    assert read_settings(SERVABLE).allows_repository(forge, repository) is allowed


def test_an_empty_list_allows_nothing() -> None:
    assert not Settings().allows_repository("github", "acme/web")


def test_what_can_be_served() -> None:
    require_servable(read_settings(SERVABLE))


@pytest.mark.parametrize(
    ("without", "wrong"),
    [
        (set(SERVABLE), ["no forge", "AGENTS_REPO_ALLOWLIST"]),
        ({"AGENTS_REPO_ALLOWLIST"}, ["AGENTS_REPO_ALLOWLIST"]),
        ({"AGENTS_GITHUB_WEBHOOK_SECRET"}, ["GitHub has no webhook secret"]),
        ({"AGENTS_GITHUB_TOKEN"}, ["GitHub has neither an App nor a token"]),
        ({"AGENTS_GITLAB_TOKEN", "AGENTS_REPO_ALLOWLIST"}, ["GitLab has no token", "AGENTS_REPO_ALLOWLIST"]),
        ({"AGENTS_GITLAB_WEBHOOK_SECRET"}, ["GitLab has no webhook secret"]),
    ],
)
def test_everything_that_is_missing_is_named_together(without: set[str], wrong: list[str]) -> None:
    settings = read_settings({name: value for name, value in SERVABLE.items() if name not in without})
    with pytest.raises(UsageFailure) as caught:
        require_servable(settings)
    assert [text for text in wrong if text not in caught.value.wrong] == []
    assert len(caught.value.wrong.split("; ")) == len(wrong)


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
