"""The operator's environment, read once into frozen settings; all bad variables are named together."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from app.domain.errors import UsageFailure

PREFIX = "AGENTS_"


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

    @field_validator("terraform")
    @classmethod
    def _known_terraform(cls, value: str) -> str:
        if value in {"auto", "tofu", "terraform", "embedded"} or Path(value).is_file():
            return value
        raise ValueError("not auto, tofu, terraform, embedded or the path of a program")


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Read the ``AGENTS_`` variables; raises ``UsageFailure`` that names every bad one."""
    known = {f"{PREFIX}{name.upper()}": name for name in Settings.model_fields}
    given = {known[key]: value for key, value in environment.items() if key in known and value != ""}
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        bad = [
            f"{PREFIX}{str(problem['loc'][0]).upper()}: {problem['msg'].removeprefix('Value error, ')}"
            for problem in error.errors()
        ]
        raise UsageFailure("reading the environment", "; ".join(bad), "see docs/reference/settings.md") from error
