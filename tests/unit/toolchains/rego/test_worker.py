"""One job of the worker, in this process."""

import io
import json
from typing import Any

from app.toolchains.rego.worker import MOST, Worker

PLAN = {"resource_changes": [{"address": "aws_s3_bucket.a", "type": "aws_s3_bucket"}]}


def _run(*texts: str, skip: tuple[str, ...] = (), missing: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    out = io.StringIO()
    files = [[f"policies/{number}.rego", text] for number, text in enumerate(texts)]
    Worker({"files": files, "input": PLAN, "missing": list(missing), "skip": list(skip)}, out).run()
    return [json.loads(line) for line in out.getvalue().splitlines()]


def _only(records: list[dict[str, Any]], key: str) -> list[Any]:
    return [record[key] for record in records if key in record]


def test_each_rule_is_announced_and_judged_and_the_end_is_told() -> None:
    records = _run(
        "package a\ndeny contains m if { some r in input.resource_changes; m := r.address }",
        "package b\nwarn[m] { m := input.nothing }",
    )
    assert _only(records, "at") == ["policies/0.rego", "policies/1.rego", "data.a.deny", "data.b.warn"]
    assert [one["message"] for one in _only(records, "said")] == ["aws_s3_bucket.a"]
    assert _only(records, "passed") == ["b.warn"]
    assert records[-1] == {"done": True}


def test_a_package_may_be_spread_over_files_and_use_another() -> None:
    records = _run(
        'package main\nimport data.lib\ndeny contains "a" if lib.yes',
        'package main\ndeny contains "b"',
        "package lib\nyes = true",
    )
    assert [one["message"] for one in _only(records, "said")] == ["a", "b"]


def test_one_bad_file_leaves_the_others() -> None:
    records = _run("package a\ndeny contains", 'package b\ndeny contains "b"')
    assert [(path, line) for path, line, _ in _only(records, "problem")] == [("policies/0.rego", 2)]
    assert [one["message"] for one in _only(records, "said")] == ["b"]


def test_an_error_while_judging_names_its_place() -> None:
    records = _run("package a\ndeny contains m if { m := data.b.x }", "package b\n\nx := 1 / input.zero\nzero := 0\n"
                   "y := to_number(\"x\")\ndeny contains y")  # fmt: skip
    assert _only(records, "problem") == [["policies/1.rego", 5, "could not parse string as number"]]


def test_what_is_malformed_or_too_much_is_a_problem() -> None:
    records = _run(
        "package a\ndeny contains 3",
        f'package b\ndeny contains m if {{ some i in numbers.range(0, {MOST}); m := sprintf("%d", [i]) }}',
    )
    assert [line for _, line, _ in _only(records, "problem")] == [2, 2]
    assert len(_only(records, "said")) == MOST


def test_what_reads_too_far_is_not_evaluated() -> None:
    records = _run("package a\ndeny contains input.variables", missing=("variables",))
    assert _only(records, "problem")[0][2].startswith("it reads input.variables")
    assert _only(records, "passed") == []


def test_what_would_judge_nothing_is_a_problem() -> None:
    records = _run("package a\ndefault allow = false", 'package b\ndeny contains "b"')
    assert [path for path, _, wrong in _only(records, "problem") if "named deny" in wrong] == ["policies/0.rego"]


def test_what_ended_an_earlier_worker_is_left_out() -> None:
    texts = ('package a\ndeny contains "a"\nwarn contains "w"', 'package b\ndeny contains "b"')
    records = _run(*texts, skip=("data.a.deny", "policies/1.rego"))
    assert [one["message"] for one in _only(records, "said")] == ["w"]
