"""The rules of our own analyses."""

import re
from pathlib import Path

from app.domain.finding import Severity
from app.knowledge.commands import FRAMEWORKS
from app.knowledge.rules import checkov_rules
from app.knowledge.security import aliases, encryption, ports, security_rules

ANALYSIS = Path(__file__).parents[4] / "app" / "analysis"
NAME = re.compile(r'"(AGT_(?:IAM|NET|KEY)_[A-Z_]+)"')


def test_every_rule_is_told_in_full() -> None:
    for name, rule in security_rules().items():
        assert NAME.fullmatch(f'"{name}"')
        assert rule.id == name
        assert all((rule.title, rule.why, rule.mend)), name
        assert set(rule.controls) <= set(FRAMEWORKS)
        assert rule.controls


def test_the_rules_in_the_table_are_those_in_the_code() -> None:
    used = {name for path in ANALYSIS.rglob("*.py") for name in NAME.findall(path.read_text())}
    assert used == set(security_rules())


def test_aliases_name_rules_that_there_are() -> None:
    assert set(aliases()) <= set(security_rules())
    checkov = re.compile(r"CKV2?_AWS_\d+")
    assert all(checkov.fullmatch(one) for ids in aliases().values() for one in ids)
    known = {one for ids in aliases().values() for one in ids} & set(checkov_rules())
    assert {"CKV_AWS_24", "CKV_AWS_62", "CKV_AWS_17"} <= known


def test_ports() -> None:
    assert ports("administration")[22] == "SSH"
    assert ports("database")[5432] == "PostgreSQL"
    assert not set(ports("administration")) & set(ports("database"))
    assert not {80, 443} & (set(ports("administration")) | set(ports("database")))


def test_stores() -> None:
    assert encryption()["aws_db_instance"].attribute == "storage_encrypted"
    assert encryption()["aws_sns_topic"].severity is Severity.MEDIUM
