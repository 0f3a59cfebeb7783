"""Deliveries in any order, as often as they like: one run for each happening, and a replay changes nothing."""

import hashlib
import tempfile
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from app.durable.inline import InlineSteps
from app.pipeline.service.intake import intake
from app.pipeline.service.site import Operator
from tests.unit.pipeline.service.world import GOOD, World

WORDS = (
    "/agents help",
    "/agents plan",
    "/agents status",
    "/agents cancel",
    "/agents explian",
    "nothing",
    "/agents review",
)


@settings(max_examples=8, deadline=None)
@given(
    said=st.lists(st.sampled_from(WORDS), min_size=1, max_size=5),
    order=st.randoms(use_true_random=False),
    copies=st.integers(1, 3),
)
def test_replayed_and_reordered(said: list[str], order: Random, copies: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder), {"infra/main.tf": GOOD}, Operator())
        try:
            number = world.pull({"infra/main.tf": GOOD + GOOD})
            events = [world.pushed(number), *(world.said(number, text) for text in said)]
            deliveries = [(event, copy) for event in events for copy in range(copies)]
            order.shuffle(deliveries)
            runs: dict[str, str] = {}
            for event, copy in deliveries:
                accepted = world.store.accept("github", f"{event.key} {copy}", event)
                assert accepted.duplicate == (event.key in runs)
                assert runs.setdefault(event.key, accepted.run) == accepted.run
                _carry_out(world, accepted.run)
            rows = [world.row(run) for run in runs.values()]
            assert sorted(row.sequence for row in rows) == list(range(1, len(events) + 1))
            assert {row.status for row in rows} <= {"done", "failed", "refused", "superseded", "cancelled"}
            before = _seen(world)
            for event, copy in deliveries:
                accepted = world.store.accept("github", f"{event.key} {copy}", event)
                assert accepted.duplicate
                _carry_out(world, accepted.run)
            assert _seen(world) == before
        finally:
            world.store.close()


def _carry_out(world: World, run: str) -> None:
    """As the engine does: the intake, and the work that it queued."""
    intake(run, InlineSteps(), world.site)
    if run in world.queued:
        world.work(run)


def _seen(world: World) -> str:
    """Everything that people could see, as a digest."""
    digest = hashlib.sha256()
    for path in sorted(world.forge.desk.folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(world.forge.desk.folder).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()
