"""Engines of regorus end on the thread that made them: elsewhere that is an error, of whichever test runs then."""

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="module")
def engines_end_here() -> Iterator[None]:
    """What a caught exception still holds is let go here, not by a collection on some thread later on."""
    yield
    gc.collect()
