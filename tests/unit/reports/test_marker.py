"""The hidden first line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.publication import Marker
from app.reports.marker import mark_of, parse_marker, render_marker

HEAD = "a1" * 20


@pytest.mark.parametrize(
    ("marker", "text"),
    [
        (Marker("living", "r1", HEAD, 3), f"<!-- agents key=living run=r1 head={HEAD} seq=3 -->"),
        (Marker("living", "r1", HEAD, 3, 2), f"<!-- agents key=living.2 run=r1 head={HEAD} seq=3 -->"),
        (Marker("welcome"), "<!-- agents key=welcome run= head= seq=0 -->"),
        (Marker("reply-github-7", "github-7"), "<!-- agents key=reply-github-7 run=github-7 head= seq=0 -->"),
    ],
)
def test_there_and_back(marker: Marker, text: str) -> None:
    assert render_marker(marker) == text
    assert parse_marker(f"{text}\n## Ready") == marker
    assert mark_of(marker.key, marker.part) in text


@pytest.mark.parametrize(
    "body",
    [
        "",
        "## Ready",
        "\n<!-- agents key=living run=r1 head= seq=3 -->",
        "> <!-- agents key=living run=r1 head= seq=3 -->",
        "<!-- agents run=r1 head= seq=3 -->",
        "<!-- agents key=living run=r1 head= seq=x -->",
    ],
)
def test_only_a_comment_that_begins_with_it_is_ours(body: str) -> None:
    assert parse_marker(body) is None


def test_a_part_is_not_found_by_the_mark_of_the_first() -> None:
    assert mark_of("living") not in render_marker(Marker("living", part=2))
    assert mark_of("living", 2) not in render_marker(Marker("living", part=22))


@given(st.text(), st.text(), st.text(), st.integers(0, 10**9 - 1), st.integers(1, 9999))
def test_whatever_the_values_it_is_one_hidden_line(key: str, run: str, head: str, sequence: int, part: int) -> None:
    text = render_marker(Marker(key or "x", run, head, sequence, part))
    assert text.isascii()
    assert "--" not in text.removeprefix("<!--").removesuffix("-->")
    assert "\n" not in text
    parsed = parse_marker(text)
    assert parsed is not None
    assert (parsed.sequence, parsed.part) == (sequence, part)
    assert render_marker(parsed) == text
