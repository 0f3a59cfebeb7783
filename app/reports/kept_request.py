"""The request as it was asked, kept beside the stack, so that it can be read back and asked to change."""

import re
from collections.abc import Iterator, Sequence

from app.domain.redaction import redact
from app.domain.request import Request, Revision
from app.reports.defuse import fenced, inert

REQUEST = "docs/request.md"
"""Where it stands in a stack."""
WORDS = {
    "en": ("Request", "What was asked for, in the words it was asked in.", "Revision"),
    "es": ("Petición", "Lo que se pidió, con las palabras con que se pidió.", "Revisión"),
}
OPENING = re.compile(r"(`{3,})text")
HEADING = re.compile(r"## \S+ \d+(?: \((\d{4}-\d{2}-\d{2})\))?")


def render_kept(request: Request, revisions: Sequence[Revision]) -> str:
    """The document: the text, then each revision with its day, fenced so that nothing in them acts; no secrets."""
    title, lead, revision_word = WORDS.get(request.language, WORDS["en"])
    parts = [f"# {title}: {inert(request.title)}", lead, _fenced(request.text)]
    for number, revision in enumerate(revisions, start=1):
        day = f" ({revision.day})" if revision.day else ""
        parts += [f"## {revision_word} {number}{day}", _fenced(revision.text)]
    return "\n\n".join(parts) + "\n"


def read_kept(document: str) -> tuple[str, tuple[Revision, ...]] | None:
    """The text and the revisions of a kept request; None where it is none of ours."""
    found = list(_pieces(document))
    if not found:
        return None
    (_, text), *rest = found
    return text, tuple(Revision(words, day) for day, words in rest)


def _fenced(text: str) -> str:
    return fenced(redact(text), "text")


def _pieces(document: str) -> Iterator[tuple[str, str]]:
    """Day and text of each fenced piece."""
    fence, day, lines = "", "", list[str]()
    for line in document.split("\n"):
        if fence and line == fence:
            yield day, "\n".join(lines)
            fence, day, lines = "", "", []
        elif fence:
            lines.append(line)
        elif found := OPENING.fullmatch(line):
            fence = found[1]
        elif heading := HEADING.fullmatch(line):
            day = heading[1] or ""
