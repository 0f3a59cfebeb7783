"""A Sphinx extension: what the site needs beside the pages, which are plain Markdown that GitHub shows too.

- The navigation is read from ``docs/index.md``: each of its headings with links to pages is a part of it. A page that
  the index does not name is an orphan, and the strict build fails.
- Links to what is no page (source, examples, folders) become links into the repository.
- Diagrams in Mermaid become the pictures that ``tools/make_pictures.py`` drew of them: no script and no network when
  they are looked at.
"""

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
DIAGRAMS = DOCS / "images" / "diagrams"
REPOSITORY = "https://github.com/iac-agents/iac-agents"
FENCE = re.compile(r"^( *)(`{3,})([^\n]*)\n(.*?)^\1\2 *$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"(?<=\]\()(?![a-z]+:|#|<)([^)#\s]+)(#[^)\s]*)?(?=\))")
TITLE = re.compile(r"^#+ (.+)$", re.MULTILINE)
HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
PAGE = re.compile(r"^- \[[^\]]+\]\(([\w./-]+)\.md\)", re.MULTILINE)


def setup(app: Sphinx) -> dict[str, Any]:
    """Sphinx calls it when it loads the extension."""
    app.connect("source-read", _read)
    return {"parallel_read_safe": True}


def _read(app: Sphinx, name: str, source: list[str]) -> None:
    page = Path(str(app.env.doc2path(name)))
    source[0] = for_the_site(source[0], page)


def for_the_site(text: str, page: Path) -> str:
    """A page's Markdown as the site needs it."""
    parts: list[str] = []
    end, heading = 0, ""
    for fence in FENCE.finditer(text):
        before = text[end : fence.start()]
        heading = (TITLE.findall(before) or [heading])[-1]
        parts += [_links(before, page), _fence(fence, page, heading)]
        end = fence.end()
    parts.append(_links(text[end:], page))
    return "".join(parts) + "".join(_toctrees(text, page))


def _links(text: str, page: Path) -> str:
    return LINK.sub(lambda found: _target(found[1], found[2] or "", page), text)


def _target(path: str, anchor: str, page: Path) -> str:
    """Where a link leads: pages and pictures stay, a folder's page is named, the rest is in the repository."""
    there = (page.parent / path).resolve()
    if there.is_dir() and there.is_relative_to(DOCS) and (there / "README.md").is_file():
        return f"{path.rstrip('/')}/README.md{anchor}"
    if there.is_relative_to(DOCS) and (there.suffix in {".md", ".png", ".svg"} or not there.exists()):
        return path + anchor
    if not there.is_relative_to(ROOT) or not there.exists():
        return path + anchor
    kind = "tree" if there.is_dir() else "blob"
    return f"{REPOSITORY}/{kind}/main/{there.relative_to(ROOT).as_posix()}{anchor}"


def _fence(fence: re.Match[str], page: Path, heading: str) -> str:
    if fence[3].strip() != "mermaid":
        return fence[0]
    picture = DIAGRAMS / diagram_name(fence[4])
    if not picture.is_file():
        return fence[0].replace("mermaid", "text", 1)
    up = "../" * len(page.relative_to(DOCS).parent.parts)
    return f"{fence[1]}![Diagram: {heading}]({up}{picture.relative_to(DOCS).as_posix()})"


def diagram_name(source: str) -> str:
    """The file of a diagram's picture; another source has another one, so that no picture grows stale."""
    return f"diagram-{sha256(source.strip().encode()).hexdigest()[:12]}.svg"


def _toctrees(text: str, page: Path) -> Iterator[str]:
    if page == DOCS / "index.md":
        for caption, names in navigation(text):
            yield _toctree(names, caption)
    elif page.name == "README.md":
        names = [one.stem for one in sorted(page.parent.glob("*.md")) if one != page]
        yield _toctree(names, "")


def navigation(index: str) -> list[tuple[str, list[str]]]:
    """The parts of the navigation in order: heading and pages, relative to ``docs/``, without suffix."""
    _, *parts = HEADING.split(index)
    found = [(caption, PAGE.findall(body)) for caption, body in zip(parts[::2], parts[1::2], strict=True)]
    return [(caption, names) for caption, names in found if names]


def _toctree(names: list[str], caption: str) -> str:
    options = f":hidden:\n:caption: {caption}\n" if caption else ":maxdepth: 1\n"
    return f"\n\n```{{toctree}}\n{options}\n{chr(10).join(names)}\n```\n"
