"""Jinja, set up once: Markdown templates with the filters that make foreign text harmless."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.reports.defuse import code, fenced, inert, sentence


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - Markdown, defused by the filters below
    )
    environment.filters |= {"inert": inert, "code": code, "fenced": fenced, "sentence": sentence}
    return environment


def render(template: str, **values: Any) -> str:
    """Render a template of ``reports/templates``."""
    return _environment().get_template(template).render(**values)
