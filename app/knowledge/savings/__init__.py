"""What savings are made of, as data: the rules' words, instance families and where security and cost disagree.

``rules.json`` holds a row for each rule; ``families.json`` says which instance families can take another's place (that
one is cheaper is for the price book to say) and the baseline of burstable sizes; ``environments.json`` holds the words
that mean production or not; ``conflicts.json`` the known disagreements of security and cost and who wins by default.
Each file names its sources.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

from app.domain.cost import Confidence

HERE = Path(__file__).parent
Kin = Literal["newer", "arm", "amd"]
"""In which way another family is related: a later generation, on Graviton, on AMD."""
Nature = Literal["resilience", "retention", "protection"]
"""What a disagreement is about: only the first two may be decided by money alone."""


SLOTS = (
    "existence", "support", "mode", "size", "family", "tenancy", "credits", "licence", "iops", "storage", "redundancy",
    "zones", "classes", "class", "retention", "traffic", "hours", "commitment",
)  # fmt: skip
"""What rules change, in the order in which it is decided: first whether it is needed, last how it is paid."""


@dataclass(frozen=True, slots=True)
class SavingRule:
    """A rule's words. Of the rules of one ``slot`` only the best is advised for a resource."""

    id: str
    slot: str
    confidence: Confidence
    title: str
    caveat: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A known disagreement about resources of ``types``.

    ``findings`` are the rules that ask for the dearer option, ``savings`` those that ask for the cheaper one; ``dear``
    and ``cheap`` name the options in words, and ``dear_values`` and ``cheap_values`` (dotted path → value) say what the
    plan would hold, for the price. ``monthly`` is the price of what is not an attribute (a key), with its ``source``.
    ``words`` are what a request may refuse; ``why`` says what the default decision rests on.
    """

    id: str
    title: str
    nature: Nature
    types: tuple[str, ...]
    dear: str
    cheap: str
    why: str
    findings: tuple[str, ...] = ()
    savings: tuple[str, ...] = ()
    dear_values: Mapping[str, Any] | None = None
    cheap_values: Mapping[str, Any] | None = None
    monthly: Decimal | None = None
    source: str = ""
    words: tuple[str, ...] = ()


@cache
def saving_rules() -> Mapping[str, SavingRule]:
    """The rules' words by id."""
    return {row["id"]: SavingRule(**row) for row in _read("rules")}


@cache
def conflicts() -> tuple[Conflict, ...]:
    """The known disagreements, in the order of the file."""
    return tuple(_conflict(row) for row in _read("conflicts")["conflicts"])


def relatives(family: str, kin: Kin) -> tuple[str, ...]:
    """Families that can take another's place (``m5`` → ``m6g m7g``), oldest first; none where none are known."""
    return tuple(_read("families")[kin].get(family, ()))


def baseline_percent(family: str, size: str) -> Decimal | None:
    """What a burstable size can use of its processors all the time, in percent; None for what is not burstable."""
    found = _read("families")["baseline_percent"].get(family, {}).get(size)
    return None if found is None else Decimal(str(found))


@cache
def sizes_of(service: str, family: str) -> frozenset[str]:
    """The sizes that a family has in a service (``ec2 rds cache search``); none for a family that is not known."""
    sizes: Mapping[str, Mapping[str, str]] = json.loads((HERE.parent / "instance_types.json").read_text("utf-8"))
    return frozenset(sizes[service].get(family, "").split())


def oldest_on_arm(resource_type: str, engine: str) -> str:
    """The oldest engine version that runs on Graviton; empty where none does."""
    found: str = _read("families")["arm_engines"].get(resource_type, {}).get(engine, "")
    return found


@cache
def environment_words() -> tuple[frozenset[str], frozenset[str], tuple[str, ...]]:
    """Words for production, words for anything else, and the tags that say which, the most telling first."""
    data = _read("environments")
    return frozenset(data["production"]), frozenset(data["other"]), tuple(data["tags"])


def _conflict(row: Mapping[str, Any]) -> Conflict:
    lists = {key: tuple(value) for key, value in row.items() if isinstance(value, list)}
    money = {"monthly": Decimal(row["monthly"])} if "monthly" in row else {}
    return Conflict(**{**row, **lists, **money})


@cache
def _read(name: str) -> Any:
    return json.loads((HERE / f"{name}.json").read_text("utf-8"))
