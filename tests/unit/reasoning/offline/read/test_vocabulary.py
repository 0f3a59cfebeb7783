import pytest

from app.reasoning.offline.read.tokens import phrase_key
from app.reasoning.offline.read.vocabulary import Sense, Strength, vocabulary
from tests.unit.reasoning.offline.read.sheets import SMALL


@pytest.mark.parametrize(
    ("phrase", "sense"),
    [
        ("SQS queues", Sense("sqs", Strength.SERVICE)),
        ("queue", Sense("sqs", Strength.WEAK)),
        ("sqs queue policy", Sense("aws_sqs_queue_policy", Strength.TYPE)),
        ("lb target groups", Sense("aws_lb_target_group", Strength.TYPE)),
        ("load balancer target group", Sense("aws_lb_target_group", Strength.TYPE)),
        ("instance", Sense("aws_instance", Strength.WEAK)),
        ("eventbridge event bus", None),
        ("cosa", None),
    ],
)
def test_what_a_phrase_stands_for(phrase: str, sense: Sense | None) -> None:
    assert vocabulary(SMALL).sense(phrase_key(phrase)) == sense


def test_literal_types_and_data_sources() -> None:
    known = vocabulary(SMALL)
    assert known.explicit("aws_sqs_queue") == Sense("sqs", Strength.EXPLICIT)
    assert known.explicit("aws_kms_alias") == Sense("aws_kms_alias", Strength.EXPLICIT)
    assert known.explicit("aws_caller_identity") == Sense("data.aws_caller_identity", Strength.EXPLICIT)
    assert known.explicit("data.aws_vpc") == Sense("data.aws_vpc", Strength.EXPLICIT)
    assert known.explicit("aws_made_up") is None


def test_kinds_and_types() -> None:
    known = vocabulary(SMALL)
    assert known.kind_of("aws_sqs_queue") == "sqs"
    assert known.kind_of("aws_eip") == "aws_eip"
    assert known.type_of("sqs") == "aws_sqs_queue"
    assert known.stands_for(phrase_key("dead letter queue")) == {"sqs"}
    assert "deadletterqueue" not in known.words
    assert "queue" in known.words


def test_made_once_for_a_catalogue() -> None:
    assert vocabulary(SMALL) is vocabulary(SMALL)
    assert vocabulary(dict(SMALL)) is not vocabulary(SMALL)
