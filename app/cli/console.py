"""Where answers and progress go: one JSON document or text on stdout, everything else on stderr."""

import json
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console as Rich
from rich.table import Table
from rich.text import Text

from app.domain.errors import AgentsError
from app.domain.redaction import redact
from app.domain.run import StageResult
from app.reports.defuse import line, plain

UNWRAPPED = 400
"""Columns where no one looks at a screen: a table in a log or a file is not folded."""
SIGNS = {"passed": ("✓", "green"), "failed": ("✗", "red"), "not_run": ("–", "yellow")}


class Console:
    """One way of showing things, chosen by the global flags."""

    def __init__(self, out: Rich, err: Rich, *, json_wanted: bool, quiet: bool) -> None:
        self._out = out
        self._err = err
        self.json_wanted = json_wanted
        self.quiet = quiet

    @classmethod
    def make(cls, *, json: bool = False, quiet: bool = False, no_color: bool = False) -> "Console":
        """Standard output and error; colours only on a terminal, never with ``NO_COLOR``."""
        plain_wanted = no_color or bool(os.environ.get("NO_COLOR"))
        out, err = (
            Rich(stderr=stderr, no_color=plain_wanted, highlight=False, soft_wrap=True, emoji=False)
            for stderr in (False, True)
        )
        if not out.is_terminal:
            out.width = UNWRAPPED
        return cls(out, err, json_wanted=json, quiet=quiet)

    def answer(self, record: Mapping[str, Any], text: str = "") -> None:
        """The result: the record as JSON, or the text."""
        if self.json_wanted:
            text = json.dumps(record, ensure_ascii=False, indent=2, default=str)
            sys.stdout.write(text.encode("utf-8", "replace").decode() + "\n")  # a file's name may be no text
        elif text:
            self._out.print(Text(plain(text)))

    def table(self, title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A table on stdout, unless JSON is wanted. A cell is one line: what a stranger wrote begins none."""
        if self.json_wanted or not rows:
            return
        table = Table(*columns, title=title or None, title_justify="left", box=None, pad_edge=False)
        for row in rows:
            table.add_row(*(Text(line(cell)) for cell in row))
        self._out.print(table)

    def lines(self, rows: Sequence[tuple[str, str]]) -> None:
        """Lines with their styles on stdout, unless JSON is wanted."""
        if not self.json_wanted:
            for text, style in rows:
                self._out.print(Text(plain(text), style=style))

    def say(self, text: str) -> None:
        """A line for people, on stderr."""
        if not self.quiet:
            self._err.print(Text(redact(plain(text))))

    def fail(self, error: AgentsError) -> None:
        """An expected failure: what was being done, what was wrong, what to do next."""
        self._err.print(Text(redact(plain(f"{error.doing}: {error.wrong}")), style="red"))
        if error.hint:
            self._err.print(Text(redact(plain(f"→ {error.hint}"))))

    # -- the pipeline's Observer ---------------------------------------------------------------------------------

    def started(self, stage: str) -> None:
        """A stage begins (shown on a terminal only: elsewhere its end is enough)."""
        if not self.quiet and self._err.is_terminal:
            self._err.print(Text(f"… {stage}", style="dim"))

    def finished(self, result: StageResult) -> None:
        """A stage has ended."""
        if self.quiet:
            return
        sign, style = SIGNS[result.status]
        row = Text(f"{sign} ", style=style)
        row.append(f"{result.stage} ", style="bold")
        row.append(f"{result.status.replace('_', ' ')} ({result.seconds:.1f} s)", style=style)
        if result.why:
            row.append(f"  {line(result.why)}")
        self._err.print(row)
