"""Whatever a model or its service does: what is kept is better than the floor or it is the floor, within all limits."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.settings import Settings, read_settings
from tests.builders import git_repository
from tests.e2e.claude_desk import Desk, Done, desk
from tests.e2e.claude_scripts import FOUR, NINE, OPEN, SCRIPTS, Script


@pytest.fixture(scope="module")
def at_work() -> Iterator[Desk]:
    with desk() as made:
        yield made


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return git_repository(tmp_path_factory.mktemp("plain") / "repo", {"README.md": "# Here\n"})


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script(script: Script, at_work: Desk, repository: Path, tmp_path: Path) -> None:
    done = at_work.think(repository, script.text, script.answer(), tmp_path, script.more)
    told = [(thought.task, thought.ended, thought.kept, thought.why) for thought in done.thoughts]
    assert (done.ended("design"), done.ended("write")) == script.ends, told
    assert done.kept is script.kept, told
    assert all(thought.why for thought in done.thoughts), told
    assert script.why in "; ".join(thought.why for thought in done.thoughts), told
    if script.kept:
        assert OPEN in done.floor.open
        assert set(done.result.open) == set(done.floor.open) - {OPEN}
        text = {path: content.replace(FOUR, NINE) for path, content in done.floor.files.items()}
        assert done.result.files == text
    else:
        assert done.result == done.floor
    assert_within(done, script, read_settings(dict(script.more)))


def assert_within(done: Done, script: Script, limits: Settings) -> None:
    assert done.usage.usd <= limits.reasoner_usd
    assert done.usage.tokens <= limits.reasoner_tokens
    assert all(thought.usage.requests <= limits.reasoner_turns for thought in done.thoughts)
    assert len(done.stub.seen) <= script.most
    assert done.stub.refused == []
