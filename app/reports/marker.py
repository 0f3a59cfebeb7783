"""The hidden first line of our comments: by it a comment is found again, and an older run does not undo a newer one."""

import re

from app.domain.publication import Marker

SHAPE = re.compile(
    r"<!-- agents key=(?P<key>[\w:/-]+)(?:\.(?P<part>\d{1,4}))? run=(?P<run>[\w.:/-]*) head=(?P<head>\w*)"
    r" seq=(?P<seq>\d{1,9}) -->",
    re.ASCII,
)


def render_marker(marker: Marker) -> str:
    """``<!-- agents key=living run=… head=… seq=3 -->``; the second part of a long comment is ``key=living.2``."""
    head = re.sub(r"\W", "", marker.head, flags=re.ASCII)
    return (
        f"<!-- {mark_of(marker.key, marker.part)}run={_tidy(marker.run)} head={head} seq={max(0, marker.sequence)} -->"
    )


def parse_marker(body: str) -> Marker | None:
    """The marker a comment *starts* with, or None: a marker further down was quoted by somebody."""
    found = SHAPE.match(body)
    if not found:
        return None
    part = int(found["part"] or 1)
    return Marker(found["key"], found["run"], found["head"], int(found["seq"]), part)


def mark_of(key: str, part: int = 1) -> str:
    """What a forge searches for; the blank at its end keeps ``living`` apart from ``living.2``."""
    number = f".{part}" if part > 1 else ""
    return f"agents key={_tidy(key.replace('.', '-'))}{number} "


def _tidy(text: str) -> str:
    """Only what the shape allows; two hyphens would end an HTML comment."""
    return re.sub(r"-{2,}", "-", re.sub(r"[^\w.:/-]", "-", text, flags=re.ASCII))
