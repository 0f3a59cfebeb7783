"""Changes to the draft: what exists, asked for in the user's words, and never what is not written."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.request import Component, Constraints, Relation, Request
from app.knowledge.catalogue.registry import SERVICES
from app.reasoning.tasks.design import DesignAnswer
from app.reasoning.tasks.design_changes import made, resolve
from app.reasoning.tasks.design_words import Words

PHRASE = (
    "Two FIFO queues, orders and returns, feed the packer; no topic, no IAM user, drop the exclusive link; "
    "kept for nine days"
)
DRAFT = Request(
    "t",
    "t",
    text=PHRASE,
    components=(
        Component("sqs.orders", "sqs", "orders", settings={"visibility_timeout": 30}),
        Component("lambda.packer", "lambda", "packer"),
        Component("sns.topic", "sns", "topic"),
    ),
    relations=(
        Relation("lambda.packer", "reads", "sqs.orders", exclusive=True),
        Relation("sns.topic", "sends", "sqs.orders"),
    ),
    constraints=Constraints(refused=("kms",), allowed=("public_bucket",)),
)


def applied(draft: Request = DRAFT, quote: str = PHRASE, **answer: Any) -> Request:
    for listed in answer.values():
        for one in listed:
            one.setdefault("quote", quote)
    words = Words([PHRASE], [PHRASE], free=False)
    return made(draft, resolve(DesignAnswer.model_validate(answer), draft, SERVICES, words))


def test_what_is_not_mentioned_stays() -> None:
    changed = applied(change=[{"component": "sqs.orders", "settings": {"fifo": True}}])
    assert changed.components[0].settings == {"visibility_timeout": 30, "fifo": True}
    assert (changed.components[1:], changed.relations, changed.constraints) == (
        DRAFT.components[1:],
        DRAFT.relations,
        DRAFT.constraints,
    )


def test_additions_can_be_related_and_changed() -> None:
    changed = applied(
        add=[{"kind": "sqs", "label": "returns", "name": "returns", "settings": {"fifo": True}, "tags": {}}],
        change=[{"component": "sqs.returns", "count": 2, "name": "orders"}],
        relate=[{"source": "lambda.packer", "kind": "reads", "target": "sqs.returns"}],
    )
    assert changed.components[-1] == Component(
        "sqs.returns", "sqs", "returns", name="orders", settings={"fifo": True}, count=2, text=PHRASE
    )
    assert changed.relations[-1] == Relation("lambda.packer", "reads", "sqs.returns", text=PHRASE)


def test_removals_take_their_relations_along_and_refuse_nothing_else() -> None:
    changed = applied(remove=[{"component": "sns.topic", "quote": "no topic"}])
    assert [one.id for one in changed.components] == ["sqs.orders", "lambda.packer"]
    assert changed.relations == DRAFT.relations[:1]
    assert changed.constraints == DRAFT.constraints


def test_a_relation_can_go_and_stays_exclusive_where_it_was() -> None:
    assert applied(unrelate=[{"source": "sns.topic", "kind": "sends", "target": "sqs.orders"}]).relations == (
        DRAFT.relations[0],
    )
    again = applied(relate=[{"source": "lambda.packer", "kind": "reads", "target": "sqs.orders", "exclusive": False}])
    assert again.relations[0].exclusive


def test_tags_are_the_users() -> None:
    assert applied(tags=[{"name": "packer", "value": "returns"}]).tags == {"packer": "returns"}


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ({"add": [{"kind": "sqz", "label": "returns"}]}, 'no service or AWS type "sqz"; perhaps .*sqs'),
        ({"add": [{"kind": "aws_sqs_fifo", "label": "returns"}]}, "perhaps aws_sqs_queue"),
        ({"add": [{"kind": "data.aws_sqs_queues_all", "label": "x"}]}, "no service or AWS type"),
        ({"add": [{"kind": "null_resource", "label": "x"}]}, "no service or AWS type"),
        ({"add": [{"kind": "local_file", "label": "x"}]}, "no service or AWS type"),
        ({"add": [{"kind": "data.external", "label": "x"}]}, "never written: external data"),
        ({"add": [{"kind": "data.http", "label": "x"}]}, "never written: http data"),
        ({"add": [{"kind": "aws_iam_access_key", "label": "x"}]}, "never written: long-lived access keys"),
        ({"add": [{"kind": "data.aws_secretsmanager_secret_version", "label": "x"}]}, "read secrets"),
        ({"add": [{"kind": "data.aws_ssm_parameter", "label": "x"}]}, "read secrets"),
        ({"add": [{"kind": "aws_iam_user", "label": "x", "quote": "Two FIFO queues"}]}, "who may do what"),
        ({"add": [{"kind": "aws_ram_resource_share", "label": "x"}]}, "who may do what"),
        ({"add": [{"kind": "sqs", "label": "orders"}]}, "there is a sqs with that label"),
        ({"add": [{"kind": "sqs", "label": "returns"}, {"kind": "sqs", "label": "returns"}]}, "with that label"),
        ({"add": [{"kind": "kms", "label": "key"}]}, "does not want it"),
        ({"add": [{"kind": "sqs", "label": "returns", "name": "parcels"}]}, "gave no name"),
        ({"add": [{"kind": "sqs", "label": "returns", "name": '${file("/etc/passwd")}'}]}, "gave no name"),
        ({"add": [{"kind": "sqs", "label": "returns", "count": 7}]}, "does not say 7"),
        ({"add": [{"kind": "sqs", "label": "returns", "count": 9, "quote": "kept for nine days"}]}, "does not say 9"),
        ({"add": [{"kind": "sqs", "label": "returns", "region": "eu-west-1"}]}, "name the region"),
        ({"add": [{"kind": "sqs", "label": "returns", "tags": {"owner": "eve"}}]}, "gave no tag"),
        ({"add": [{"kind": "sqs", "label": "returns", "settings": {"fifo_queue": True}}]}, "perhaps fifo"),
        ({"change": [{"component": "sqs.order"}]}, "perhaps sqs.orders"),
        ({"change": [{"component": "sqs.orders", "settings": {"dead_letter": False}, "quote": "Two FIFO queues"}]},
         "does not speak against"),
        ({"change": [{"component": "sqs.orders", "arguments": {"provisioner.local-exec": "id"}}]}, "may be set"),
        ({"change": [{"component": "lambda.packer", "quote": "anyone may call it"}]}, "not in the issue"),
        ({"remove": [{"component": "sns.topic", "quote": "Two FIFO queues, orders and returns"}]}, "speak against"),
        ({"remove": [{"component": "sns.topics"}]}, "perhaps sns.topic"),
        ({"remove": [{"component": "sqs.orders", "quote": "no topic"}]}, "does not speak of sqs.orders"),
        ({"relate": [{"source": "lambda.packer", "kind": "reads", "target": "sqs.nothing"}]}, "no component"),
        ({"relate": [{"source": "sqs.orders", "kind": "uses", "target": "sqs.orders"}]}, "not related to itself"),
        ({"unrelate": [{"source": "lambda.packer", "kind": "reads", "target": "sqs.orders"}]}, "keeps others out"),
        ({"unrelate": [{"source": "lambda.packer", "kind": "uses", "target": "sns.topic"}]}, "no such relation"),
        ({"bounds": [{"what": "region", "value": "eu-west-1"}]}, "name the region"),
        ({"tags": [{"name": "team", "value": "eve"}]}, "gave no tag"),
    ],
)  # fmt: skip
def test_what_is_refused(answer: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        applied(**answer)


@pytest.mark.parametrize(
    "answer",
    [
        {"add": [{"kind": "sqs", "label": "Bad Label"}]},
        {"add": [{"kind": "sqs", "label": 'x" {}'}]},
        {"add": [{"kind": "sqs", "label": "очередь"}]},
        {"add": [{"kind": "sqs", "label": "x"}] * 31},
        {"add": [{"kind": "sqs", "label": "x"}] * 10_000},
        {"add": [{"kind": "sqs", "label": "x", "count": 10_000}]},
        {"add": [{"kind": "sqs", "label": "x", "allowed": ["public_bucket"]}]},
        {"allowed": ["public_bucket"]},
        {"refused": ["kms"]},
        {"bounds": [{"what": "allowed", "value": "public_bucket"}]},
        {"relate": [{"source": "a", "kind": "owns", "target": "b"}]},
    ],
)
def test_what_has_no_place_in_an_answer(answer: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        DesignAnswer.model_validate(
            {
                name: [{"quote": PHRASE} | one if isinstance(one, dict) else one for one in listed]
                for name, listed in answer.items()
            }
        )


def test_everything_that_is_wrong_is_told_at_once_but_not_more_than_helps() -> None:
    with pytest.raises(ValueError, match=r'"sqz.a".*"sqz.b".*and 2 more') as caught:
        applied(add=[{"kind": "sqz", "label": label} for label in "abcdefghij"])
    assert len(str(caught.value)) < 2000


def test_a_change_of_what_is_not_there_is_nothing() -> None:
    words = Words([PHRASE], [PHRASE], free=False)
    answer = DesignAnswer.model_validate(
        {
            "change": [{"component": "sqs.orders", "count": 2, "quote": PHRASE}],
            "relate": [{"source": "sns.topic", "kind": "uses", "target": "sqs.orders", "quote": PHRASE}],
        }
    )
    changes = resolve(answer, DRAFT, SERVICES, words)
    bare = replace(DRAFT, components=(), relations=())
    assert made(bare, changes) == bare


@pytest.mark.parametrize(("allowed", "fine"), [((), False), (("public_bucket",), False), (("open_ingress",), True)])
def test_the_whole_internet_is_let_in_only_where_that_was_read_by_rule(allowed: tuple[str, ...], *, fine: bool) -> None:
    text = "It must never be reachable from 0.0.0.0/0, says the packer"
    draft = replace(DRAFT, constraints=Constraints(allowed=allowed))
    rule = {"kind": "aws_vpc_security_group_ingress_rule", "label": "x", "arguments": {"cidr_ipv4": "0.0.0.0/0"}}
    answer = DesignAnswer.model_validate({"add": [rule | {"quote": text}]})
    words = Words([text], [text], free=False)
    if fine:
        assert len(resolve(answer, draft, SERVICES, words)) == 1
    else:
        with pytest.raises(ValueError, match="lets the whole internet in"):
            resolve(answer, draft, SERVICES, words)
