from typing import Any

import pytest

from app.domain.repo import Conventions
from app.domain.request import Relation
from app.reasoning.offline.design.decisions import decisions
from app.reasoning.offline.design.diagram import titles_of
from tests.unit.reasoning.offline.small_catalogue import built_of, component, request_of


def made(conventions: Conventions | None = None, **constraints: Any) -> dict[str, tuple[str, str]]:
    conventions = conventions or Conventions()
    parts = [component("lambda", "worker")]
    built = built_of(parts, constraints=constraints, conventions=conventions)
    titles = titles_of(built.components, built.services)
    found = decisions(request_of(parts, constraints=constraints), conventions, built, titles)
    return {one.title: (one.choice, one.why) for one in found}


@pytest.mark.parametrize(
    ("constraints", "conventions", "region", "why"),
    [
        ({"region": "eu-west-3"}, Conventions(), "eu-west-3", "The request names it."),
        ({}, Conventions(region="us-west-2"), "us-west-2", "The repository's other stacks are there."),
        ({"frameworks": ("gdpr",)}, Conventions(), "eu-central-1", "The request names the GDPR"),
        ({}, Conventions(), "us-east-1", "Nothing was said"),
    ],
)
def test_region(constraints: dict[str, Any], conventions: Conventions, region: str, why: str) -> None:
    choice, reason = made(conventions, **constraints)["Region"]
    assert choice == region
    assert reason.startswith(why)


def test_what_was_added_and_why() -> None:
    found = made(environments=("test", "live"))
    assert found["Network (main) added"] == ("Network", "Program (worker) needs it.")
    assert "test, live" in found["Environments"][0]
    assert "the defaults are those of live" in found["Environments"][0]
    assert "Encryption keys" in found


def test_who_alone_may_reach_what() -> None:
    parts = [component("lambda", "worker"), component("rds", "db"), component("sqs", "jobs")]
    relations = [
        Relation("worker", "uses", "db", exclusive=True, text="only the worker may reach it"),
        Relation("worker", "reads", "jobs", exclusive=True),
    ]
    built = built_of(parts, relations)
    titles = titles_of(built.components, built.services)
    found = {one.title: (one.choice, one.why) for one in decisions(request_of(parts), Conventions(), built, titles)}
    assert found["Only worker reaches db"] == (
        "The security group of db admits worker and nothing else.",
        'The request says so: "only the worker may reach it".',
    )
    assert found["Only worker reaches jobs"][0].startswith("The policies name worker")


def test_frameworks_that_keep_logs_longer() -> None:
    assert made(frameworks=("hipaa", "soc2"))["Log retention"] == (
        "2192 days in production",
        "HIPAA asks for records to be kept that long.",
    )
    assert "Log retention" not in made(frameworks=("soc2",))
