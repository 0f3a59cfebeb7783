"""Four over-provisioned stacks: the safe savings are applied, planned and priced again, and nothing is lost."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap.parts import Parts
from app.domain.cost import ZERO, Estimate
from app.domain.planned import Planned
from app.domain.policy import Policy
from app.pipeline.fix import Fixed
from app.settings import read_settings

STACKS = Path(__file__).parents[1] / "fixtures" / "savings"
NAMES = ("analytics", "internal_tools", "platform", "web_shop")
WANTED = Decimal("0.30")
SIZE_AND_SPEED = frozenset(
    {"instance_type", "instance_class", "node_type", "volume_type", "type", "iops", "throughput"}
)
"""What a safe saving may change: never what is stored, where it stands, how often, how it is protected."""


@dataclass(frozen=True)
class Saved:
    """A stack before and after."""

    before: Planned
    after: Planned
    estimate: Estimate
    afterwards: Estimate
    fixed: Fixed
    folder: Path


@pytest.fixture(scope="module")
def parts() -> Iterator[Parts]:
    made = Parts(read_settings({}))
    yield made
    made.close()


@pytest.fixture(scope="module", params=NAMES)
def saved(request: pytest.FixtureRequest, parts: Parts, tmp_path_factory: pytest.TempPathFactory) -> Saved:
    folder = tmp_path_factory.mktemp("savings") / request.param
    shutil.copytree(STACKS / request.param, folder)
    scratch = tmp_path_factory.mktemp("scratch")
    stacks = parts.find(folder, Policy())
    before = _planned(parts, folder)
    fixed = parts.save(folder, stacks, scratch)
    after = _planned(parts, folder)
    first, last = (parts.costing.estimate([graph], folder, None) for graph in (before, after))
    return Saved(before, after, first, last, fixed, folder)


def _planned(parts: Parts, folder: Path) -> Planned:
    (result,) = parts.plan(folder, parts.find(folder, Policy()))
    assert result.status == "passed", result.why
    assert result.planned is not None
    return result.planned


def test_a_third_and_more_is_saved(saved: Saved) -> None:
    assert saved.estimate.unpriced == ()
    assert 1 - saved.afterwards.monthly / saved.estimate.monthly >= WANTED


def test_what_was_claimed_is_what_was_saved(saved: Saved) -> None:
    claimed = sum((one.monthly for one in saved.estimate.savings if one.safe), ZERO)
    assert saved.estimate.monthly - saved.afterwards.monthly == claimed
    assert not [one for one in saved.afterwards.savings if one.safe], "a second time nothing is left to take"


def test_nothing_functional_is_lost(saved: Saved) -> None:
    """The same resources stand, and only sizes and speeds of theirs differ."""
    assert [one.address for one in saved.after] == [one.address for one in saved.before]
    for old, new in zip(saved.before, saved.after, strict=True):
        assert set(_differing(old.values, new.values)) <= SIZE_AND_SPEED, new.address


def test_each_saving_is_told_with_its_proof(saved: Saved) -> None:
    safe = [one for one in saved.estimate.savings if one.safe]
    assert len(saved.fixed.fixed) == len(safe)
    assert all("planned and priced again" in one.proof for one in saved.fixed.fixed)
    # What is not safe is a person's: it is told with its price, and not done.
    assert len(saved.fixed.left) == len([o for o in saved.estimate.savings if not o.safe and not o.commitment])


def test_the_code_stays_its_authors(saved: Saved) -> None:
    """Lines change or come, none goes; comments stay."""
    for path in saved.fixed.files:
        old = (STACKS / saved.folder.name / path).read_text("utf-8")
        new = (saved.folder / path).read_text("utf-8")
        assert _comments(new) == _comments(old)
        gone = [line for line in old.splitlines() if line not in new.splitlines()]
        assert all("=" in line for line in gone)
        assert len(new.splitlines()) >= len(old.splitlines())


def _comments(text: str) -> list[str]:
    return [line.partition("#")[2] for line in text.splitlines() if "#" in line]


def _differing(old: Any, new: Any, name: str = "") -> Iterator[str]:
    """The names of the attributes that differ, at any depth; unset and empty are the same."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in {*old, *new}:
            yield from _differing(old.get(key), new.get(key), key)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for one, other in zip(old, new, strict=True):
            yield from _differing(one, other, name)
    elif old != new:
        yield name
