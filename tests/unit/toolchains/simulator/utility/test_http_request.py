"""The http provider."""

from app.toolchains.simulator.utility.http_request import BEHAVIOUR
from tests.unit.toolchains.simulator.subjects import subject_of


def test_answer_needs_no_network() -> None:
    answer = BEHAVIOUR.read["http"](subject_of("http", "data", url="https://example.invalid/"))
    assert (answer["status_code"], answer["response_body"], answer["id"]) == (200, "{}", "https://example.invalid/")
