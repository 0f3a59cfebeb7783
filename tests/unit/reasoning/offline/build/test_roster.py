from dataclasses import replace

import pytest

from app.domain.request import Relation
from app.reasoning.offline.build.errors import WiringError
from app.reasoning.offline.build.roster import Roster
from tests.unit.reasoning.offline.small_catalogue import SERVICES, component


def test_who_builds_what() -> None:
    roster = Roster([], [], SERVICES)
    assert roster.service_of(component("sqs", "a")) is SERVICES["sqs"]
    assert roster.service_of(component("aws_sqs_queue", "a")) is SERVICES["sqs"]
    assert roster.service_of(component("aws_glue_job", "a")) is None


def test_words_choose_between_services_of_one_type() -> None:
    twin = replace(SERVICES["sqs"], id="fast", title="Fast lane", words=("fast lane",))
    roster = Roster([], [], {**SERVICES, "fast": twin})
    assert roster.service_of(component("aws_sqs_queue", "a", text="the fast lane")) is twin
    assert roster.service_of(component("aws_sqs_queue", "a", text="a queue")) is SERVICES["sqs"]


def test_find_by_settings() -> None:
    slow, fast = component("sqs", "slow", settings={"visibility": 60}), component("sqs", "usual")
    roster = Roster([slow, fast], [], SERVICES)
    assert roster.find("sqs", {}) == slow
    assert roster.find("sqs", {"visibility": 30}) == fast
    assert roster.find("sqs", {"visibility": 90}) is None
    with pytest.raises(WiringError, match="no service moon"):
        roster.find("moon", {})


def test_implied_components_are_unique_and_know_who_asked() -> None:
    worker = component("lambda", "worker", region="eu-west-1")
    roster = Roster([worker, component("sqs", "main", id="sqs")], [], SERVICES)
    one = roster.imply("sqs", {}, worker)
    two = roster.imply("sqs", {"purpose": "dead letters"}, None)
    assert (one.id, one.label, one.region, one.implied) == ("sqs-2", "main_2", "eu-west-1", True)
    assert (two.id, two.label, two.settings) == ("sqs-dead_letters", "dead_letters", {"purpose": "dead letters"})
    assert roster.needed_by == {"sqs-2": "worker"}


def test_related() -> None:
    a, b = component("sqs", "a"), component("lambda", "b")
    roster = Roster([a, b], [Relation("a", "triggers", "b"), Relation("a", "triggers", "b")], SERVICES)
    assert roster.related(a, "triggers") == (b,)
    assert roster.related(b, "triggers") == ()
    assert roster.related(b, "triggers", incoming=True) == (a,)
