import re
from decimal import Decimal
from pathlib import Path

import pytest

from app.analysis.pricing.usage_file import KEYS, WORDS, parse_usage, read_usage
from app.domain.errors import UsageFailure

PRICING = Path(__file__).resolve().parents[4] / "app" / "analysis" / "pricing"
GOOD = """\
version: 0.1
assume: small
resource_type_default_usage:
  aws_lambda_function:
    monthly_requests: 1_000_000 # a month
    request_duration_ms: 2.5e2
resource_usage:
  aws_instance.web[*]:
    operating_system: windows
    cpu_max_percent: 35
    monthly_hrs:
  module.files.aws_s3_bucket.this:
    standard:
      storage_gb: 500
"""


def test_a_file_in_the_shape_that_people_know() -> None:
    usage = read_usage(GOOD)
    assert usage.assume == "small"
    assert usage.source == "agents-usage.yml"
    assert usage.types == {
        "aws_lambda_function": {"monthly_requests": Decimal(1_000_000), "request_duration_ms": Decimal(250)}
    }
    assert usage.resources == {
        "aws_instance.web[*]": {"operating_system": "windows", "cpu_max_percent": Decimal(35)},
        "module.files.aws_s3_bucket.this": {"standard.storage_gb": Decimal(500)},
    }


@pytest.mark.parametrize(
    "text", ["", "version: '0.1'\n", "version: v0.1\ncurrency: USD\nresource_usage:\n", "# only a note\n"]
)
def test_little_is_enough(text: str) -> None:
    usage, problems = parse_usage(text)
    assert problems == ()
    assert (usage.types, usage.resources, usage.assume) == ({}, {}, "medium")


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("version: 2\n", [(1, "'2': this version of agents reads version 0.1")]),
        ("version: 0.1\nassume: huge\n", [(2, "'huge': assume is one of small, medium, large, none")]),
        ("assume: [a]\n", [(1, "assume is one of small, medium, large, none")]),
        ("currency: EUR\n", [(1, "'EUR': prices are known in US dollars only: leave currency out")]),
        ("usage: {}\n", [(1, f"unknown key 'usage'; known: {', '.join(KEYS)}")]),
        ("- a\n", [(1, "'the file': keys with values were expected")]),
        ("resource_usage: 3\n", [(1, "'resource_usage': keys with values were expected")]),
        ("resource_usage:\n  aws_x.y: 3\n", [(2, "'aws_x.y': keys with values were expected")]),
        ("resource_usage:\n  aws_x.y:\n    gb: -1\n    n: many\n    l: [1]\n    b: .nan\n    t: true\n", [
            (3, "'gb': zero or more was expected, not '-1'"),
            (4, "'n': a number was expected, not 'many'"),
            (5, "'l': a number was expected, not a list"),
            (6, "'b': a number was expected, not '.nan'"),
            (7, "'t': a number was expected, not 'true'"),
        ]),
        ("resource_usage:\n  aws_x.y:\n    gb: 1\n    gb: 2\n", [(4, "'gb' stands here a second time")]),
        ("resource_usage:\n  a: {b: infinity}\n", [(2, "'b': zero or more was expected, not 'infinity'")]),
        ("a: b: c\n", [(1, "it is not YAML: mapping values are not allowed here")]),
    ],
)  # fmt: skip
def test_everything_that_is_wrong_is_told_with_its_line(text: str, problems: list[tuple[int, str]]) -> None:
    assert list(parse_usage(text)[1]) == problems


def test_a_failure_names_all_problems_at_once() -> None:
    with pytest.raises(UsageFailure) as caught:
        read_usage("version: 9\ncurrency: EUR\n", "costs.yml")
    assert caught.value.doing == "reading costs.yml"
    assert "line 1:" in caught.value.wrong
    assert "line 2:" in caught.value.wrong
    assert caught.value.exit_code == 2


def test_deep_nesting_is_a_problem_not_a_crash() -> None:
    assert parse_usage("[" * 5000)[1] != ()


def test_what_pricers_read_as_words_may_be_words() -> None:
    read = {key for path in PRICING.rglob("*.py") for key in re.findall(r'bill\.told\(\s*"([^"]+)"', path.read_text())}
    assert read
    assert read <= WORDS


BOMB = "resource_usage:\n  a: &a {k: 1, l: 2}\n" + "".join(
    f"  {one}: &{one} {{{', '.join(f'{key}: *{before}' for key in 'klmnopqrs')}}}\n"
    for before, one in zip("abcdef", "bcdefg", strict=True)
)


@pytest.mark.parametrize(
    "text",
    [
        "resource_usage: &a\n  x: *a\n",
        "resource_usage:\n  x: &a\n    k: *a\n",
        "resource_type_default_usage:\n  x: {a: {b: {c: {d: {e: {f: {g: {h: {i: 1}}}}}}}}}\n",
        BOMB,
    ],
)
def test_cycles_and_aliases_that_stand_for_millions_end(text: str) -> None:
    _, problems = parse_usage(text)
    assert problems == ((1, "it has more than 20000 keys, or nests them over 8 deep"),)


def test_numbers_beyond_all_use_are_refused_with_their_line() -> None:
    _, problems = parse_usage("resource_usage:\n  x:\n    gb: 1e30000\n    tb: 1e15\n")
    assert problems == ((3, "'gb': '1e30000' is more than anybody uses"),)


def test_characters_that_yaml_forbids_are_told_in_one_line() -> None:
    _, problems = parse_usage("assume: \x00\n")
    assert problems == ((1, "it is not YAML: special characters are not allowed"),)
