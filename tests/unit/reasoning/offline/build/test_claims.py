from app.domain.request import Component, Relation
from app.reasoning.offline.build.claims import Claims, tokens

ROLE = "aws_iam_role"


def component(kind: str, label: str, count: int = 1) -> Component:
    return Component(label, kind, label, count=count)


def test_tokens_split_at_separators() -> None:
    assert tokens("orders_dlq", None, "Web-Shop") == {"orders", "dlq", "web", "shop"}


def test_the_best_label_is_taken_first() -> None:
    claims = Claims([component(ROLE, "ecs_role"), component(ROLE, "lambda_role")], [], {})
    taken = claims.take(ROLE, "orders", component("lambda", "orders"), "lambda")
    assert taken is not None
    assert taken.label == "lambda_role"
    assert [one.label for one in claims.open()] == ["ecs_role"]


def test_a_relation_goes_before_words() -> None:
    owner = component("lambda", "lambda")
    relations = [Relation("lambda", "uses", "other")]
    claims = Claims([component(ROLE, "lambda_role"), component(ROLE, "other")], relations, {})
    taken = claims.take(ROLE, "lambda", owner, "lambda")
    assert taken is not None
    assert taken.label == "other"


def test_a_queue_does_not_take_an_unrelated_queue_for_its_own() -> None:
    claims = Claims([component("aws_sqs_queue", "other")], [], {"aws_sqs_queue": "sqs"})
    assert claims.take("aws_sqs_queue", "orders_dlq", component("sqs", "orders"), "sqs") is None
    related = Claims(
        [component("aws_sqs_queue", "other")], [Relation("orders", "sends", "other")], {"aws_sqs_queue": "sqs"}
    )
    assert related.take("aws_sqs_queue", "orders_dlq", component("sqs", "orders"), "sqs") is not None


def test_counted_components_are_taken_one_by_one() -> None:
    claims = Claims([component("aws_subnet", "app", count=3)], [], {})
    owner = component("vpc", "main")
    first = claims.take("aws_subnet", "public", owner, "vpc")
    second = claims.take("aws_subnet", "private", owner, "vpc")
    assert first is not None
    assert second is not None
    assert (first.label, second.label) == ("app", "app_2")
    assert [(one.label, one.count) for one in claims.open()] == [("app_3", 1)]


def test_nothing_of_another_type() -> None:
    claims = Claims([component(ROLE, "role")], [], {})
    assert claims.take("aws_subnet", "public", None, "") is None
