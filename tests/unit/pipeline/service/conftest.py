"""Worlds, closed at their end; nobody waits for a forge that is out of order, or shows progress."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.pipeline.service import desk, session
from app.pipeline.service.site import Operator
from tests.unit.pipeline.service.world import World


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "PATIENCE", (0.0, 0.0))
    monkeypatch.setattr(session, "PROGRESS_INTERVAL", 3600.0)


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[..., World]]:
    made: list[World] = []

    def make_world(files: dict[str, str] | None = None, **operator: Any) -> World:
        folder = tmp_path / f"world{len(made)}"
        folder.mkdir()
        made.append(World(folder, files or {}, Operator(**operator)))
        return made[-1]

    yield make_world
    for world in made:
        world.close()


@pytest.fixture
def world(make: Callable[..., World]) -> World:
    return make()
