from collections.abc import Iterator
from pathlib import Path

from app.domain.finding import Severity
from app.domain.stack import Stack
from app.toolchains.terraform.lint import RULES, lint, rule_reference
from app.toolchains.terraform.lint.base import Hit, Rule, Scope
from tests.unit.toolchains.terraform.trees import plant


def broken(scope: Scope) -> Iterator[Hit]:
    yield from ()
    raise ValueError("oh no")


def test_ids_are_unique_and_ours() -> None:
    ids = [rule.id for rule in RULES]
    assert len(ids) == len(set(ids))
    assert all(one.startswith("AGT_TF_") for one in ids)
    assert all(rule.title and rule.detail.endswith(".") and rule.source.startswith("https://") for rule in RULES)


def test_findings_have_place_and_fingerprint(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {
            "s/main.tf": '\nvariable "a" {\n  type        = string\n  description = "A."\n}\n',
            "m/v.tf": 'variable "b" {\n}\n',
        },
    )
    found = lint(tmp_path, Stack("s", modules=("m",)))
    unused = next(one for one in found if one.rule == "AGT_TF_UNUSED_VARIABLE" and one.path == "s/main.tf")
    assert (unused.line, unused.end_line, unused.resource, unused.severity) == (2, 5, "var.a", Severity.LOW)
    assert unused.title == "the variable `a` is never used"
    assert unused.guideline.startswith("https://")
    assert {one.path for one in found} == {"s/main.tf", "m/v.tf"}
    assert len({one.fingerprint for one in found}) == len(found)
    assert list(found) == sorted(found, key=lambda one: (one.path, one.line or 0, one.rule))


def test_a_crashed_rule_is_a_finding_and_the_others_go_on(tmp_path: Path) -> None:
    plant(tmp_path, {"main.tf": 'variable "a" {\n}\n'})
    rule = Rule("AGT_TF_BROKEN", Severity.HIGH, "t", "d.", "https://example.com", broken)
    found = lint(tmp_path, Stack("."), (rule, *RULES))
    crashed = next(one for one in found if one.rule == "AGT_TF_RULE_CRASHED")
    assert crashed.title == "the rule AGT_TF_BROKEN crashed: ValueError: oh no"
    assert any(one.rule == "AGT_TF_UNUSED_VARIABLE" for one in found)


def test_nothing_there(tmp_path: Path) -> None:
    assert lint(tmp_path, Stack("nowhere")) == ()


def test_a_broken_file_gives_no_false_alarm(tmp_path: Path) -> None:
    plant(tmp_path, {"main.tf": 'variable "a" {\n  type = string\n  description = "A."\n}\n', "b.tf": "x = \n"})
    assert [one.rule for one in lint(tmp_path, Stack("."))] == []


def test_the_reference_lists_every_rule() -> None:
    text = rule_reference()
    assert all(f"`{rule.id}`" in text for rule in RULES)
    assert text.startswith("| rule |")
