"""Engines."""

import pytest

from app.knowledge.catalogue.rds_engines import ENGINE_WORDS, ENGINES, engine_of, family_of, supports_insights


@pytest.mark.parametrize(
    ("engine", "version", "family"),
    [
        ("postgres", "17", "postgres17"),
        ("postgres", "15.4", "postgres15"),
        ("postgres", "9.6.24", "postgres9.6"),
        ("mysql", "8.0.35", "mysql8.0"),
        ("mysql", "8.4", "mysql8.4"),
        ("mariadb", "11.4.5", "mariadb11.4"),
        ("oracle-se2", "19", "oracle-se2-19"),
        ("sqlserver-ex", "16.00", "sqlserver-ex-16.0"),
        ("aurora-postgresql", "16.4", "aurora-postgresql16"),
        ("aurora-mysql", "8.0.mysql_aurora.3.08.0", "aurora-mysql8.0"),
    ],
)
def test_parameter_group_families(engine: str, version: str, family: str) -> None:
    assert family_of(ENGINES[engine], version) == family


@pytest.mark.parametrize(
    ("word", "engine"), [("PostgreSQL", "postgres"), ("sql server", "sqlserver-ex"), ("", "postgres")]
)
def test_words_for_engines(word: str, engine: str) -> None:
    assert engine_of(word).id == engine


def test_every_word_leads_to_an_engine() -> None:
    assert set(ENGINE_WORDS.values()) <= set(ENGINES)


@pytest.mark.parametrize(
    ("engine", "size", "expected"),
    [("mysql", "db.t3.micro", False), ("postgres", "db.t3.micro", True), ("mysql", "db.m7g.large", True)],
)
def test_performance_insights(engine: str, size: str, expected: bool) -> None:
    assert supports_insights(ENGINES[engine], size) == expected
