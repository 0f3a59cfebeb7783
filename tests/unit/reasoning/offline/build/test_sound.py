from collections.abc import Iterable
from dataclasses import replace

import pytest

from app.domain.architecture import Architecture
from app.domain.request import Component, Relation
from app.domain.resources import Resource, Resources
from app.reasoning.offline.build.built import Built
from app.reasoning.offline.build.errors import ComponentFault, RelationFault, WiringError
from app.reasoning.offline.build.sound import build_sound

A, B = Component("a", "sqs", "alpha", settings={"size": "huge"}), Component("b", "sqs", "beta", text="a second queue")
USES, READS = Relation("a", "uses", "b"), Relation("b", "reads", "a", text="beta reads it")
WHOLE = Architecture((A, B), (USES, READS))


def built(architecture: Architecture, wrong: Iterable[str] = ()) -> Built:
    resources = tuple(Resource("aws_x", one.id, {}, "data", component=one.id) for one in architecture.components)
    texts = tuple(f"aws_x.{one}: is wrong" for one in wrong)
    return Built(Resources(resources=resources), architecture.components, architecture.relations, (), (), wrong=texts)


def told(result: Built) -> list[tuple[str, str]]:
    return [(one.title, str(one.severity)) for one in result.resources.findings]


def test_what_can_be_built_is_left_alone() -> None:
    assert build_sound(built, WHOLE) == built(WHOLE)


def test_a_relation_that_fails_is_left_out() -> None:
    def make(architecture: Architecture) -> Built:
        if READS in architecture.relations:
            raise RelationFault(READS, KeyError("x"))
        return built(architecture)

    result = build_sound(make, WHOLE)
    assert result.relations == (USES,)
    assert told(result) == [("Left out: beta reads it", "medium")]
    assert result.resources.not_understood == ("beta reads it",)


def test_a_component_that_fails_loses_what_was_said_first() -> None:
    def make(architecture: Architecture) -> Built:
        for one in architecture.components:
            if one.settings:
                raise ComponentFault(one, ValueError("huge"))
        return built(architecture)

    result = build_sound(make, WHOLE)
    assert result.components == (replace(A, settings={}), B)
    assert told(result) == [("Left out: alpha: size", "medium")]


def test_only_the_setting_that_fails_is_left_out() -> None:
    rich = replace(A, settings={"color": "red", "size": "huge"}, arguments={"depth": 3})

    def make(architecture: Architecture) -> Built:
        for one in architecture.components:
            if "size" in one.settings:
                raise ComponentFault(one, ValueError("huge"))
        return built(architecture)

    result = build_sound(make, Architecture((rich, B)))
    assert result.components == (replace(rich, settings={"color": "red"}), B)
    assert told(result) == [("Left out: alpha: size", "medium")]


def test_a_component_that_fails_anyway_is_left_out_with_its_relations() -> None:
    def make(architecture: Architecture) -> Built:
        if B in architecture.components:
            raise ComponentFault(B, ValueError("never"))
        return built(architecture)

    result = build_sound(make, WHOLE)
    assert (result.components, result.relations) == ((A,), ())
    assert told(result) == [("Left out: a second queue", "high")]


def test_wrong_resources_lead_to_the_relation_that_made_them() -> None:
    def make(architecture: Architecture) -> Built:
        return built(architecture, ["b"] if READS in architecture.relations else [])

    result = build_sound(make, WHOLE)
    assert result.relations == (USES,)
    assert result.wrong == ()


def test_a_circle_is_opened() -> None:
    def make(architecture: Architecture) -> Built:
        circle = ("circle: aws_x.a → aws_x.b → aws_x.a",) if len(architecture.relations) > 1 else ()
        return replace(built(architecture), wrong=circle)

    result = build_sound(make, WHOLE)
    assert (result.relations, result.wrong) == ((READS,), ())


def test_wrong_resources_of_a_component_cost_the_component_last() -> None:
    def make(architecture: Architecture) -> Built:
        return built(architecture, ["b"] if B in architecture.components else [])

    result = build_sound(make, WHOLE)
    assert result.components == (A,)
    assert told(result) == [("Left out: a second queue", "high")]


def test_what_nothing_helps_against_stays_wrong() -> None:
    def make(architecture: Architecture) -> Built:
        return built(architecture, ["shared"])

    assert build_sound(make, WHOLE).wrong == ("aws_x.shared: is wrong",)


def test_a_fault_of_an_unknown_component_is_raised() -> None:
    def make(architecture: Architecture) -> Built:
        raise ComponentFault(Component("z", "sqs", "zeta"), ValueError("never"))

    with pytest.raises(WiringError, match="zeta"):
        build_sound(make, WHOLE)
