"""The grammar on hostile comments: the slowest of them, how time grows with size, and a Markdown parser on the same."""

import random
import time
from collections.abc import Callable, Mapping

from markdown_it import MarkdownIt

from app.pipeline.grammar import parse

SIZE = 65_536
"""Characters of the longest comment on GitHub."""
ROUNDS = 3
LAST = "\n\n/agents plan\n/agents bad `\n"
CLOSE = LAST[1:]
"""Without the empty line: the commands stand in the paragraph of what is before them."""
UNITS = (
    ">", "`", "<!--", "<", "\t", "/agents ", "/agents\n", "\n", "-\n", ">\n", "- ", "* ", "* + ", "> ", "1. ", "`x",
    "``x`", "<a ", "<a", '<a b="', "<?", "<!A", "<![CDATA[", "\\", "\\`", "x\n", "#\n", "  \n", "- a\n", "a b ", "&",
    "<details>\n", "<details>\n\n", "</details>\n", "<div>\n", "---\n", "***", "=", "~~~\n", "~~~a\n\n", "```\n",
    "```a`\n", "\r", ">>>\n", "<script>\n", "> - ", "\xa0", "  - x\n", "1)\n", "<!-->", "\u202e", "/agents plan '",
    '/agents plan "a=', "\x00",
)  # fmt: skip


def hostile(size: int) -> Mapping[str, str]:
    """Comments of ``size`` characters that are made to take long; most end in lines that speak to the bot."""
    chance = random.Random(1)  # noqa: S311 - no secret, only the same texts each time

    def noise(marks: str, longest: int) -> str:
        lines = ("".join(chance.choices(marks, k=chance.randint(1, longest))) for _ in range(size))
        return _cut("\n".join(lines), size)

    texts = {repr(unit): _cut(unit * (size // len(unit) + 1), size) for unit in UNITS}
    texts |= {f"{unit!r} before the command": _cut(f"x{unit * (size // len(unit) + 1)}", size, CLOSE) for unit in UNITS}
    texts |= {f"random lines up to {n}": noise(">-*+ #`~<1.x=\t", n) for n in (3, 4, 5, 6, 8, 12, 30)}
    texts |= {f"random quotes up to {n}": noise(">- 1.x", n) for n in (3, 5, 8)}
    other = [chr(0x4E00 + number % 20_000) for number in range(size // 4)]
    texts |= {
        "items in items": _cut("".join(f"{'  ' * depth}- x\n" for depth in range(350)), size),
        "deep, then empty lines": _cut("- + " * 100 + "\n" * size, size),
        "quotes 64 deep": _cut((">" * 64 + "x\n") * (size // 66), size),
        "different quotes": _cut("".join(f"> {mark}\n" for mark in other), size),
        "different items": _cut("".join(f"-{' ' * (n % 5)}{mark}\n" for n, mark in enumerate(other)), size),
        "different numbers": _cut("".join(f"{number}. a\n" for number in range(size // 5)), size),
        "different tags": _cut("".join(f"<{'abcdefgh'[number % 8]}{number}>\n" for number in range(size // 5)), size),
        "lines going on a quote": _cut("> a\n" + "".join(f"{mark}\n" for mark in other), size),
        "different mistakes": "".join(f"/agents {number:x}\n" for number in range(size))[:size],
        "different commands": "".join(f"/agents plan {number:x}\n" for number in range(size))[:size],
        "one long word": ("/agents plan " + "x" * size)[:size],
        "many words": ("/agents fix " + "x " * size)[:size],
        "many flags": ("/agents fix " + "--rule x " * size)[:size],
        "many dashes": ("/agents plan " + "-" * size)[:size],
        "code over lines": ("`\n" + "/agents x`\n" * size)[:size],
        "every fence": _cut("".join("`" * length + "\n" for length in range(3, 360)), size),
        "every row of backticks": _cut("x".join("`" * length for length in range(360)), size),
    }
    return texts


def _cut(text: str, size: int, last: str = LAST) -> str:
    return text[: size - len(last)] + last


def measure() -> list[str]:
    """Processor time, the best of some rounds for each text."""
    whole, half = hostile(SIZE), hostile(SIZE // 2)
    ours = {name: _best(parse, text) for name, text in whole.items()}
    slowest = max(ours, key=lambda name: ours[name])
    growth = ours[slowest] / _best(parse, half[slowest])
    theirs = {name: _best(MarkdownIt("commonmark").parse, text, 1) for name, text in whole.items()}
    tree = max(theirs, key=lambda name: theirs[name])
    ratio = theirs[tree] / ours[slowest]
    return [
        f"slowest of {len(ours)} texts of {SIZE} characters: {ours[slowest] * 1000:.1f} ms ({slowest}; aim ≤ 50)",
        f"twice the size / once = {growth:.1f} (linear: 2)",
        f"markdown-it-py's slowest: {theirs[tree] * 1000:.0f} ms ({tree}), {ratio:.0f} times that",
    ]


def _best(read: Callable[[str], object], text: str, rounds: int = ROUNDS) -> float:
    taken = []
    for _ in range(rounds):
        started = time.process_time()
        read(text)
        taken.append(time.process_time() - started)
    return min(taken)
