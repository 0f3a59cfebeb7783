"""The operator's environment, read once into frozen settings; all bad variables are named together."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator, model_validator

from app.domain.errors import UsageFailure

PREFIX = "AGENTS_"


def _split(value: object) -> object:
    """A comma-separated text as its parts."""
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


Texts = Annotated[tuple[str, ...], BeforeValidator(_split)]


def _cache_home() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "iac-agents"


def _data_home() -> Path:
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "iac-agents"


class Settings(BaseModel):
    """Settings by their environment variable's name in lower case, without the prefix."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data_dir: Path = Field(default_factory=_data_home, description="Runs and reports.")
    cache_dir: Path = Field(default_factory=_cache_home, description="Tool environments.")
    terraform: str = Field(
        default="auto",
        description="Which core plans: `auto` (tofu, terraform, embedded), `tofu`, `terraform`, `embedded` or a path.",
    )
    reasoner: Literal["auto", "offline"] = Field(default="auto", description="How the agents think.")
    database_url: str = Field(
        default="",
        description="`postgresql://…` for several workers; without it SQLite in the data folder and one worker.",
    )
    repo_allowlist: Texts = Field(
        default=(),
        description="Globs of the repositories served, e.g. `acme/*,github/acme/web`; required to serve.",
    )
    user_allowlist: Texts = Field(
        default=(), description="Globs of the people whose commands count; empty: everyone whom the forge lets."
    )
    team_allowlist: Texts = Field(
        default=(), description="Teams (`org/team`, GitLab: group paths) whose members' commands count; empty: all."
    )
    label: str = Field(default="agents", description="The label that makes an issue a request.")
    github_api_url: str = Field(
        default="https://api.github.com", description="GitHub Enterprise: `https://HOST/api/v3`."
    )
    github_app_id: str = Field(default="", description="The GitHub App's id.")
    github_private_key: str = Field(default="", description="The App's private key: PEM text or a path.")
    github_token: str = Field(default="", description="A token instead of an App.")
    github_webhook_secret: Texts = Field(
        default=(), description="Secret of the webhook; several, comma-separated, during a rotation."
    )
    gitlab_url: str = Field(default="https://gitlab.com", description="The GitLab to serve.")
    gitlab_token: str = Field(default="", description="A token with the `api` scope, of a user of the bot's own.")
    gitlab_webhook_secret: Texts = Field(
        default=(), description="Secret or signing tokens (`whsec_…`) of the webhook, comma-separated."
    )
    log_format: Literal["text", "json"] = Field(default="text", description="How logs are written.")
    workers: int = Field(default=1, ge=1, le=64, description="Worker processes; more than one needs PostgreSQL.")
    runs_at_once: int = Field(default=2, ge=1, le=64, description="Runs that one worker carries out side by side.")
    forge_write_interval: float = Field(default=1.0, ge=0, le=60, description="Seconds between writes to a forge.")
    step_timeout: float = Field(default=900.0, ge=1, description="Seconds that one step of a run may take.")
    reconcile_interval: float = Field(
        default=900.0, ge=1, description="Seconds between looks for what no delivery has told."
    )
    retention_days: int = Field(default=30, ge=1, description="Days that deliveries, runs and artifacts are kept.")
    public_url: str = Field(default="", description="Where people reach this service, for links to run pages.")

    @field_validator("terraform")
    @classmethod
    def _known_terraform(cls, value: str) -> str:
        if value in {"auto", "tofu", "terraform", "embedded"} or Path(value).is_file():
            return value
        raise ValueError("not auto, tofu, terraform, embedded or the path of a program")

    @field_validator("github_private_key")
    @classmethod
    def _key_text(cls, value: str) -> str:
        """A path is read here, so that a missing file stops the start."""
        if value and "BEGIN" not in value:
            try:
                value = Path(value).read_text("utf-8")
            except (OSError, ValueError) as error:
                raise ValueError("neither PEM text nor a readable file") from error
            if "BEGIN" not in value:
                raise ValueError("the file holds no PEM text")
        return value.replace("\\n", "\n")

    @field_validator("github_api_url", "gitlab_url", "public_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if value and not value.startswith(("https://", "http://")):
            raise ValueError("not an http(s) address")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and not value.startswith(("postgresql://", "postgres://", "sqlite:///")):
            raise ValueError("neither postgresql:// nor sqlite:///")
        return value

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.workers > 1 and not self.database_url.startswith("postgres"):
            raise ValueError("AGENTS_WORKERS: more than one worker needs PostgreSQL in AGENTS_DATABASE_URL")
        if bool(self.github_app_id) != bool(self.github_private_key):
            raise ValueError("AGENTS_GITHUB_APP_ID and AGENTS_GITHUB_PRIVATE_KEY belong together")
        return self


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Read the ``AGENTS_`` variables; raises ``UsageFailure`` that names every bad one."""
    known = {f"{PREFIX}{name.upper()}": name for name in Settings.model_fields}
    given = {known[key]: value for key, value in environment.items() if key in known and value != ""}
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        bad = [
            (f"{PREFIX}{str(problem['loc'][0]).upper()}: " if problem["loc"] else "")
            + problem["msg"].removeprefix("Value error, ")
            for problem in error.errors()
        ]
        raise UsageFailure("reading the environment", "; ".join(bad), "see docs/reference/settings.md") from error
