"""The ``random`` provider: values that look random and are the same in every run."""

import base64
from collections.abc import Mapping
from typing import Any

from app.toolchains.simulator.provider import Behaviour, Subject
from app.toolchains.simulator.tokens import Tokens
from app.toolchains.simulator.values import Unknown

LOWER = "abcdefghijklmnopqrstuvwxyz"
UPPER = LOWER.upper()
DIGITS = "0123456789"
SPECIAL = "!@#$%&*()-_=+[]{}<>:?"
ADJECTIVES = ("able", "bold", "calm", "deep", "eager", "fair", "glad", "huge", "keen", "light", "neat", "open", "proud")
ANIMALS = ("ant", "bear", "crow", "deer", "eel", "fox", "goat", "hare", "ibis", "jay", "koala", "lynx", "mole", "newt")
ADVERBS = ("ably", "boldly", "calmly", "deeply", "fairly", "gladly", "keenly", "lightly", "neatly", "openly")
DEFAULTS = {"lower": True, "upper": True, "numeric": True, "special": True}
DEFAULTS_OF_PET = {"length": 2, "separator": "-"}


def plan_text(subject: Subject) -> None:
    """The defaults of a password or string, which its schema calls computed."""
    values = subject.values
    for name, default in DEFAULTS.items():
        if isinstance(values.get(name), Unknown):
            values[name] = default
    for name in ("min_lower", "min_upper", "min_numeric", "min_special"):
        if isinstance(values.get(name), Unknown):
            values[name] = 0
    if isinstance(values.get("number"), Unknown):
        values["number"] = values["numeric"]


def plan_pet(subject: Subject) -> None:
    """The defaults of a pet name."""
    for name, default in DEFAULTS_OF_PET.items():
        if isinstance(subject.values.get(name), Unknown):
            subject.values[name] = default


def create_text(subject: Subject) -> Mapping[str, Any]:
    """A text with the wanted alphabets and at least as many letters of each as asked for."""
    values, tokens = subject.values, subject.tokens
    special = values.get("override_special") or SPECIAL
    alphabets = {"lower": LOWER, "upper": UPPER, "numeric": DIGITS, "special": special}
    wanted = {name: letters for name, letters in alphabets.items() if values.get(name) is not False} or alphabets
    length = int(values["length"])
    letters: list[str] = []
    for name, alphabet in wanted.items():
        letters += tokens.letters(name, alphabet, max(int(values.get(f"min_{name}") or 0), 1))
    letters += tokens.letters("rest", "".join(wanted.values()), max(length - len(letters), 0))
    text = "".join(_shuffled(letters[:length], tokens))
    return {"result": text, "id": text if subject.kind == "random_string" else "none", "bcrypt_hash": _bcrypt(tokens)}


def _bcrypt(tokens: Tokens) -> str:
    return f"$2a$10${tokens.text('mixed_53')}"


def _shuffled(items: list[Any], tokens: Tokens) -> list[Any]:
    order = sorted(range(len(items)), key=lambda index: tokens.bytes(f"order{index}", 8))
    return [items[index] for index in order]


def create_id(subject: Subject) -> Mapping[str, Any]:
    """Bytes in the five forms of random_id."""
    raw = subject.tokens.bytes("id", int(subject.values["byte_length"]))
    prefix = subject.values.get("prefix") or ""
    url = base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
    return {
        "id": url,
        "b64_url": prefix + url,
        "b64_std": prefix + base64.b64encode(raw).decode(),
        "hex": prefix + raw.hex(),
        "dec": prefix + str(int.from_bytes(raw, "big")),
    }


def create_bytes(subject: Subject) -> Mapping[str, Any]:
    """Bytes in two forms."""
    raw = subject.tokens.bytes("bytes", int(subject.values["length"]))
    return {"base64": base64.b64encode(raw).decode(), "hex": raw.hex()}


def create_integer(subject: Subject) -> Mapping[str, Any]:
    """A number between ``min`` and ``max``, both included."""
    low, high = int(subject.values["min"]), int(subject.values["max"])
    number = low + subject.tokens.number("integer", max(high - low + 1, 1))
    return {"result": number, "id": str(number)}


def create_uuid(subject: Subject) -> Mapping[str, Any]:
    """A UUID."""
    text = subject.tokens.uuid()
    return {"result": text, "id": text}


def create_pet(subject: Subject) -> Mapping[str, Any]:
    """Words joined by the separator: adverbs, an adjective, an animal."""
    values, tokens = subject.values, subject.tokens
    length = max(int(values.get("length") or 2), 1)
    words = [ANIMALS[tokens.number("animal", len(ANIMALS))]]
    if length > 1:
        words.insert(0, ADJECTIVES[tokens.number("adjective", len(ADJECTIVES))])
    words[:0] = [ADVERBS[tokens.number(f"adverb{index}", len(ADVERBS))] for index in range(length - 2)]
    prefix = [values["prefix"]] if values.get("prefix") else []
    return {"id": str(values.get("separator") or "-").join([*prefix, *words])}


def create_shuffle(subject: Subject) -> Mapping[str, Any]:
    """The input in another order; a count beyond its length goes round again."""
    source = list(subject.values.get("input") or [])
    count = subject.values.get("result_count")
    shuffled = _shuffled(source, subject.tokens)
    wanted = len(source) if count is None else int(count)
    return {"result": [shuffled[index % len(shuffled)] for index in range(wanted)] if shuffled else [], "id": "-"}


BEHAVIOUR = Behaviour(
    plan={"random_password": plan_text, "random_string": plan_text, "random_pet": plan_pet},
    create={
        "random_password": create_text,
        "random_string": create_text,
        "random_id": create_id,
        "random_bytes": create_bytes,
        "random_integer": create_integer,
        "random_uuid": create_uuid,
        "random_pet": create_pet,
        "random_shuffle": create_shuffle,
    },
)
