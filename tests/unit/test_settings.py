"""The operator's environment."""

from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.errors import UsageFailure
from app.settings import Settings, read_settings, require_key, require_servable, unknown_variables, variable

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


CLAUDE = "sk-ant-test-00000000000000000000"


@pytest.mark.parametrize(
    ("environment", "means"),
    [
        ({}, "offline"),
        ({"ANTHROPIC_API_KEY": ""}, "offline"),
        ({"ANTHROPIC_API_KEY": CLAUDE}, "claude"),
        ({"ANTHROPIC_API_KEY": CLAUDE, "AGENTS_REASONER": "offline"}, "offline"),
        ({"AGENTS_REASONER": "claude"}, "claude"),
    ],
)
def test_who_thinks(environment: dict[str, str], means: str) -> None:
    assert read_settings(environment).thinks_with == means


def test_claude_needs_a_key_where_it_is_used() -> None:
    require_key(read_settings({}))
    require_key(read_settings({"ANTHROPIC_API_KEY": CLAUDE}))
    with pytest.raises(UsageFailure, match="needs a key") as caught:
        require_key(read_settings({"AGENTS_REASONER": "claude"}))
    assert "ANTHROPIC_API_KEY" in caught.value.hint


def test_what_the_model_may_do_and_cost() -> None:
    settings = read_settings(
        {
            "AGENTS_MODEL": "gateway/claude:v1",
            "AGENTS_EFFORT": "low",
            "AGENTS_TEMPERATURE": "0",
            "AGENTS_MODEL_PRICE": "0.5, 2.25",
            "AGENTS_REASONER_USD": "0.10",
            "AGENTS_REASONER_MONTH_USD": "2.50",
            "AGENTS_REASONER_TOKENS": "1000",
            "AGENTS_REASONER_TURNS": "3",
            "AGENTS_REASONER_SECONDS": "0.5",
        }
    )
    assert (settings.model, settings.effort, settings.temperature) == ("gateway/claude:v1", "low", 0.0)
    assert settings.model_price == (Decimal("0.5"), Decimal("2.25"))
    assert (settings.reasoner_usd, settings.reasoner_month_usd) == (Decimal("0.10"), Decimal("2.50"))
    assert (settings.reasoner_tokens, settings.reasoner_turns, settings.reasoner_seconds) == (1_000, 3, 0.5)
    assert Settings().reasoner_usd == 1
    assert Settings().model_price is None


def test_the_key_is_a_secret_and_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(f"{CLAUDE}\n")
    settings = read_settings({"ANTHROPIC_API_KEY_FILE": str(file)})
    assert settings.anthropic_api_key == CLAUDE
    assert CLAUDE in settings.secrets
    assert CLAUDE not in f"{settings!r} {settings}"
    with pytest.raises(UsageFailure, match="ANTHROPIC_API_KEY: is given twice, ANTHROPIC_API_KEY_FILE is set too"):
        read_settings({"ANTHROPIC_API_KEY_FILE": str(file), "ANTHROPIC_API_KEY": CLAUDE})
    with pytest.raises(UsageFailure, match="ANTHROPIC_API_KEY: ANTHROPIC_API_KEY_FILE names no readable"):
        read_settings({"ANTHROPIC_API_KEY_FILE": "/no/such/file"})


@pytest.mark.parametrize("key", ["  ", "two words", "two\nlines", "sk-\tant", "clé-é"])
def test_what_can_be_no_key_is_named_and_not_shown(key: str) -> None:
    with pytest.raises(UsageFailure, match="ANTHROPIC_API_KEY: is no key") as caught:
        read_settings({"ANTHROPIC_API_KEY": key})
    assert not key.strip() or key not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("https://gateway.acme.example/claude/", True),
        ("http://127.0.0.1:8080", True),
        ("http://localhost", True),
        ("http://[::1]:1", True),
        ("http://gateway.acme.example", False),
        ("http://127.0.0.1.evil.example", False),
        ("http://127.0.0.1@evil.example", False),
        ("http://[", False),
        ("https://[", False),
        ("https://", False),
        ("ftp://127.0.0.1", False),
        ("gateway.acme.example", False),
    ],
)
def test_the_key_travels_encrypted_or_not_at_all(url: str, taken: bool) -> None:
    given = {"ANTHROPIC_BASE_URL": url, "ANTHROPIC_API_KEY": CLAUDE}
    if taken:
        assert read_settings(given).anthropic_base_url == url.rstrip("/")
    else:
        with pytest.raises(UsageFailure, match="ANTHROPIC_BASE_URL: "):
            read_settings(given)


def test_an_address_in_the_clear_does_not_matter_without_a_key() -> None:
    assert read_settings({"ANTHROPIC_BASE_URL": "http://gateway.acme.example"}).thinks_with == "offline"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AGENTS_MODEL", "a model"),
        ("AGENTS_EFFORT", "huge"),
        ("AGENTS_TEMPERATURE", "2"),
        ("AGENTS_TEMPERATURE", "nan"),
        ("AGENTS_MODEL_PRICE", "3"),
        ("AGENTS_MODEL_PRICE", "3,-1"),
        ("AGENTS_MODEL_PRICE", "3,nan"),
        ("AGENTS_MODEL_PRICE", "3,15,1"),
        ("AGENTS_REASONER_USD", "-1"),
        ("AGENTS_REASONER_USD", "inf"),
        ("AGENTS_REASONER_TOKENS", "1.5"),
        ("AGENTS_REASONER_TURNS", "0"),
        ("AGENTS_REASONER_SECONDS", "0"),
    ],
)
def test_bad_limits_are_named(name: str, value: str) -> None:
    with pytest.raises(UsageFailure, match=f"{name}: "):
        read_settings({name: value})


@pytest.mark.parametrize("value", ["3", "3,", "three,15", "3,15,1"])
def test_a_bad_price_is_told_its_form(value: str) -> None:
    with pytest.raises(UsageFailure) as failed:
        read_settings({"AGENTS_MODEL_PRICE": value})
    form = "give INPUT,OUTPUT in US dollars per million tokens, like 3,15"
    assert failed.value.wrong == f"AGENTS_MODEL_PRICE: {form}"


def test_variables_of_the_vendor_have_no_prefix_of_ours() -> None:
    assert variable("anthropic_api_key") == "ANTHROPIC_API_KEY"
    assert variable("label") == "AGENTS_LABEL"
    assert unknown_variables({"ANTHROPIC_LOG": "debug", "AGENTS_ANTHROPIC_API_KEY": "x", "AGENTS_EFORT": "low"}) == {
        "AGENTS_ANTHROPIC_API_KEY": "ANTHROPIC_API_KEY",
        "AGENTS_EFORT": "AGENTS_EFFORT",
    }
