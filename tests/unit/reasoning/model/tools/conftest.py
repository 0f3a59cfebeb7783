from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from app.analysis.pricing.book import PriceBook
from app.bootstrap.rules import known_rules
from app.knowledge.catalogue.registry import SERVICES
from app.reasoning.base import Tool
from app.reasoning.model.tools import look_ups

Ask = Callable[..., str]
Write = Callable[[Mapping[str, str | bytes]], Path]


@pytest.fixture(scope="session")
def book() -> PriceBook:
    return PriceBook()


@pytest.fixture
def tools(tmp_path: Path, book: PriceBook) -> Mapping[str, Tool]:
    made = look_ups(tmp_path, ("Private/", "infra/**/inner.tf"), SERVICES, known_rules, lambda: book)
    return {tool.spec.name: tool for tool in made}


@pytest.fixture
def ask(tools: Mapping[str, Tool]) -> Ask:
    """Calls a tool as a model does."""

    def asked(name: str, **given: Any) -> str:
        return tools[name].call(given)

    return asked


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes files below the checkout."""

    def written(files: Mapping[str, str | bytes]) -> Path:
        for path, content in files.items():
            place = tmp_path / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content.encode() if isinstance(content, str) else content)
        return tmp_path

    return written
