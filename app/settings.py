"""The operator's environment, read once into frozen settings; all bad variables are named together."""

import os
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator, model_validator

from app.domain.errors import UsageFailure

PREFIX = "AGENTS_"
OTHERS = "anthropic_"
"""Begins the names of settings whose variables are the vendor's own, without our prefix."""
FILE = "_FILE"
"""Ends the name of a variable that names a file with the value, as containers are given their secrets."""
FOR_TESTS = {f"{PREFIX}CRASH_AT"}


def _split(value: object) -> object:
    """A comma-separated text as its parts."""
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


Texts = Annotated[tuple[str, ...], BeforeValidator(_split)]
Price = Annotated[Decimal, Field(ge=0, le=10_000, allow_inf_nan=False)]


def _cache_home() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "iac-agents"


def _data_home() -> Path:
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "iac-agents"


class Settings(BaseModel):
    """Settings by their environment variable's name in lower case, without the prefix."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    data_dir: Path = Field(default_factory=_data_home, description="Runs and reports.")
    cache_dir: Path = Field(default_factory=_cache_home, description="Tool environments.")
    terraform: str = Field(
        default="auto",
        description="Which core plans: `auto` (tofu, terraform, embedded), `tofu`, `terraform`, `embedded` or a path.",
    )
    reasoner: Literal["auto", "offline", "claude"] = Field(
        default="auto", description="How the agents think: `auto` is `claude` where there is a key, else `offline`."
    )
    anthropic_api_key: str = Field(default="", repr=False, description="The key of the Claude API.")
    anthropic_base_url: str = Field(
        default="https://api.anthropic.com", description="Another address of the Claude API, e.g. a gateway's."
    )
    # The best of the fast models at a quarter of the price of the largest: a run has a dollar by default, and what the
    # model answers is judged by code (docs/guides/claude.md).
    model: str = Field(
        default="claude-sonnet-5-5", pattern=r"^[\w.:@/-]{1,128}$", description="The model's exact name."
    )
    effort: Literal["", "low", "medium", "high", "xhigh", "max"] = Field(
        default="", description="How hard the model thinks; empty: `medium`, of models that are known to have efforts."
    )
    temperature: float | None = Field(
        default=None, ge=0, le=1, description="For models that still take one; newer ones refuse it."
    )
    model_price: Annotated[tuple[Price, Price] | None, BeforeValidator(_split)] = Field(
        default=None,
        description="`input,output` in US dollars per million tokens, for a model whose price is not known.",
    )
    reasoner_usd: Price = Field(default=Decimal("1.00"), description="US dollars that the model may cost in one run.")
    reasoner_month_usd: Price = Field(
        default=Decimal("50.00"), description="US dollars of a repository's month, where one run remembers another."
    )
    reasoner_tokens: int = Field(default=1_000_000, ge=0, description="Tokens of one run, those read from a cache too.")
    reasoner_turns: int = Field(default=12, ge=1, le=100, description="Answers that the model has for one task.")
    reasoner_seconds: float = Field(
        default=240.0, gt=0, le=3600, description="Seconds for one task (service: at most a third of a step's)."
    )
    database_url: str = Field(
        default="",
        repr=False,
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
    github_private_key: str = Field(default="", repr=False, description="The App's private key: PEM text or a path.")
    github_token: str = Field(default="", repr=False, description="A token instead of an App.")
    github_webhook_secret: Texts = Field(
        default=(), repr=False, description="Secret of the webhook; several, comma-separated, during a rotation."
    )
    gitlab_url: str = Field(default="https://gitlab.com", description="The GitLab to serve.")
    gitlab_token: str = Field(
        default="", repr=False, description="A token with the `api` scope, of a user of the bot's own."
    )
    gitlab_webhook_secret: Texts = Field(
        default=(), repr=False, description="Secret or signing tokens (`whsec_…`) of the webhook, comma-separated."
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

    @field_validator("anthropic_api_key")
    @classmethod
    def _one_word(cls, value: str) -> str:
        """It becomes a header: white space around it is a copy's, within it there is none."""
        if value and not re.fullmatch(r"[!-~]+", value.strip()):
            raise ValueError("is no key: it holds nothing, a blank, a line break or a strange character")
        return value.strip()

    @field_validator("github_api_url", "gitlab_url", "public_url", "anthropic_base_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if value and not (value.startswith(("https://", "http://")) and urlsplit(value).hostname):
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
        """What belongs together; ``read_settings`` says the same where a single value is bad, too."""
        given = {name: str(getattr(self, name)) for name in TOGETHER}
        wrong = [f"{variable(name)}: {why}" for name, why in _misfits(self.workers > 1, given)]
        if wrong:
            raise ValueError("; ".join(wrong))
        return self

    @property
    def forges(self) -> tuple[str, ...]:
        """The forges that something was set for, whether or not enough of it."""
        github = self.github_app_id or self.github_token or self.github_webhook_secret
        gitlab = self.gitlab_token or self.gitlab_webhook_secret
        return tuple(name for name, given in (("github", github), ("gitlab", gitlab)) if given)

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every secret text in here, so that logs can be kept free of them."""
        password = urlsplit(self.database_url).password or ""
        alone = (self.github_private_key, self.github_token, self.gitlab_token, password, self.anthropic_api_key)
        return tuple(text for text in (*alone, *self.github_webhook_secret, *self.gitlab_webhook_secret) if text)

    @property
    def thinks_with(self) -> Literal["offline", "claude"]:
        """What ``reasoner`` means now."""
        if self.reasoner == "auto":
            return "claude" if self.anthropic_api_key else "offline"
        return self.reasoner

    def serving_problems(self) -> tuple[tuple[str, str], ...]:
        """What keeps the service from starting: pairs of what is wrong and how to mend it."""
        github, gitlab = "github" in self.forges, "gitlab" in self.forges
        list_mend = "name the repositories to serve, e.g. AGENTS_REPO_ALLOWLIST='acme/*'"
        access = "set AGENTS_GITHUB_APP_ID and AGENTS_GITHUB_PRIVATE_KEY, or AGENTS_GITHUB_TOKEN"
        hook = "set AGENTS_{}_WEBHOOK_SECRET to the secret of the webhook"
        forges = "set AGENTS_GITHUB_… or AGENTS_GITLAB_…, see docs/guides/operating.md"
        token = "set AGENTS_GITLAB_TOKEN to a token with the scope api"  # noqa: S105 - a hint
        no_access = github and not (self.github_app_id or self.github_token)
        known = (
            (not self.forges, "no forge is configured", forges),
            (not self.repo_allowlist, "AGENTS_REPO_ALLOWLIST is empty", list_mend),
            (no_access, "GitHub has neither an App nor a token", access),
            (github and not self.github_webhook_secret, "GitHub has no webhook secret", hook.format("GITHUB")),
            (gitlab and not self.gitlab_token, "GitLab has no token", token),
            (gitlab and not self.gitlab_webhook_secret, "GitLab has no webhook secret", hook.format("GITLAB")),
        )
        return tuple((wrong, mend) for missing, wrong, mend in known if missing)


LOOPBACK = re.compile(r"http://(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/]|$)")
FORMS = {"model_price": "give INPUT,OUTPUT in US dollars per million tokens, like 3,15"}
"""What to say of a bad value where pydantic's words do not help."""
TOGETHER = ("database_url", "github_app_id", "github_private_key", "anthropic_api_key", "anthropic_base_url")


def _misfits(several: bool, given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Names and reasons of values that are fine alone and not together; ``given`` are those of ``TOGETHER``."""
    if several and not given["database_url"].startswith("postgres"):
        yield "workers", "more than one worker needs PostgreSQL in AGENTS_DATABASE_URL"
    if given["github_app_id"] and not given["github_private_key"]:
        yield "github_private_key", "is needed beside AGENTS_GITHUB_APP_ID"
    if given["github_private_key"] and not given["github_app_id"]:
        yield "github_app_id", "is needed beside AGENTS_GITHUB_PRIVATE_KEY"
    address = given["anthropic_base_url"]
    if given["anthropic_api_key"] and address.startswith("http://") and not LOOPBACK.match(address):
        yield "anthropic_base_url", "the key would travel in the clear: https:// is needed"


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return name.upper() if name.startswith(OTHERS) else f"{PREFIX}{name.upper()}"


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Read the ``AGENTS_`` variables; raises ``UsageFailure`` that names every bad one."""
    given, bad = _given(environment)
    try:
        settings = Settings.model_validate(given)
        if not bad:
            return settings
    except ValidationError as error:
        named = {str(problem["loc"][0]): problem["msg"] for problem in error.errors() if problem["loc"]}
        bad |= {name: FORMS.get(name, why) for name, why in named.items()}
    # A value that is bad by itself hides from pydantic what does not fit together: both are named here.
    texts = {name: given.get(name, "") for name in TOGETHER}
    for name, why in _misfits(given.get("workers", "1").strip() not in {"", "1"}, texts):
        bad.setdefault(name, why)
    wrong = "; ".join(f"{variable(name)}: {why.removeprefix('Value error, ')}" for name, why in bad.items())
    raise UsageFailure("reading the environment", wrong, "see docs/reference/settings.md")


def _given(environment: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The values by their setting, of variables or of the files that they name; and what is wrong with those."""
    given: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for name in Settings.model_fields:
        own = variable(name)
        value, file = environment.get(own, ""), environment.get(f"{own}{FILE}", "")
        if value and file:
            wrong[name] = f"is given twice, {own}{FILE} is set too"
        elif file:
            try:
                value = Path(file).read_text("utf-8").strip()
            except (OSError, ValueError):
                wrong[name] = f"{own}{FILE} names no readable text file"
        if value:
            given[name] = value
    return given, wrong


def unknown_variables(environment: Mapping[str, str]) -> dict[str, str]:
    """Variables with our prefix that are no setting, each with the setting that was probably meant, or empty."""
    known = {f"{variable(name)}{end}" for name in Settings.model_fields for end in ("", FILE)}
    strange = sorted(key for key in environment if key.startswith(PREFIX) and key not in known | FOR_TESTS)
    return {key: next(iter(get_close_matches(key, known, 1, 0.8)), "") for key in strange}


def require_servable(settings: Settings) -> None:
    """Raise ``UsageFailure`` that names everything that keeps the service from starting."""
    problems = settings.serving_problems()
    if problems:
        wrong, fixes = zip(*problems, strict=True)
        raise UsageFailure("starting the service", "; ".join(wrong), "; ".join(fixes))


def require_key(settings: Settings) -> None:
    """Raise ``UsageFailure`` where Claude is asked for and there is no key."""
    if settings.thinks_with == "claude" and not settings.anthropic_api_key:
        hint = "set ANTHROPIC_API_KEY or ANTHROPIC_API_KEY_FILE, or choose the reasoner offline"
        raise UsageFailure("asking Claude", "the reasoner claude needs a key, and there is none", hint)
