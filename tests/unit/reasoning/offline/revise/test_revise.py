"""Requests after revisions."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import UsageFailure
from app.domain.request import Component, Request
from app.knowledge.catalogue.registry import SERVICES
from app.reasoning.offline.read import read
from app.reasoning.offline.revise import revise

SHOP = """# Web shop

A MySQL database, an SQS queue 'jobs', two Lambda functions 'worker' and 'mailer' that read it, and a
CloudFront CDN in front of an S3 bucket. In us-east-1 under 100 USD a month.
"""


def after(*revisions: str, text: str = SHOP) -> Request:
    return revise(text, revisions, SERVICES)


def one(request: Request, kind: str) -> Component:
    (found,) = [component for component in request.components if component.kind == kind]
    return found


def kinds(request: Request) -> list[str]:
    return [component.kind for component in request.components]


def test_the_name_of_the_stack_stays() -> None:
    revised = after("# Another title\n\nremove the queue")
    assert (revised.title, revised.slug) == ("Web shop", "web-shop")


@pytest.mark.parametrize(
    ("revision", "kind", "setting", "value"),
    [
        ("use PostgreSQL instead of MySQL", "rds", "engine", "postgres"),
        ("cambia MySQL por PostgreSQL", "rds", "engine", "postgres"),
        ("switch to PostgreSQL", "rds", "engine", "postgres"),
        ("change the database from MySQL to PostgreSQL", "rds", "engine", "postgres"),
        ("make the database Multi-AZ", "rds", "multi_az", True),
        ("add versioning to the bucket", "s3", "versioning", True),
        ("la cola debe tener una cola de mensajes fallidos", "sqs", "dead_letter", True),
        ("the queue should have a dead-letter queue", "sqs", "dead_letter", True),
        ("use Aurora instead of RDS", "aurora", "engine", "aurora-mysql"),
    ],
)
def test_later_words_win(revision: str, kind: str, setting: str, value: Any) -> None:
    assert one(after(revision), kind).settings[setting] == value


def test_a_name_is_a_word_for_its_thing() -> None:
    revised = after("increase the memory of the worker to 1 GB", "change the timeout of the mailer to 30 seconds")
    said = {component.label: dict(component.settings) for component in revised.components if component.kind == "lambda"}
    assert said["worker"]["memory"] == 1024
    assert said["mailer"] == {"timeout": 30}


def test_a_plain_word_that_a_thing_was_spoken_of_by_means_it() -> None:
    text = "A worker (Lambda, Python 3.12) reads an SQS queue 'jobs'. A second Lambda function 'cleanup'."
    revised = after("add a Redis cache that the worker uses", "increase the memory of the worker to 1 GB", text=text)
    worker = revised.components[0]
    assert (worker.kind, worker.name, worker.settings["memory"]) == ("lambda", None, 1024)
    assert (worker.id, "uses") in {(r.source, r.kind) for r in revised.relations}


def test_what_is_removed_goes_with_all_that_hangs_on_it_and_does_not_come_back() -> None:
    revised = after("remove the queue")
    assert "sqs" not in kinds(revised)
    assert all("sqs" not in relation.target for relation in revised.relations)
    assert "sqs" in revised.constraints.refused
    assert "sqs" not in after("remove the queue", "add a queue").constraints.refused
    assert "sqs" in kinds(after("remove the queue", "add a queue"))


def test_all_of_a_kind_go_where_the_words_are_in_the_plural() -> None:
    assert "lambda" not in kinds(after("remove the functions"))
    assert [c.label for c in after("remove the mailer").components if c.kind == "lambda"] == ["worker"]


def test_where_it_is_not_clear_which_nothing_is_done() -> None:
    for revision in ("remove the function", "rename the function to x", "set the timeout of the function to 9 seconds"):
        with pytest.raises(UsageFailure, match="not clear which is meant: worker, mailer"):
            after(revision)
    revised = after("remove the function and add a topic")
    assert "remove the function" in revised.not_understood
    assert kinds(revised).count("lambda") == 2


def test_another_kind_takes_over_name_and_links() -> None:
    revised = after("replace SQS with Kinesis")
    stream = one(revised, "kinesis")
    assert stream.name == "jobs"
    assert [r.target for r in revised.relations if r.kind == "reads"] == [stream.id, stream.id]


def test_new_things_are_linked_to_what_is_there() -> None:
    revised = after("add a Redis cache that the worker uses")
    cache = one(revised, "elasticache")
    assert ("lambda.worker", "uses", cache.id) in {(r.source, r.kind, r.target) for r in revised.relations}


def test_a_second_one_is_another_one() -> None:
    queues = [c for c in after("add a second queue called 'slow'").components if c.kind == "sqs"]
    assert [queue.name for queue in queues] == ["jobs", "slow"]
    assert len({queue.id for queue in after("add another queue", "add another queue").components}) == 8


@pytest.mark.parametrize(
    "revision", ["rename the queue to orders", "call the queue 'orders'", "llama 'orders' a la cola"]
)
def test_renaming(revision: str) -> None:
    queue = one(after(revision), "sqs")
    assert (queue.name, queue.label) == ("orders", "orders")
    assert [r.target for r in after(revision).relations if r.kind == "reads"] == [queue.id, queue.id]


@pytest.mark.parametrize(
    ("text", "revision", "setting", "value"),
    [
        ("A Lambda function with 256 MB of memory", "512 MB instead of 256 MB", "memory", 512),
        ("An ECS service 'api' with 2 tasks", "3 tasks instead of 2", "tasks", 3),
        ("An EC2 instance t3.micro", "t3.small instead of t3.micro", "instance_type", "t3.small"),
        ("Una instancia EC2 t3.micro", "usa t3.small en vez de t3.micro", "instance_type", "t3.small"),
    ],
)
def test_one_value_for_another(text: str, revision: str, setting: str, value: Any) -> None:
    (component,) = after(revision, text=text).components
    assert component.settings[setting] == value
    assert component.name == read(text, SERVICES).components[0].name


def test_a_count() -> None:
    text = "Two EC2 instances t3.micro"
    assert after("3 EC2 instances instead of 2", text=text).components[0].count == 3
    assert after("one EC2 instance instead of 2", text=text).components[0].count == 1


@pytest.mark.parametrize(
    ("revision", "field", "value"),
    [
        ("in eu-west-1", "region", "eu-west-1"),
        ("move it to eu-west-1", "regions", ("eu-west-1",)),
        ("eu-west-1 instead of us-east-1", "region", "eu-west-1"),
        ("budget 200 USD", "budget_monthly", 200.0),
        ("presupuesto de 200 USD al mes", "budget_monthly", 200.0),
        ("it must comply with HIPAA", "frameworks", ("hipaa",)),
    ],
)
def test_what_bounds_the_answer(revision: str, field: str, value: Any) -> None:
    assert getattr(after(revision).constraints, field) == value


def test_few_words_may_be_in_another_language() -> None:
    text = "# Cola\n\nUna cola de mensajes para los pedidos de la tienda."
    assert after("budget 200 USD", text=text).constraints.budget_monthly == 200.0


def test_what_is_not_wanted_is_refused() -> None:
    assert "nat" in after("no NAT gateway").constraints.refused
    assert "nat" in after("sin NAT gateway").constraints.refused


@pytest.mark.parametrize("revision", ["make the bucket public", "the bucket must be public"])
def test_risky_wishes_follow_the_rules_of_an_issue(revision: str) -> None:
    assert after(revision).constraints.allowed == ("public_bucket",)
    assert after("it must comply with HIPAA", revision).constraints.allowed == ()
    assert after(revision, "it must comply with HIPAA").constraints.allowed == ()
    assert after(f"remove the queue. `{revision}`").constraints.allowed == ()


def test_what_is_never_written_is_told_in_the_users_words() -> None:
    assert after("give the worker administrator access").risky == (
        "administrator access: give the worker administrator access",
    )


@pytest.mark.parametrize("revision", ["sing a song", "", "   \n", "add versioning to the table", "rename it", "🎉"])
def test_nothing_understood_is_a_failure_with_examples(revision: str) -> None:
    with pytest.raises(UsageFailure, match="nothing in it was understood") as caught:
        after(revision)
    assert "use PostgreSQL instead of MySQL" in caught.value.hint


def test_what_is_there_already_is_a_failure_too() -> None:
    for revision in ("make the database Multi-AZ", "replace SQS with Kinesis"):
        with pytest.raises(UsageFailure, match="what is there already"):
            after(revision, revision)


def test_an_earlier_revision_that_fails_no_longer_matters() -> None:
    assert after("sing a song", "remove the queue") == replace(
        after("remove the queue"), not_understood=("sing a song",)
    )


def test_a_revision_without_end_is_carried_out_in_part() -> None:
    revised = after("\n".join(f"- add a queue called 'q{number}'" for number in range(45)))
    assert kinds(revised).count("sqs") == 41
    assert "add a queue called 'q44'" in revised.not_understood


def test_without_revisions_it_is_the_request() -> None:
    assert replace(read(SHOP, SERVICES), questions=()) == after()


VOCABULARY = (
    'the|a|queue|jobs|worker|database|remove|add|use|instead of|rename|to|and|,|.|no|not|Redis|MySQL|in|eu-west-1|3|"'
    "|'|`|la|cola|quita|cambia|por|--|512 MB|make|public|\n"
)
WORDS = st.sampled_from(VOCABULARY.split("|"))


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, max_size=14))
def test_odd_words_never_do_more_than_fail(words: list[str]) -> None:
    try:
        first = after(" ".join(words))
    except UsageFailure:
        return
    assert first == after(" ".join(words))
    ids = [component.id for component in first.components]
    assert len(ids) == len(set(ids))
    assert {end for r in first.relations for end in (r.source, r.target)} <= set(ids)
