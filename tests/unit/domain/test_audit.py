"""A chain, and what is seen of every way to forge it."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import fields, replace

import pytest

from app.domain.audit import BEGINNING, FIELDS, AuditEntry, AuditHead, canonical, hash_of, verified


def chain(count: int) -> list[AuditEntry]:
    """Entries as the log writes them."""
    made: list[AuditEntry] = []
    for number in range(1, count + 1):
        previous = made[-1].hash if made else BEGINNING
        facts = canonical({"gate": "passed", "n": number})
        values = (number, "2026-03-01T12:00:00Z", str(number), "change", "ann", "t", "r", "c" * 40, facts, previous)
        made.append(AuditEntry(*values, hash=hash_of(*values)))
    return made


def head(entries: list[AuditEntry]) -> AuditHead:
    return AuditHead(len(entries), entries[-1].hash) if entries else AuditHead()


@pytest.mark.parametrize("count", [0, 1, 5])
def test_a_chain_as_it_was_written(count: int) -> None:
    entries = chain(count)
    found = verified(entries, head(entries))
    assert (found.ok, found.entries, found.first_bad, found.why) == (True, count, None, "")
    assert found.head == head(entries).hash


def test_the_fields_are_those_of_an_entry() -> None:
    assert (*FIELDS, "hash") == tuple(field.name for field in fields(AuditEntry))


def test_the_hash_can_be_computed_by_anyone() -> None:
    """What the documentation says: SHA-256 of a JSON list in ASCII, without blanks."""
    assert hash_of(1, "é") == hashlib.sha256(b'[1,"\\u00e9"]').hexdigest()
    first, second = chain(2)
    assert second.previous == first.hash
    assert first.record()["facts"] == {"gate": "passed", "n": 1}
    assert json.loads(json.dumps(first.record()))["hash"] == first.hash


@pytest.mark.parametrize("name", [field.name for field in fields(AuditEntry)])
def test_one_changed_character_anywhere_is_found(name: str) -> None:
    entries = chain(5)
    value = getattr(entries[2], name)
    changed = 33 if isinstance(value, int) else ("x" + value[1:] if value[0] != "x" else "y" + value[1:])
    entries[2] = replace(entries[2], **{name: changed})  # type: ignore[arg-type]
    found = verified(entries, head(entries))
    assert (found.ok, found.entries, found.first_bad) == (False, 2, 3)
    assert found.head == entries[1].hash
    assert found.why


def recomputed(entries: list[AuditEntry], at: int) -> list[AuditEntry]:
    """The forger computes the hash of the entry he changed, not those after it."""
    forged = replace(entries[at], who="eve")
    values = [getattr(forged, name) for name in FIELDS]
    return [*entries[:at], replace(forged, hash=hash_of(*values)), *entries[at + 1 :]]


@pytest.mark.parametrize(
    ("forge", "first_bad", "why"),
    [
        (lambda e: [*e[:2], *e[3:]], 3, "entry 3 is missing"),
        (lambda e: [*e[1:]], 1, "entry 1 is missing"),
        (lambda e: [e[0], replace(e[2], sequence=2), replace(e[1], sequence=3), *e[3:]], 2, "does not follow"),
        (lambda e: [*e[:2], replace(e[1], sequence=3), *e[2:]], 3, "does not follow"),
        (lambda e: [*e[:2], e[2], e[2], *e[3:]], 4, "entry 4 is missing"),
        (lambda e: recomputed(e, 2), 4, "does not follow"),
        (lambda e: [*e[:2], replace(e[2], facts=e[2].facts.replace(":3", ": 3")), *e[3:]], 3, "its content"),
        (lambda e: [*e[:2], replace(e[2], facts=b"bytes"), *e[3:]], 3, "not of the kind"),
        (lambda e: [*e[:2], replace(e[2], sequence="3"), *e[3:]], 3, "not of the kind"),
        (lambda e: e[:3], None, "2 entries are missing at the end"),
        (lambda _: [], None, "5 entries are missing"),
        (lambda e: recomputed(e, 4), None, "the head does not name"),
        (lambda e: chain(6), None, "the head does not name"),
    ],
)
def test_forgeries_are_found(
    forge: Callable[[list[AuditEntry]], list[AuditEntry]], first_bad: int | None, why: str
) -> None:
    entries = chain(5)
    found = verified(forge(entries), head(entries))
    assert not found.ok
    assert found.first_bad == first_bad
    assert why in found.why


def test_a_hash_kept_elsewhere_finds_a_log_that_was_written_anew() -> None:
    entries = chain(5)
    kept = entries[2].hash
    assert verified(entries, head(entries), kept).ok
    assert verified(entries, head(entries), kept[:12].upper()).ok
    short = entries[:2]
    assert verified(short, head(short)).ok, "a chain cut off with its head is a chain: it cannot tell"
    assert "written anew, cut off" in verified(short, head(short), kept).why
    assert not verified(entries, head(entries), kept[:11]).ok, "too short to mean anything"


def test_facts_have_one_form() -> None:
    assert canonical({"b": 1, "a": ["é"]}) == '{"a":["\\u00e9"],"b":1}'
    with pytest.raises(ValueError, match="JSON"):
        canonical({"a": float("nan")})
