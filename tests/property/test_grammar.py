"""Whatever a comment holds: the grammar answers, alike each time, and takes orders from nothing but plain lines."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from app.domain.command import Command, Parsed
from app.pipeline.grammar import parse
from app.pipeline.grammar.lines import addressed
from app.pipeline.grammar.spans import spans

MARKS = st.sampled_from(
    [
        "> ", ">", "- ", "* ", "1. ", "2) ", "```", "~~~", "````", "`", "``", "<!--", "-->", "<div>", "</div>",
        "<pre>", "</pre>", "<script>", "</script>", "<b x='", "'>", "</b>", "<?", "?>", "# ", "===", "---", "- - -",
        "    ", "  ", " ", "text", "\\", "\\`", "<", ">>",
    ]
)  # fmt: skip
MARKED = st.lists(MARKS, max_size=4).map("".join)
ORDERS = st.tuples(st.sampled_from(["", " ", "   "]), st.just("/agents explain"), st.sampled_from(["", " `", " -->"]))
ORDER = re.compile(r"/agents explain order(\d+)")
DISPUTED = re.compile(r"^(?: {4}.*| {0,3}>>>\s*)$|--->|^\s*</?(?:b|pre|script)[ >]", re.MULTILINE)
LINES = st.lists(st.one_of(MARKED, ORDERS.map("".join)), max_size=14)
TEXTS = st.one_of(
    st.text(max_size=400),
    LINES.map("\n".join),
    st.lists(
        st.sampled_from(["/agents", " ", "plan", "--stack", "=", '"', "'", "—", "--", "\n", "x", "\u200b", "\x00"])
    ).map("".join),
)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_it_never_raises_and_answers_alike(text: str) -> None:
    first = parse(text)
    assert first == parse(text)
    assert len(first.commands) <= 10
    assert all(len(mistake.word) <= 60 * len("U+FFFF") for mistake in first.mistakes)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_orders_stand_alone_on_their_lines(text: str) -> None:
    lines = re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))
    for found in addressed(text):
        before, address, rest = lines[found.number - 1].partition("/agents")
        assert len(before) <= 3
        assert not before.strip()
        assert address
        assert rest == found.rest


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_quoted_or_fenced_whole_it_orders_nothing(text: str) -> None:
    lines = re.split(r"\r\n|\r|\n", text)
    assert parse("\n".join(f"> {line}" for line in lines)) == Parsed()
    fence = "`" * (max([2, *map(len, re.findall("`+", text))]) + 1)
    assert parse("\n".join([fence, *lines, fence])) == Parsed()
    assert parse("\n".join(f"    {line}" for line in lines)).commands == ()


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_a_plain_order_at_the_top_is_always_heard(text: str) -> None:
    parsed = parse(f"/agents status\n\n{text}")
    assert Command("status") in parsed.commands


@settings(max_examples=400, deadline=None)
@given(LINES)
def test_it_agrees_with_a_markdown_parser(lines: list[str]) -> None:
    """Not compared: where markdown-it-py differs from CommonMark (indented ``>``, ``--->``, a tag after a list)."""
    named = [
        line.replace("explain", f"explain order{number}", 1) if "/agents" in line else line
        for number, line in enumerate(lines, 1)
    ]
    text = "\n".join(named)
    if DISPUTED.search(text):
        return
    assert [line.number for line in addressed(text)] == _orders(text)


def _orders(text: str) -> list[int]:
    """The orders that markdown-it-py sees at the start of a line of text outside quotes."""
    found = []
    quotes = 0
    for token in MarkdownIt("commonmark").parse(text):
        quotes += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        at_start = quotes == 0
        for child in token.children or ():
            order = ORDER.match(child.content) if at_start and child.type == "text" else None
            found += [int(order[1])] if order else []
            at_start = quotes == 0 and child.type in {"softbreak", "hardbreak"}
    return found


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="`<>!-?/ab='\" \\\n", max_size=120))
def test_spans_are_in_order_and_apart(text: str) -> None:
    end = 0
    for start, stop in spans(text):
        assert end <= start < stop <= len(text)
        end = stop
