"""What a clause means of what is there."""

import pytest

from app.knowledge.catalogue.registry import SERVICES
from app.reasoning.offline.read import read
from app.reasoning.offline.revise.fragment import read_fragment
from app.reasoning.offline.revise.match import meant, one_or_all

KNOWN = read(
    "An SQS queue 'orders', an SQS queue 'mails', a MySQL database, a PostgreSQL database 'users', an S3 bucket",
    SERVICES,
)


@pytest.mark.parametrize(
    ("text", "names", "chosen"),
    [
        ("the bucket", [None], 1),
        ("the orders queue", ["orders"], 1),
        ("the queue 'mails'", ["mails"], 1),
        ("the queue", ["orders", "mails"], 0),
        ("the queues", ["orders", "mails"], 2),
        ("PostgreSQL", ["users"], 1),
        ("the table", [], 0),
    ],
)
def test_what_is_meant(text: str, names: list[str | None], chosen: int) -> None:
    (named,) = read_fragment(text, "en", KNOWN, SERVICES).named
    found = meant(named, KNOWN)
    assert [one.name for one in found] == names
    assert len(one_or_all(found, named)) == chosen
