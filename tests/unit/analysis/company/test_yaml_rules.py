"""Reading rules in YAML: every problem with its line."""

import pytest

from app.analysis.company.yaml_rules import read_rules
from app.domain.company import Condition
from app.domain.finding import Severity

WHOLE = """\
version: 1
rules:
  - id: ACME_S3_PRIVATE
    title: Buckets of production are private
    severity: critical
    types: [aws_s3_bucket, "aws_s3_*"]
    when:
      - attribute: tags.stage
        in: [prod, live]
    require:
      - attribute: acl
        not: public-read
        exists: true
      - any:
          - {attribute: size, min: 3, max: 7.5}
          - all:
              - {attribute: name, matches: "prod-*"}
              - {attribute: region, equals: null}
    message: "{address} is open."
    mend: Close it.
    controls:
      soc2: [CC6.1, CC6.6]
"""


def test_a_whole_rule() -> None:
    (rule,), problems = read_rules("policies/s3.yml", WHOLE)
    assert problems == ()
    assert (rule.id, rule.severity, rule.types) == ("ACME_S3_PRIVATE", Severity.CRITICAL, ("aws_s3_bucket", "aws_s3_*"))
    assert rule.when == (Condition("in", "tags.stage", ("prod", "live")),)
    assert rule.require[:2] == (Condition("not", "acl", "public-read"), Condition("exists", "acl", True))
    assert rule.require[2] == Condition(
        "any",
        conditions=(
            Condition("min", "size", 3),
            Condition("max", "size", 7.5),
            Condition("all", conditions=(Condition("matches", "name", "prod-*"), Condition("equals", "region", None))),
        ),
    )
    assert (rule.message, rule.mend, rule.controls) == ("{address} is open.", "Close it.", {"soc2": ("CC6.1", "CC6.6")})
    assert (rule.path, rule.line) == ("policies/s3.yml", 3)


def _rule(text: str) -> str:
    """A rule with one more line, which is the sixth."""
    return f"rules:\n  - id: ACME_1\n    title: T\n    types: [aws_sqs_queue]\n    severity: low\n    {text}\n"


@pytest.mark.parametrize(
    ("text", "line", "wrong"),
    [
        ("a: [", 1, "it is not YAML"),
        ("just a text", 1, "a mapping with version, rules was expected"),
        ("version: 2\nrules: []", 1, "reads version 1"),
        ("version: 1", 1, "rules are missing"),
        ("rules: {}", 1, "a list was expected"),
        ("rules:\n  - id: A1", 2, "a rule needs title, types"),
        ("rules:\n  - text", 2, "a mapping with id"),
        ("rules: []\nextra: 1", 2, "unknown key 'extra'"),
        ("rules: []\nrules: []", 2, "a second time"),
        ("rules:\n  - id: AGT_IAM_ADMIN\n    title: T\n    types: [a]", 2, "no id of a rule of your own"),
        ("rules:\n  - id: two words\n    title: T\n    types: [a]", 2, "no id of a rule of your own"),
        ("rules:\n  - id: A1\n    title: yes\n    types: [a]", 3, "a text was expected"),
        ("rules:\n  - id: A1\n    title: T\n    types: [AWS S3]", 4, "no type of resource"),
        ("rules:\n  - id: A1\n    title: T\n    types: []", 4, "name at least one type"),
        ("a: &x 1\nb: *x", 2, "aliases"),
        (_rule("severity: low"), 6, "a second time"),
        (_rule("require: []"), 6, "at least one condition"),
        (_rule("require: x"), 6, "a list was expected"),
        (_rule("require: [x]"), 6, "a mapping with attribute"),
        (_rule("require: [{attribute: a}]"), 6, "a condition needs an attribute and one of"),
        (_rule("require: [{equals: a}]"), 6, "a condition needs an attribute and one of"),
        (_rule("require: [{attribute: a, equals: [1]}]"), 6, "one value was expected"),
        (_rule("require: [{attribute: a, in: 1}]"), 6, "a list was expected"),
        (_rule("require: [{attribute: a, exists: maybe}]"), 6, "true or false was expected"),
        (_rule("require: [{attribute: a, min: many}]"), 6, "a number was expected"),
        (_rule("require: [{attribute: a, max: true}]"), 6, "a number was expected"),
        (_rule("require: [{attribute: a, matches: 1}]"), 6, "a pattern"),
        (_rule("require: [{attribute: a..b, equals: 1}]"), 6, "is no attribute"),
        (_rule("require: [{any: [], attribute: a}]"), 6, "stands alone"),
        (_rule("when: [{any: []}]"), 6, "at least one condition"),
        (_rule("controls: [soc2]"), 6, "a mapping of frameworks"),
        (_rule("require: [" + "{all: [" * 9 + "{attribute: a, equals: 1}" + "]}" * 9 + "]"), 6, "more than 8 deep"),
        ("rules: " + "[" * 60_000, 1, "nested too deeply"),
        ("rules: [" + "x," * 10001 + "]", 1, "it holds too much"),
    ],
)
def test_each_problem_has_its_line(text: str, line: int, wrong: str) -> None:
    rules, problems = read_rules("policies/a.yml", text)
    assert rules == ()
    assert wrong in problems[0].wrong or any(wrong in one.wrong for one in problems)
    assert (problems[0].path, problems[0].line) == ("policies/a.yml", line)


def test_what_is_right_is_read_beside_what_is_wrong() -> None:
    text = "rules:\n  - {id: A1, title: T, types: a}\n  - {id: A2, title: T, types: a, what: 1}\n"
    rules, problems = read_rules("p.yml", text)
    assert [rule.id for rule in rules] == ["A1"]
    assert [(one.line, one.wrong.partition(";")[0]) for one in problems] == [(3, "unknown key 'what'")]


def test_an_empty_file_has_no_rules() -> None:
    assert read_rules("p.yml", "# nothing yet\n") == ((), ())


def test_a_great_many_problems_are_cut() -> None:
    _, problems = read_rules("p.yml", "rules:\n" + "  - x\n" * 400)
    assert len(problems) == 50


def test_a_rule_after_many_problems_is_still_held_to_the_form() -> None:
    rules, _ = read_rules("p.yml", "rules:\n" + "  - x\n" * 400 + "  - {id: A1, title: T, types: a, what: 1}\n")
    assert rules == ()
