"""When a merge keeps everything back."""

import pytest

from app.domain.merge import Conflict, Merge


@pytest.mark.parametrize(
    ("conflicts", "blocked"),
    [
        ((), False),
        ((Conflict("README.md", "edited", blocking=False),), False),
        ((Conflict("README.md", "edited", blocking=False), Conflict("main.tf", "outdated")), True),
    ],
)
def test_one_conflict_that_blocks_is_enough(conflicts: tuple[Conflict, ...], blocked: bool) -> None:
    assert Merge(conflicts=conflicts).blocked is blocked
