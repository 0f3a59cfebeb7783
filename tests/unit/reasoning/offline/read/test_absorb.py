import pytest

from tests.unit.reasoning.offline.read.sheets import mentions_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("An RDS database with a backup retention period of 5 days", ["rds"]),
        ("An SQS queue with a dead letter queue", ["sqs"]),
        ("An SQS queue. Failed messages go to a dead-letter queue.", ["sqs"]),
        ("A dead letter queue", ["sqs"]),
        ("An RDS database and a backup plan", ["rds", "backup"]),
    ],
)
def test_parts_of_what_a_component_can_be_told_are_no_components(text: str, found: list[str]) -> None:
    kinds = [mention.kind for group in mentions_of(text)[1] for mention in group]
    assert list(dict.fromkeys(kinds)) == found
