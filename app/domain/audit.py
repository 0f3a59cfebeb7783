"""The audit log: entries that hold each other, so that a change to one is seen in all that follow.

Each entry's hash is the SHA-256 of a canonical JSON of everything it says and of the hash of the entry before it.
What that proves: nobody changed, removed, swapped or inserted an entry without computing every later hash anew. What
it cannot prove: that somebody who may write to the database did not do just that, or cut the end off and the head
with it. For that, keep a hash in another place (it stands in every audit report) and compare it.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

BEGINNING = "0" * 64
"""What the first entry names as the hash before it."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One thing that happened.

    ``sequence`` starts at 1 without gaps; ``at`` is ISO, UTC; ``key`` is unique, so that a step that is repeated is
    recorded once; ``kind`` a word (``change``); ``who`` asked for it; ``thread`` and ``run`` as the store names them;
    ``commit`` the one it speaks of; ``facts`` a JSON object as text, kept byte by byte; hashes are hexadecimal.
    """

    sequence: int
    at: str
    key: str
    kind: str
    who: str
    thread: str
    run: str
    commit: str
    facts: str
    previous: str
    hash: str

    def record(self) -> dict[str, Any]:
        """As JSON, the facts opened."""
        return {name: getattr(self, name) for name in FIELDS} | {"facts": json.loads(self.facts), "hash": self.hash}


FIELDS = ("sequence", "at", "key", "kind", "who", "thread", "run", "commit", "facts", "previous")
"""What is hashed, in this order."""


@dataclass(frozen=True, slots=True)
class AuditHead:
    """The last entry, noted beside the chain: by it a chain that was cut off is seen."""

    sequence: int = 0
    hash: str = BEGINNING


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found of a chain: how many ``entries`` are in order from the first on; ``ok``; the sequence of the first
    one that is not (None where only the end is missing or nothing is wrong) and why; ``head`` the hash of the last good
    one.
    """

    entries: int
    ok: bool
    first_bad: int | None = None
    why: str = ""
    head: str = BEGINNING

    def record(self) -> dict[str, Any]:
        """As JSON."""
        names = ("entries", "ok", "first_bad", "why", "head")
        return {name: getattr(self, name) for name in names}


def canonical(facts: Mapping[str, Any]) -> str:
    """JSON that is the same for the same facts: sorted names, no blanks, ASCII alone."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False, default=str)


def hash_of(*values: int | str) -> str:
    """The hash of an entry from the values of ``FIELDS``: SHA-256 of them as a JSON list without blanks, in ASCII."""
    return hashlib.sha256(json.dumps(values, separators=(",", ":"), ensure_ascii=True).encode("ascii")).hexdigest()


def verified(entries: Iterable[AuditEntry], head: AuditHead, through: str = "") -> Verified:
    """Go along the chain in order of sequence, one entry in memory at a time.

    ``head`` is what was noted beside the chain; ``through`` a hash kept elsewhere that the chain must pass through,
    in full or its first characters (at least 12).
    """
    count, last, met = 0, BEGINNING, through == ""
    for entry in entries:
        wrong = _wrong(entry, count + 1, last)
        if wrong:
            return Verified(count, False, count + 1, wrong, last)
        count, last = count + 1, entry.hash
        met = met or (len(through) >= SHORTEST and last.startswith(through.lower()))
    wrong = _end(count, last, head)
    if not wrong and not met:
        wrong = f"no entry has the hash {through}: the log was written anew, cut off, or is another one"
    return Verified(count, not wrong, None, wrong, last)


SHORTEST = 12
"""Characters of a hash that are enough to compare it: 48 bits."""


def _wrong(entry: AuditEntry, sequence: int, last: str) -> str:
    values: list[Any] = [getattr(entry, name) for name in FIELDS]
    if not isinstance(values[0], int) or not all(isinstance(value, str) for value in (*values[1:], entry.hash)):
        return "a value is not of the kind that was written"
    if entry.sequence != sequence:
        return f"entry {sequence} is missing: {entry.sequence} stands in its place"
    if entry.previous != last:
        return "it does not follow the entry before it: one of the two was changed, swapped or inserted"
    if hash_of(*values) != entry.hash:
        return "its content does not have its hash: it was changed"
    return ""


def _end(count: int, last: str, head: AuditHead) -> str:
    if count < head.sequence:
        return f"{head.sequence - count} entries are missing at the end: the head names {head.sequence}"
    if (count, last) != (head.sequence, head.hash):
        return "the head does not name the last entry: entries were added by another way, or the head was changed"
    return ""
