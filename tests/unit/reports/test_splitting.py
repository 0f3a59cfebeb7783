"""Long comments in parts."""

import re

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from app.reports.splitting import FENCE, LEAST, split

LIMIT = LEAST


def head(part: int, of: int) -> str:
    return f"<!-- {part} -->\n{part} of {of}\n\n"


def balanced(part: str) -> bool:
    """Whether every fence and fold that is opened is closed, in order."""
    fence = ""
    folds = 0
    for line in part.split("\n"):
        found = FENCE.match(line)
        if fence:
            fence = "" if line == fence else fence
        elif found:
            fence = found[1]
        elif line.startswith("<details"):
            folds += 1
        elif line == "</details>":
            folds -= 1
            if folds < 0:
                return False
    return not fence and not folds


def test_what_fits_is_one_part() -> None:
    assert split("text\n", LIMIT, head) == (head(1, 1) + "text\n",)


def test_a_limit_that_holds_nothing() -> None:
    with pytest.raises(ValueError, match="no room"):
        split("x" * 500, 100, head)


def test_a_fence_is_closed_and_opened_again_with_its_language() -> None:
    text = "before\n\n````diff\n" + "\n".join(f"+ line {number} ```" for number in range(900)) + "\n````\n\nafter\n"
    parts = split(text, LIMIT, head)
    assert len(parts) > 3
    assert all(part.count("````diff\n") == 1 and balanced(part) for part in parts[1:-1])
    assert parts[-1].endswith("````\n\nafter")
    shown = [line for part in parts for line in part.split("\n") if line.startswith("+ ")]
    assert shown == [f"+ line {number} ```" for number in range(900)]


def test_a_table_gets_its_head_again() -> None:
    rows = [f"| {number} | text | `a\\|b` |" for number in range(400)]
    parts = split("## T\n\n| a | b | c |\n|---|---|---:|\n" + "\n".join(rows) + "\n\nend\n", LIMIT, head)
    assert len(parts) > 2
    assert all(part.count("| a | b | c |\n|---|---|---:|\n") == 1 for part in parts)
    assert [line for part in parts for line in part.split("\n") if line.startswith("| ") and "text" in line] == rows


def test_a_fold_is_opened_again_under_its_title() -> None:
    items = "\n".join(f"- item {number}" for number in range(700))
    parts = split(f"<details><summary>Plan <code>a</code></summary>\n\n{items}\n\n</details>\n", LIMIT, head)
    assert all(balanced(part) for part in parts)
    assert all("<summary>Plan a</summary>" in part for part in parts[1:])


def test_a_fold_that_is_over_is_not_opened_again() -> None:
    folds = "\n\n".join(f"<details><summary>{n}</summary>\n\n{'word ' * 100}\n\n</details>" for n in range(30))
    for part in split(folds, LIMIT, head):
        assert balanced(part)
        assert "<details open>" not in part


def test_cuts_are_made_between_blocks_where_there_are_some() -> None:
    text = "\n\n".join(
        f"### Title {number}\n\n" + "\n".join(f"- {number} {i}" for i in range(60)) for number in range(20)
    )
    for part in split(text, LIMIT, head):
        assert not part.rstrip().rsplit("\n", 1)[-1].startswith("#")
        assert part.split("\n\n", 1)[1].startswith("### Title") or part.split("\n\n", 1)[1].startswith("- ")


def test_a_heading_stays_with_what_follows() -> None:
    filler = "\n".join("x" * 78 for _ in range(48))
    for shift in range(60):
        parts = split(f"{filler}\n{'y' * shift}\n### Title\n" + "\n".join("z" * 78 for _ in range(60)), LIMIT, head)
        assert all(not part.rstrip().endswith("### Title") for part in parts)


def test_a_line_that_is_too_long_is_cut_between_its_atoms() -> None:
    link = "[a link with words](https://example.org/x)"
    line = " ".join([link, "`code with blanks`", "<sub>tag</sub>", r"a\*b"] * 200)
    parts = split(line, LIMIT, head)
    assert len(parts) > 3
    shown = " ".join(part.split("\n\n", 1)[1] for part in parts)
    assert shown.split() == line.split()
    for part in parts:
        body = part.split("\n\n", 1)[1]
        assert body.count("[") == body.count("](https://example.org/x)")
        assert body.count("`") % 2 == 0
        assert body.count("<") == body.count(">")


def test_a_word_without_end_becomes_an_ellipsis() -> None:
    parts = split("start\n\n" + "x" * 9000 + "\n\nend", LIMIT, head)
    assert [len(part) <= LIMIT for part in parts] == [True] * len(parts)
    assert "…" in "".join(parts)
    assert "end" in parts[-1]


words = st.integers(0, 10**6).map(lambda number: f"w{number}")
rows = st.integers(1, 400).flatmap(lambda count: words.map(lambda word: [f"{word}{number}" for number in range(count)]))
fences = st.builds(
    lambda lines, ticks, language: f"{'`' * ticks}{language}\n" + "\n".join(lines) + f"\n{'`' * ticks}",
    rows,
    st.integers(3, 6),
    st.sampled_from(["", "diff", "hcl"]),
)
tables = rows.map(lambda made: "| a | b |\n|---|---|\n" + "\n".join(f"| {row} | x |" for row in made))
bullets = rows.map(lambda made: "\n".join(f"- {row}" for row in made))
blocks = st.one_of(rows.map(" ".join), fences, tables, bullets, words.map(lambda word: f"### {word}"))
folds = st.builds(
    lambda title, inner: f"<details><summary>{title}</summary>\n\n" + "\n\n".join(inner) + "\n\n</details>",
    words,
    st.lists(blocks, max_size=4),
)
documents = st.lists(st.one_of(blocks, folds), min_size=3, max_size=8).map("\n\n".join)


@settings(deadline=None, max_examples=60)
@given(documents, st.integers(LEAST, 3 * LEAST))
def test_every_part_stands_on_its_own_and_nothing_is_lost(text: str, limit: int) -> None:
    parts = split(text, limit, head)
    event(f"{min(len(parts), 5)} parts")
    assert all(len(part) <= limit for part in parts)
    assert all(balanced(part) for part in parts)
    assert all(part.startswith(head(number, len(parts))) for number, part in enumerate(parts, 1))
    shown = re.findall(r"w\d+", re.sub(r"<details open>.*", "", "\n".join(parts)))
    assert shown == re.findall(r"w\d+", text)
