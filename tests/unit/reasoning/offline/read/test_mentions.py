import pytest

from app.knowledge.language import language
from app.reasoning.offline.read.mentions import Context, find_mentions
from app.reasoning.offline.read.split import split
from app.reasoning.offline.read.vocabulary import vocabulary
from tests.unit.reasoning.offline.read.sheets import SMALL


def found(text: str) -> list[tuple[str, str]]:
    sentences = split(text)
    groups = find_mentions(sentences, vocabulary(SMALL), language("en"))
    return [
        (m.kind, " ".join(t.text for t in sentences[m.sentence].tokens[m.first : m.last])) for g in groups for m in g
    ]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("An SQS queue and a bucket", [("sqs", "SQS queue"), ("s3", "bucket")]),
        ("an aws_sqs_queue_policy for it", [("aws_sqs_queue_policy", "aws_sqs_queue_policy")]),
        ("the EC2 instance profile", [("aws_iam_instance_profile", "EC2 instance profile")]),
        ("Elastic Load-Balancers", [("aws_lb", "Elastic Load-Balancers")]),
        ('called "bucket"', []),
        ("A Neptune cluster with a parameter group",
         [("aws_neptune_cluster", "Neptune cluster"), ("aws_neptune_cluster_parameter_group", "parameter group")]),
        ("a parameter group", []),
    ],
)  # fmt: skip
def test_longest_and_surest_phrases_win(text: str, mentions: list[tuple[str, str]]) -> None:
    assert found(text) == mentions


def test_context_prefers_what_stands_before_in_the_sentence() -> None:
    sentences = split("A DocumentDB cluster. A Neptune cluster with a parameter group.")
    groups = find_mentions(sentences, vocabulary(SMALL), language("en"))
    context = Context(sentences, groups, vocabulary(SMALL))
    ending = context.type_ending("parametergroup", 2, 1, 5)
    assert ending is not None
    assert ending[0].startswith("aws_neptune_")
    assert context.type_ending("parametergroup", 2, 0, 0) is not None
    assert context.type_ending("nothinglikeit", 2, 0, 0) is None


def test_plurals_are_known() -> None:
    sentences = split("two SQS queues and a bucket")
    groups = find_mentions(sentences, vocabulary(SMALL), language("en"))
    assert [mention.plural for mention in groups[0]] == [True, False]
