"""What a forge leaves out for a token with few rights."""

from collections.abc import Callable
from inspect import getmembers, isfunction
from typing import Any

import pytest

from app.domain.errors import Failure, Forbidden
from app.domain.publication import Check, InlineComment
from app.forges.base import Forge
from app.forges.quiet import Quiet, Telling

CHECK = Check("agents", "a" * 40, "r", "success")


class Stern:
    """A forge that refuses whatever is asked of it."""

    name, repository, comment_limit = "github", "acme/web", 1000

    def __init__(self, error: Exception) -> None:
        self.error, self.asked = error, list[str]()

    def __getattr__(self, verb: str) -> Callable[..., Any]:
        def refuse(*_: object) -> None:
            self.asked.append(verb)
            raise self.error

        return refuse


TELLINGS: list[tuple[Telling, Callable[[Quiet], object], object]] = [
    ("comments", lambda quiet: quiet.ensure_comment(1, True, "m", "b", "7"), "7"),
    ("comments", lambda quiet: quiet.comment(1, True, "m"), None),
    ("reactions", lambda quiet: quiet.ensure_reaction(1, True, "", "eyes"), None),
    ("labels", lambda quiet: quiet.ensure_labels(1, True, ["a"], []), None),
    ("checks", lambda quiet: quiet.ensure_check(CHECK), None),
    ("checks", lambda quiet: quiet.conclude_checks("a", "r", "t"), None),
    ("remarks", lambda quiet: quiet.ensure_review(1, "a", [InlineComment("k", "p", 1, 1, "b")]), 0),
    ("code scanning", lambda quiet: quiet.upload_sarif("a", "r", "{}"), False),
]


@pytest.mark.parametrize(("what", "tell", "instead"), TELLINGS)
def test_what_may_not_be_told_is_left_out_and_not_tried_again(
    what: Telling, tell: Callable[[Quiet], object], instead: object
) -> None:
    stern = Stern(Forbidden("telling", "not accessible"))
    quiet = Quiet(stern, rights={"checks": "`checks: write`"})
    assert [tell(quiet), tell(quiet)] == [instead, instead]
    assert len(stern.asked) == 1
    assert quiet.untold == {what: "the token lacks `checks: write`" if what == "checks" else "not accessible"}


@pytest.mark.parametrize(("what", "tell", "instead"), TELLINGS)
def test_what_shall_not_be_told_is_not_even_tried(
    what: Telling, tell: Callable[[Quiet], object], instead: object
) -> None:
    stern = Stern(Forbidden("telling", "not accessible"))
    quiet = Quiet(stern, [what])
    assert tell(quiet) == instead
    assert (stern.asked, quiet.untold) == ([], {})


@pytest.mark.parametrize(("what", "tell", "instead"), TELLINGS)
def test_what_fails_otherwise_fails(what: Telling, tell: Callable[[Quiet], object], instead: object) -> None:
    with pytest.raises(Failure, match="502"):
        tell(Quiet(Stern(Failure("telling", "502"))))


def test_reading_and_pushing_are_never_left_out() -> None:
    told = {"ensure_comment", "comment", "ensure_reaction", "ensure_labels", "ensure_check", "conclude_checks"}
    told |= {"ensure_review", "upload_sarif"}
    verbs = {name for kind in Forge.__mro__ for name, _ in getmembers(kind, isfunction) if not name.startswith("_")}
    for verb in sorted(verbs - told):
        stern = Stern(Forbidden("reading", "not accessible"))
        count = getattr(Quiet, verb).__code__.co_argcount - 1
        with pytest.raises(Forbidden):
            getattr(Quiet(stern), verb)(*range(count))
        assert stern.asked == [verb]


def test_code_scanning_that_is_off_is_said() -> None:
    class Off(Stern):
        def upload_sarif(self, *_: str) -> bool:
            return False

    quiet = Quiet(Off(Failure("x", "y")))
    assert quiet.upload_sarif("a", "r", "{}") is False
    assert "off for this repository" in quiet.untold["code scanning"]
