import json
import pickle

import pytest

from app.domain.errors import Forbidden
from app.forges.github.refusals import SECONDARY_PAUSE, Refused, pause_asked, refused


@pytest.mark.parametrize(
    ("status", "headers", "message", "pause"),
    [
        (403, {"retry-after": "7"}, "You have exceeded a secondary rate limit", 7.0),
        (429, {}, "Slow down", SECONDARY_PAUSE),
        (403, {}, "You have exceeded a secondary rate limit", SECONDARY_PAUSE),
        (403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1050"}, "API rate limit exceeded", 51.0),
        (403, {"x-ratelimit-remaining": "9"}, "Resource not accessible by integration", None),
        (403, {}, "You have triggered an abuse detection mechanism.", SECONDARY_PAUSE),
        (404, {"retry-after": "7"}, "Not Found", None),
    ],
)
def test_how_long_to_wait(status: int, headers: dict[str, str], message: str, pause: float | None) -> None:
    assert pause_asked(status, headers, json.dumps({"message": message}), 1000.0) == pause


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('{"message": "Validation Failed", "errors": [{"field": "head", "code": "invalid"}]}', "(head invalid)"),
        ('{"message": "No", "errors": ["Line could not be resolved"]}', "(Line could not be resolved)"),
        ('{"message": "No", "errors": {"odd": 1}}', "GitHub says: No"),
        ("<html>", "GitHub says: status 422"),
        ("[]", "GitHub says: status 422"),
    ],
)
def test_messages(text: str, wrong: str) -> None:
    assert wrong in refused("doing", 422, text).wrong


def test_a_refusal_says_what_to_do_and_travels() -> None:
    found = refused("reading", 403, '{"message": "Resource not accessible by integration"}')
    assert "permission" in found.hint
    back = pickle.loads(pickle.dumps(found))  # noqa: S301  # our own
    assert isinstance(back, Refused)
    assert (back.status, back.wrong, back.hint) == (403, found.wrong, found.hint)


def test_only_a_lack_of_rights_is_for_good() -> None:
    said = '{"message": "Resource not accessible by integration"}'
    assert isinstance(refused("writing", 403, said, for_good=True), Forbidden)
    assert not isinstance(refused("writing", 403, said), Forbidden)
    assert not isinstance(refused("writing", 404, said, for_good=True), Forbidden)
    found = pickle.loads(pickle.dumps(refused("writing", 403, said, for_good=True)))  # noqa: S301 - made here
    assert (type(found).__name__, found.status, found.hint != "") == ("NotPermitted", 403, True)
