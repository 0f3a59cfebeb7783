"""``terraform fmt``'s columns for the few lines that an edit touches.

Arguments on consecutive lines share the column of their ``=``, trailing comments on consecutive lines share theirs. An
argument whose value opens a bracket on its line and closes it later stands outside of both, a heredoc does not.
"""

import re
from collections.abc import Mapping, Sequence

from app.toolchains.terraform.hcl import Attribute, Block

ARGUMENT = re.compile(r"^(?P<indent>[ \t]*)(?P<name>\"[^\"]*\"|[^\s=\"]+)[ \t]*=[ \t]*(?P<rest>.*)$", re.DOTALL)


def aligned(lines: Sequence[str], body: Block, line: int) -> list[str]:
    """The lines of the file with the run of arguments around ``line`` (from 1) set in columns.

    ``body`` is the innermost block around it, read from exactly these lines.
    """
    inside = [item for item in body.attributes.values() if not body.type or item.line != body.line]
    rows = {attribute.line: attribute for attribute in inside if _in_column(attribute)}
    run = _run_around(rows, line)
    if not run:
        return list(lines)
    result = list(lines)
    parts = {number: ARGUMENT.match(result[number - 1]) for number in run}
    width = max(len(match["name"]) for match in parts.values() if match)
    for number, match in parts.items():
        if match:
            result[number - 1] = f"{match['indent']}{match['name']:<{width}} = {match['rest']}"
    return _comments_aligned(result, rows, run)


def _in_column(attribute: Attribute) -> bool:
    return attribute.line == attribute.end_line or attribute.expression.startswith("<<")


def _run_around(rows: Mapping[int, Attribute], line: int) -> list[int]:
    """The starting lines of the arguments that follow one another without a gap and include ``line``."""
    run: list[int] = []
    for number in sorted(rows):
        if run and number != rows[run[-1]].end_line + 1:
            if line in run:
                return run
            run = []
        run.append(number)
    return run if line in run else []


def _comments_aligned(lines: list[str], rows: Mapping[int, Attribute], run: Sequence[int]) -> list[str]:
    """Set trailing comments in columns; an argument without one ends the column."""
    column: list[tuple[int, str, str]] = []
    for number in [*run, 0]:
        code, comment = _split_comment(lines[number - 1], rows[number]) if number else ("", "")
        if comment:
            column.append((number, code, comment))
            continue
        width = max((len(text) for _, text, _ in column), default=0)
        for place, text, remark in column:
            lines[place - 1] = f"{text:<{width}} {remark}"
        column = []
    return lines


def _split_comment(line: str, attribute: Attribute) -> tuple[str, str]:
    """A one-line argument's code and its trailing comment."""
    if attribute.line != attribute.end_line:
        return line, ""
    start = line.find("=") + 1
    at = line.find(attribute.expression, start)
    if at < 0:
        return line, ""
    end = at + len(attribute.expression)
    comment = line[end:].strip()
    return (line[:end], comment) if comment.startswith(("#", "//", "/*")) else (line, "")
