"""The operator's environment."""

from pathlib import Path

import pytest

from app.domain.errors import UsageFailure
from app.settings import read_settings


def test_defaults_without_any_variable() -> None:
    settings = read_settings({})
    assert settings.terraform == "auto"
    assert settings.reasoner == "auto"
    assert settings.cache_dir.name == "iac-agents"


def test_values_are_read(tmp_path: Path) -> None:
    settings = read_settings({"AGENTS_DATA_DIR": str(tmp_path), "AGENTS_TERRAFORM": "embedded", "AGENTS_UNKNOWN": "x"})
    assert settings.data_dir == tmp_path
    assert settings.terraform == "embedded"


def test_every_bad_one_is_named() -> None:
    with pytest.raises(UsageFailure) as caught:
        read_settings({"AGENTS_TERRAFORM": "/no/such/program", "AGENTS_REASONER": "oracle"})
    assert "AGENTS_TERRAFORM" in str(caught.value)
    assert "AGENTS_REASONER" in str(caught.value)


def test_an_empty_variable_is_as_good_as_none() -> None:
    assert read_settings({"AGENTS_TERRAFORM": ""}).terraform == "auto"
