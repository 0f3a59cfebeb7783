"""What agents say to a language model: one template for each task, short, with a version in its first line."""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = Path(__file__).parent
FIRST_LINE = re.compile(r"\{#- version (\d+): ")


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - most runs ask no model

    return Environment(  # noqa: S701 - plain text for a model, no page
        loader=FileSystemLoader(FOLDER), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def render_prompt(name: str, **facts: Any) -> str:
    """The instructions of a task (``architect``), the house rules first.

    ``facts`` are the house's own words: what strangers wrote is data (``app.reasoning.base.Data``), never a fact.
    """
    return _environment().get_template(f"{name}.md.j2").render(**facts).strip()


def prompt_versions() -> dict[str, int]:
    """Each template with its version."""
    found = {
        path.name.removesuffix(".md.j2"): FIRST_LINE.match(path.read_text("utf-8"))
        for path in sorted(FOLDER.glob("*.j2"))
    }
    return {name: int(match[1]) for name, match in found.items() if match}
