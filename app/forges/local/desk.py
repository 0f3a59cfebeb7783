"""What a forge keeps beside git, as files: issues, pull requests, comments, checks, remarks.

``threads/<number>/`` is an issue or pull request (``thread.json``) with ``comments/<id>.<author>.md`` and remarks on
lines (``remarks/<key>.json``); ``checks/<commit>/<name>.json`` is a check, ``sarif/<commit>.json`` holds findings.
People may read and write all of it with an editor.
"""

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from app.domain.errors import Failure

BOT = "agents"
"""The author of our comments."""


class Desk:
    """The files below ``folder``, which is made by the first thing that is put there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def open_thread(self, values: Mapping[str, Any]) -> int:
        """Keep a new issue or pull request; returns its number."""
        number = max(self.numbers(), default=0) + 1
        self.write_thread(number, values)
        return number

    def numbers(self) -> list[int]:
        """All threads."""
        return sorted(int(path.parent.name) for path in self.folder.glob("threads/*/thread.json"))

    def thread(self, number: int, pull_request: bool) -> dict[str, Any]:
        """One thread; raises ``Failure`` where there is none of that kind."""
        values = self.any_thread(number)
        if not values or ("branch" in values) != pull_request:
            kind = "pull request" if pull_request else "issue"
            raise Failure(f"reading {kind} {number}", "it is not on the desk", f"look into {self.folder}")
        return values

    def any_thread(self, number: int) -> dict[str, Any]:
        """One thread of either kind (a pull request has a ``branch``); empty where there is none."""
        return _read(self._thread(number) / "thread.json") or {}

    def write_thread(self, number: int, values: Mapping[str, Any]) -> None:
        """Replace one."""
        _write(self._thread(number) / "thread.json", _json(values))

    def comments(self, number: int) -> list[tuple[str, str, str]]:
        """Id, author and body of a thread's comments, oldest first."""
        found = []
        for path in self._thread(number).glob("comments/*.*.md"):
            identity, _, author = path.stem.partition(".")
            if identity.isdigit():
                found.append((identity, author, path.read_bytes().decode("utf-8", "replace")))
        return sorted(found, key=lambda comment: int(comment[0]))

    def write_comment(self, number: int, body: str, author: str = BOT, identity: str = "") -> str:
        """Write a comment, a new one where no id is given; returns its id."""
        given = [int(known) for known, _, _ in self.comments(number)]
        identity = identity or str(max(given, default=0) + 1)
        _write(self._thread(number) / "comments" / f"{int(identity):04d}.{_name(author)}.md", body)
        return str(int(identity)).zfill(4)

    def remarks(self, number: int) -> list[dict[str, Any]]:
        """The remarks on a pull request's lines, by key."""
        return [
            values
            for path in sorted(self._thread(number).glob("remarks/*.json"))
            if (values := _read(path)) is not None
        ]

    def write_remark(self, number: int, key: str, values: Mapping[str, Any]) -> None:
        """Put one."""
        _write(self._thread(number) / "remarks" / f"{_name(key)}.json", _json(values))

    def checks(self, head: str) -> list[dict[str, Any]]:
        """The checks on a commit, by name."""
        paths = sorted((self.folder / "checks" / _name(head)).glob("*.json"))
        return [values for path in paths if (values := _read(path)) is not None]

    def write_check(self, head: str, name: str, values: Mapping[str, Any]) -> None:
        """Put or replace one."""
        _write(self.folder / "checks" / _name(head) / f"{_name(name)}.json", _json(values))

    def write_sarif(self, head: str, text: str) -> None:
        """Keep the findings of a commit."""
        _write(self.folder / "sarif" / f"{_name(head)}.json", text)

    def _thread(self, number: int) -> Path:
        return self.folder / "threads" / str(number)


def labels_after(labels: Sequence[str], add: Sequence[str], remove: Sequence[str]) -> list[str]:
    """Labels in their order, each once."""
    return [label for label in dict.fromkeys([*labels, *add]) if label not in remove]


def _name(text: str) -> str:
    """A text as one file name."""
    return quote(text, safe=" @+=,").replace(".", "%2E") or "%"


def _json(values: Mapping[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, indent=2) + "\n"


def _read(path: Path) -> dict[str, Any] | None:
    try:
        values = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise Failure(f"reading {path}", str(error), "mend or remove the file") from error
    return values if isinstance(values, dict) else None


def _write(path: Path, text: str) -> None:
    """Whole or not at all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, scratch = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
        Path(scratch).replace(path)
    except OSError as error:
        raise Failure(f"writing {path}", error.strerror or str(error), "free some disk space") from error
