"""The block structure: what is open after a line."""

import pytest

from app.pipeline.grammar.blocks import PARAGRAPH, QUOTE, Blocks


@pytest.mark.parametrize(
    ("lines", "containers", "leaf"),
    [
        (["text"], (), PARAGRAPH),
        (["text", ""], (), ""),
        (["> - a"], (QUOTE, 2), PARAGRAPH),
        (["> - a", "b"], (QUOTE, 2), PARAGRAPH),
        (["> - a", ""], (), ""),
        (["- a", "", "  b"], (2,), PARAGRAPH),
        (["-", "", "  b"], (), PARAGRAPH),
        (["-", "  b"], (2,), PARAGRAPH),
        (["10) a", "    - b"], (4, 2), PARAGRAPH),
        (["-     code"], (2,), ""),
        (["-\tb"], (4,), PARAGRAPH),
        (["a", "2. b"], (), PARAGRAPH),
        (["a", "1. b"], (3,), PARAGRAPH),
        (["a", "01. b"], (4,), PARAGRAPH),
        (["a", "-"], (), ""),
        (["a", "*"], (), PARAGRAPH),
        (["* * *"], (), ""),
        (["* a *"], (2,), PARAGRAPH),
        (["a", "==="], (), ""),
        (["==="], (), PARAGRAPH),
        (["####### x"], (), PARAGRAPH),
        (["~~~~ a", "~~~"], (), "~~~~"),
        (["<td>", "x"], (), "element"),
        (["<td>", ""], (), ""),
        (["<pre>", ""], (), "raw"),
        (["<PRE>x</script>"], (), ""),
    ],
)
def test_what_is_open(lines: list[str], containers: tuple[int, ...], leaf: str) -> None:
    blocks = Blocks()
    state = blocks.start
    for line in lines:
        state, _ = blocks.step(state, line)
    assert (state.containers, state.leaf) == (containers, leaf)


def test_a_paragraph_begins_once() -> None:
    blocks = Blocks()
    state, begins = blocks.step(blocks.start, "a")
    assert begins
    assert blocks.step(state, "b") == (state, False)
    assert blocks.step(state, "- b")[1]


def test_lines_alike_are_read_once() -> None:
    blocks = Blocks()
    first, _ = blocks.step(blocks.start, "> 23. apples")
    second, _ = blocks.step(blocks.start, "> 45. pears")
    assert first is second
