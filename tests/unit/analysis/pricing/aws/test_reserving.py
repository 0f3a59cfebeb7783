from decimal import Decimal
from typing import Any

import pytest

from app.analysis.pricing.aws.reserving import Term, term
from app.analysis.pricing.price import Commitment, Price
from tests.unit.analysis.pricing.bills import baseline, bill_of, lines

ONE = {"reserved_instance_term": "1_year", "reserved_instance_payment_option": "no_upfront"}
ALL = ONE | {"reserved_instance_payment_option": "all_upfront"}
PARTIAL = ONE | {"reserved_instance_payment_option": "partial_upfront"}
CACHE = {"engine": "redis", "node_type": "cache.m6g.12xlarge"}


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        ({}, None),
        ({"reserved_instance_term": "1_year"}, Term(1, "no_upfront")),
        (ALL | {"reserved_instance_term": "3_year"}, Term(3, "all_upfront")),
    ],
)
def test_terms_of_a_usage_file(use: dict[str, Any], expected: Term | None) -> None:
    assert term(bill_of("aws_elasticache_cluster", CACHE, use)) == expected


def test_the_price_of_a_term() -> None:
    price = Price(Decimal(1), "hours", "list")
    assert Term(1, "no_upfront").of(Commitment(1, price, None)) is price
    assert Term(1, "all_upfront").of(Commitment(1, price, None)) is None
    assert Term(1, "partial_upfront").of(Commitment(1, price, price)) is None
    assert Term(1, "no_upfront").of(None) is None


def test_a_reserved_cache_as_listed() -> None:
    found = lines(bill_of("aws_elasticache_cluster", CACHE, ONE))
    assert found == {"ElastiCache (reserved, cache.m6g.12xlarge)": (730, Decimal("2.428"))}


def test_a_reserved_search_node() -> None:
    bill = bill_of("aws_opensearch_domain", {"cluster_config": [{"instance_type": "m6g.large.search"}]}, ONE)
    assert list(lines(bill)) == ["Instance (reserved, m6g.large.search)"]
    assert baseline(bill) < Decimal("93.44")  # 730 × 0.128 on demand


@pytest.mark.parametrize(
    ("type_", "values", "use", "why"),
    [
        ("aws_elasticache_cluster", CACHE, PARTIAL,
         "the reserved price of cache.m6g.12xlarge is not known, at most 2596.61 USD a month as on demand"),
        ("aws_db_instance", {"engine": "mysql", "instance_class": "db.t3.large"}, ONE,
         "the reserved price of db.t3.large is not known, at most 99.28 USD a month as on demand"),
        ("aws_rds_cluster_instance", {"instance_class": "db.r4.large"}, ONE,
         "the reserved price of db.r4.large is not known, at most 211.70 USD a month as on demand"),
        ("aws_redshift_cluster", {"node_type": "dc2.large", "number_of_nodes": 4}, ONE,
         "the reserved price of dc2.large is not known, at most 730.00 USD a month as on demand"),
        ("aws_elasticsearch_domain", {"cluster_config": [{"instance_type": "m4.large.elasticsearch"}]}, PARTIAL,
         "the reserved price of m4.large.elasticsearch is not known, at most 110.23 USD a month as on demand"),
    ],
)  # fmt: skip
def test_what_is_not_listed_is_unpriced(type_: str, values: dict[str, Any], use: dict[str, Any], why: str) -> None:
    assert bill_of(type_, values, use).missing == [why]
