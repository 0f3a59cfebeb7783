"""The random provider."""

import base64
from collections.abc import Mapping
from typing import Any

import pytest

from app.toolchains.simulator.utility.random_values import BEHAVIOUR, SPECIAL
from app.toolchains.simulator.values import UNKNOWN
from tests.unit.toolchains.simulator.subjects import subject_of


def made(kind: str, seed: str = "seed", **values: Any) -> Mapping[str, Any]:
    return BEHAVIOUR.create[kind](subject_of(kind, seed=seed, **values))


def test_password_obeys_its_rules() -> None:
    text = made("random_password", length=20, special=False, min_upper=5, min_numeric=6, upper=True)["result"]
    assert len(text) == 20
    assert not set(text) & set(SPECIAL)
    assert sum(letter.isupper() for letter in text) >= 5
    assert sum(letter.isdigit() for letter in text) >= 6


def test_string_with_its_own_special_letters() -> None:
    rules: dict[str, Any] = {"lower": False, "upper": False, "numeric": False, "override_special": "_"}
    assert made("random_string", length=4, **rules)["result"] == "____"


@pytest.mark.parametrize("seed", ["a", "b", "c"])
def test_values_are_stable_and_differ_by_seed(seed: str) -> None:
    assert made("random_uuid", seed) == made("random_uuid", seed)
    assert made("random_uuid", seed) != made("random_uuid", f"{seed}2")


def test_id_is_the_same_in_all_forms() -> None:
    answer = made("random_id", byte_length=4, prefix="p-")
    raw = bytes.fromhex(answer["hex"].removeprefix("p-"))
    assert len(raw) == 4
    assert base64.b64encode(raw).decode() == answer["b64_std"].removeprefix("p-")
    assert int(answer["dec"].removeprefix("p-")) == int.from_bytes(raw, "big")
    assert not answer["id"].startswith("p-")


def test_integer_stays_in_range() -> None:
    assert {made("random_integer", str(n), min=3, max=4)["result"] for n in range(30)} == {3, 4}


@pytest.mark.parametrize(("length", "words"), [(1, 1), (2, 2), (4, 4)])
def test_pet(length: int, words: int) -> None:
    assert len(made("random_pet", length=length, separator="_")["id"].split("_")) == words


def test_pet_prefix() -> None:
    assert made("random_pet", length=1, separator="-", prefix="web")["id"].startswith("web-")


def test_shuffle_keeps_the_elements() -> None:
    assert sorted(made("random_shuffle", input=["a", "b", "c"])["result"]) == ["a", "b", "c"]
    assert len(made("random_shuffle", input=["a", "b"], result_count=3)["result"]) == 3
    assert made("random_shuffle", input=[])["result"] == []


def test_bytes() -> None:
    answer = made("random_bytes", length=8)
    assert base64.b64decode(answer["base64"]).hex() == answer["hex"]


def test_defaults_are_planned() -> None:
    unknown: dict[str, Any] = dict.fromkeys(("lower", "upper", "numeric", "special", "number", "min_lower"), UNKNOWN)
    subject = subject_of("random_password", **unknown)
    BEHAVIOUR.plan["random_password"](subject)
    assert subject.values["special"] is True
    assert subject.values["number"] is True
    assert subject.values["min_lower"] == 0
    pet = subject_of("random_pet", length=UNKNOWN, separator=UNKNOWN)
    BEHAVIOUR.plan["random_pet"](pet)
    assert (pet.values["length"], pet.values["separator"]) == (2, "-")
