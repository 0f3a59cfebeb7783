"""Clauses read by themselves."""

import pytest

from app.knowledge.catalogue.registry import SERVICES
from app.reasoning.offline.read import read
from app.reasoning.offline.revise.fragment import phrase_for, read_fragment, spelt_out

KNOWN = read("An SQS queue 'jobs', a Lambda function 'worker' and a MySQL database", SERVICES)


@pytest.mark.parametrize(
    ("text", "definite", "indefinite", "plural"),
    [
        ("remove the queue", True, False, False),
        ("add a queue", False, True, False),
        ("add another queue", False, True, False),
        ("PostgreSQL", False, False, False),
        ("remove the functions", True, False, True),
    ],
)
def test_how_surely_a_thing_is_there(text: str, definite: bool, indefinite: bool, plural: bool) -> None:
    (named,) = read_fragment(text, "en", KNOWN, SERVICES).named
    assert (named.definite, named.indefinite, named.plural) == (definite, indefinite, plural)


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("the worker uses 1 GB", f"the {phrase_for(KNOWN.components[1], SERVICES)} uses 1 GB"),
        ("the Worker", f"the {phrase_for(KNOWN.components[1], SERVICES)}"),
        ("the jobs queue", "the jobs queue"),
        ('a queue called "worker"', 'a queue called "worker"'),
        ("the database", "the database"),
    ],
)
def test_names_are_spelt_out(text: str, spelt: str) -> None:
    assert spelt_out(text, KNOWN.components, SERVICES) == spelt


def test_a_clause_of_nothing_is_empty() -> None:
    assert read_fragment("sing a song", "en", KNOWN, SERVICES).empty
    assert not read_fragment("in eu-west-1", "en", KNOWN, SERVICES).empty
