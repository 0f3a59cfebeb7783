import pytest

from app.reasoning.offline.read.relate import relate
from tests.unit.reasoning.offline.read.sheets import sheet_of


@pytest.mark.parametrize(
    ("text", "code", "links"),
    [
        ("A Lambda function writes to a bucket and a queue.", "en", [(0, "writes", 1), (0, "writes", 2)]),
        ("A Lambda function behind a topic reads from a bucket.", "en", [(1, "fronts", 0), (0, "reads", 2)]),
        ("A queue that a Lambda function reads.", "en", [(1, "reads", 0)]),
        ("A topic sends to a queue that triggers a Lambda function.", "en", [(0, "sends", 1), (1, "triggers", 2)]),
        (
            "A Lambda function reads the queue and writes results to a bucket.",
            "en",
            [(0, "reads", 1), (0, "writes", 2)],
        ),
        ("A Lambda function does not write to a bucket.", "en", []),
        ("Orders go to a queue.", "en", []),
        ("A Lambda function. Orders are kept in a bucket.", "en", [(0, "uses", 1)]),
        ("A subnet attached to a VPC.", "en", [(0, "attached", 1)]),
        ("A subnet in a VPC.", "en", [(0, "in", 1)]),
        ("A topic logs to a bucket.", "en", [(0, "logs", 1)]),
        ("The logs of the topic go to a bucket.", "en", [(0, "logs", 1)]),
        ("Una cola que lee una función Lambda.", "es", [(1, "reads", 0)]),
        ("Una función Lambda lee la cola y guarda datos en un bucket.", "es", [(0, "reads", 1), (0, "writes", 2)]),
    ],
)
def test_who_does_what_to_whom(text: str, code: str, links: list[tuple[int, str, int]]) -> None:
    assert [(link.source, link.kind, link.target) for link in relate(sheet_of(text, code))] == links


def test_only_reachable_from_is_exclusive() -> None:
    links = relate(sheet_of("A PostgreSQL database that is only reachable from a Lambda function."))
    assert [(link.source, link.kind, link.target, link.exclusive) for link in links] == [(1, "uses", 0, True)]


def test_exclusive_sharpens_what_joins_the_two_already() -> None:
    links = relate(sheet_of("A topic sends to a queue. The queue is only reachable from the topic."))
    assert [(link.kind, link.exclusive) for link in links] == [("sends", True)]
