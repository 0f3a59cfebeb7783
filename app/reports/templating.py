"""Jinja, set up once: Markdown templates with the filters that make foreign text harmless."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from app.domain.redaction import redact
from app.reports.amounts import difference, exact, money, share, signed
from app.reports.defuse import capital, code, fenced, html, inert, line, link, plain, prose, sentence, unlinked

SPAN = re.compile(r"`([^`\n]+)`")
FENCE = re.compile(r"^(`{3,})[^`]*$")


def _made(*, autoescape: bool, finalize: Callable[[Any], Any] | None = None) -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=autoescape,  # noqa: S701 - whoever makes one says why
        finalize=finalize,
    )


@cache
def _environment() -> Environment:
    environment = _made(autoescape=False)  # Markdown, defused by the filters below
    filters = {"inert": inert, "prose": prose, "code": code, "fenced": fenced, "html": html, "line": line, "link": link}
    environment.filters |= filters | {"sentence": sentence, "capital": capital, "unlinked": unlinked}
    environment.filters |= {"money": money, "signed": signed, "exact": exact}
    environment.globals |= {"share": share, "difference": difference}
    return environment


@cache
def _pages() -> Environment:
    """HTML: escaped by the engine, and what is shown is plain and redacted."""
    environment = _made(autoescape=True, finalize=_shown)
    environment.filters |= {"spoken": _spoken}
    return environment


def _spoken(text: str) -> Markup:
    """Prose of ours: what stands in single backticks is code."""
    return Markup(SPAN.sub(r"<code>\1</code>", str(escape(redact(plain(text))))))  # noqa: S704 - escaped before


def _shown(value: Any) -> Any:
    return redact(plain(value)) if isinstance(value, str) and not isinstance(value, Markup) else value


def render_page(template: str, **values: Any) -> str:
    """Render an HTML template of ``reports/templates``."""
    return _pages().get_template(template).render(**values)


def tidy(text: str) -> str:
    """At most one empty line between blocks; the inside of code blocks stays as it is."""
    kept: list[str] = []
    fence = ""
    for row in text.split("\n"):
        ticks = FENCE.match(row)
        if not fence and ticks:
            fence = ticks[1]
        elif fence and row == fence:
            fence = ""
        if fence or row.strip() or (kept and kept[-1]):
            kept.append(row if fence else row.rstrip())
    return "\n".join(kept).rstrip("\n") + "\n"


def render(template: str, **values: Any) -> str:
    """Render a template of ``reports/templates``."""
    return _environment().get_template(template).render(**values)
