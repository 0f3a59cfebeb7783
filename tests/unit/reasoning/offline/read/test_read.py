"""Whole requests, read with the real catalogue."""

import pytest

from app.domain.request import Component, Request
from app.knowledge.catalogue.registry import SERVICES
from app.reasoning.offline.read import read
from tests.unit.reasoning.offline.read.issues import ALL, Issue
from tests.unit.reasoning.offline.read.plain_issues import PLAIN

FIELDS = ("name", "count", "region", "label")


def described(component: Component) -> dict[str, object]:
    fields: dict[str, object] = {name: getattr(component, name) for name in FIELDS}
    return fields | dict(component.arguments) | dict(component.settings)


@pytest.fixture(params=(*ALL, *PLAIN), ids=lambda issue: issue.name)
def issue(request: pytest.FixtureRequest) -> Issue:
    found: Issue = request.param
    return found


@pytest.fixture
def answer(issue: Issue) -> Request:
    return read(issue.text, SERVICES)


def test_components_are_those_asked_for(issue: Issue, answer: Request) -> None:
    found = {component.id: described(component) for component in answer.components}
    assert set(issue.components) <= set(found)
    if issue.exactly:
        assert set(found) == set(issue.components)
    for name, expected in issue.components.items():
        assert {key: found[name].get(key) for key in expected} == dict(expected), name


def test_relations_are_those_told(issue: Issue, answer: Request) -> None:
    assert set(issue.relations) <= {(one.source, one.kind, one.target) for one in answer.relations}


def test_constraints_and_tags(issue: Issue, answer: Request) -> None:
    for name, expected in issue.constraints.items():
        found = getattr(answer.constraints, name)
        if isinstance(expected, tuple) and expected:
            assert set(expected) <= set(found), name
        else:
            assert found == expected, name
    assert dict(answer.tags) == dict(issue.tags)


def test_honest_about_the_rest(issue: Issue, answer: Request) -> None:
    if issue.exactly:
        assert answer.not_understood == issue.not_understood
    else:
        assert set(issue.not_understood) <= set(answer.not_understood)


def test_labels_are_unique_and_reading_is_deterministic(issue: Issue, answer: Request) -> None:
    assert len({component.id for component in answer.components}) == len(answer.components)
    assert read(issue.text, SERVICES) == answer
