"""What is worth watching."""

import pytest

from app.knowledge.catalogue.alarm_metrics import METRIC_WORDS, WATCHED, Metric, watched
from app.knowledge.catalogue.base import Ports
from app.knowledge.schemas import schema_of


@pytest.mark.parametrize("kind", sorted(WATCHED))
def test_dimensions_are_attributes_of_the_type(kind: str) -> None:
    block = schema_of(kind)
    assert block is not None
    assert set(WATCHED[kind].dimensions.values()) <= set(block.attributes)
    assert WATCHED[kind].metrics


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("CPUUtilization", "cpu_utilization"),
        ("Errors", "errors"),
        ("GetRecords.IteratorAgeMilliseconds", "get_records_iterator_age_milliseconds"),
        ("5xx", "5xx"),
    ],
)
def test_metric_names_as_labels(name: str, suffix: str) -> None:
    assert Metric(name, "", 0).suffix == suffix


def test_a_network_load_balancer_has_its_own_metrics() -> None:
    entry = watched(Ports("aws_lb.a", extra={"kind": "network"}))
    assert entry is not None
    assert entry.namespace == "AWS/NetworkELB"


def test_unknown_types_are_not_watched() -> None:
    assert watched(Ports("aws_iam_role.a")) is None


def test_words_are_lower_case() -> None:
    assert all(word == word.lower() for word in METRIC_WORDS)
