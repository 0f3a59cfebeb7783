"""The data about savings: whole, consistent, with sources."""

import json
from decimal import Decimal

import pytest

from app.knowledge.savings import (
    HERE,
    SLOTS,
    baseline_percent,
    conflicts,
    environment_words,
    oldest_on_arm,
    relatives,
    saving_rules,
    sizes_of,
)


def test_every_rule_has_words_and_a_known_slot() -> None:
    rules = saving_rules()
    assert len(rules) >= 37
    for rule in rules.values():
        assert rule.title
        assert rule.slot in SLOTS
        assert rule.confidence in {"high", "medium", "low"}
    assert SLOTS[-1] == "commitment", "how it is paid is decided last"


def test_conflicts_speak_of_rules_that_exist() -> None:
    severities = json.loads((HERE.parent / "severity" / "checkov.json").read_text("utf-8"))
    known = {
        f"{prefix}{n}" for families in severities.values() for prefix, numbers in families.items() for n in numbers
    }
    for conflict in conflicts():
        assert set(conflict.savings) <= set(saving_rules()), conflict.id
        assert set(conflict.findings) <= known, conflict.id
        assert conflict.findings or conflict.savings
        assert conflict.nature in {"resilience", "retention", "protection"}
        assert conflict.monthly is None or (conflict.monthly > 0 and conflict.source)
        assert (conflict.dear_values is None) == (conflict.cheap_values is None)


def test_families_are_related_one_way() -> None:
    data = json.loads((HERE / "families.json").read_text("utf-8"))
    assert relatives("m5", "arm")[0] == "m6g"
    assert relatives("acme1", "newer") == ()
    for kin in ("newer", "arm", "amd"):
        for family, others in data[kin].items():
            assert family not in others
            assert sizes_of("ec2", family), family
            assert all(sizes_of("ec2", other) for other in others), others
    assert all(data[key] for key in ("source", "date"))


@pytest.mark.parametrize(
    ("service", "family", "size", "there"),
    [
        ("rds", "m5", "10xlarge", False),
        ("rds", "m5", "8xlarge", True),
        ("ec2", "c5", "9xlarge", True),
        ("ec2", "z99", "large", False),
    ],
)
def test_sizes_are_known_by_service(service: str, family: str, size: str, there: bool) -> None:
    assert (size in sizes_of(service, family)) is there


def test_single_facts() -> None:
    assert baseline_percent("t3", "medium") == Decimal(20)
    assert baseline_percent("m5", "large") is None
    assert oldest_on_arm("aws_db_instance", "postgres") == "12.3"
    assert oldest_on_arm("aws_db_instance", "oracle-se2") == ""
    production, other, tags = environment_words()
    assert not production & other
    assert tags[0] == "environment"
