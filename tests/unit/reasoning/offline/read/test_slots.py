import pytest

from app.reasoning.offline.read.slots import Slot, arguments_of, same_word
from tests.unit.reasoning.offline.read.sheets import QUEUE


@pytest.mark.parametrize(
    ("kind", "key", "path"),
    [
        ("aws_sqs_queue", "visibilitytimeoutsecond", "visibility_timeout_seconds"),
        ("aws_vpc", "dnssupport", "enable_dns_support"),
        ("aws_s3_bucket_versioning", "versioningconfigurationstatu", None),
        ("aws_eks_node_group", "scalingconfigmaxsize", "scaling_config.max_size"),
        ("aws_eks_node_group", "maxsize", "scaling_config.max_size"),
        ("aws_made_up", "name", None),
    ],
)
def test_arguments_by_their_words(kind: str, key: str, path: str | None) -> None:
    found = arguments_of(kind).get(key)
    assert (found.path if found else None) == path


def test_computed_only_and_provider_wide_attributes_are_no_arguments() -> None:
    paths = {argument.path for argument in arguments_of("aws_sqs_queue").values()}
    assert not paths & {"arn", "url", "id", "tags", "region"}


def test_flags() -> None:
    assert arguments_of("aws_sqs_queue")["fifoqueue"].flag
    assert Slot(0, 1, QUEUE.parameter("fifo")).flag
    assert not Slot(0, 1, QUEUE.parameter("visibility_timeout")).flag


def test_words_that_mean_the_same() -> None:
    assert same_word("maximum") == same_word("max")
