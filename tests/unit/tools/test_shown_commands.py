"""The commands that a page shows are read as they stand."""

from pathlib import Path

import pytest

from tools.shown_commands import Shown, first_missing, shown_commands, start_pages, without

PAGE = """# Start

1. Install:

   ```bash
   make setup   # once
   if true; then
     make test
   fi
   ```

   <!-- output -->
   ```text
   done in 3.2 s
   ```

<!-- not run: needs an App on github.com -->
```bash
export AGENTS_GITHUB_APP_ID=…
```

<!-- exit 1 -->

```bash
agents review
```

```yaml
not: a command
```
"""


def test_blocks_come_in_order_with_what_is_said_of_them() -> None:
    first, second, third = shown_commands(PAGE, "start.md")
    assert first == Shown(
        "start.md", 5, "make setup   # once\nif true; then\n  make test\nfi\n", output="done in 3.2 s\n"
    )
    assert (second.line, second.why_not) == (18, "needs an App on github.com")
    assert (third.commands, third.exit_code, third.why_not) == ("agents review\n", 1, "")


def test_a_note_holds_for_the_next_block_alone() -> None:
    text = "<!-- not run: no account -->\n```bash\na\n```\n```bash\nb\n```\n<!-- exit 2 -->\nwords\n```bash\nc\n```\n"
    assert [(one.why_not, one.exit_code) for one in shown_commands(text, "p")] == [("no account", 0), ("", 0), ("", 0)]


@pytest.mark.parametrize(
    "text",
    [
        "<!-- output -->\n```text\nnothing printed it\n```\n",
        "```bash\na\n```\n<!-- output -->\n```bash\nb\n```\n",
        "<!-- exit 1 -->\n```yaml\na: 1\n```\n",
    ],
)
def test_a_note_without_its_block_is_a_mistake(text: str) -> None:
    with pytest.raises(ValueError, match=r"^page\.md:\d+:"):
        shown_commands(text, "page.md")


def test_commands_are_left_out_by_their_first_words() -> None:
    shown = Shown("p", 1, "make run     # quick\nmake test    # long\nmaking test\n")
    kept, gone = without(shown, ("make test",))
    assert kept.commands == "make run     # quick\nmaking test\n"
    assert gone == ["make test    # long"]


@pytest.mark.parametrize(
    ("expected", "missing"),
    [
        ("two words\n", ""),
        ("one\n…\nfour 4.0 s", ""),
        ("one\n…\nlast", ""),
        ("col…  b", ""),
        ("took 12.5 s", ""),
        ("one\ntwo words", "two words"),
        ("one\nfour 4.0 s", "four 4.0 s"),
        ("last\n…\none", "one"),
        ("two", "two"),
        ("a.b", "a.b"),
    ],
)
def test_an_output_is_found_in_order(expected: str, missing: str) -> None:
    output = "one\n\ntwo   words  \ncolumn a      b\nfour 3.9 s\ntook 5.9 s\naxb\nlast\n"
    assert first_missing(expected, output) == missing


def test_the_starts_are_the_first_part_of_the_index(tmp_path: Path) -> None:
    index = tmp_path / "index.md"
    index.write_text(
        "# Docs\n\n[no](x.md)\n\n## Start\n\n- [A](start/a.md)\n- [B](guides/b.md): words\n\n## Guides\n\n- [C](c.md)\n"
    )
    assert start_pages(index) == [tmp_path / "start" / "a.md", tmp_path / "guides" / "b.md"]
