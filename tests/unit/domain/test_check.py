"""A check as JSON."""

import pytest

from app.domain.check import Check, State


@pytest.mark.parametrize(
    ("state", "ok", "optional"),
    [("ok", True, False), ("limited", False, True), ("absent", False, True), ("broken", False, False)],
)
def test_what_keeps_something_from_working_is_not_optional(state: State, ok: bool, optional: bool) -> None:
    record = Check(state, "git", "2.39", "install it", "everything needs it", "terminal").record()
    assert record == {
        "door": "terminal",
        "name": "git",
        "state": state,
        "ok": ok,
        "optional": optional,
        "found": "2.39",
        "why": "everything needs it",
        "mend": "install it",
    }
