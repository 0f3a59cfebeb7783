"""The guard, by words: functions, texts and comments."""

from collections.abc import Mapping

import pytest

from app.toolchains.terraform.guard import guard
from app.toolchains.terraform.guard_words import refused_words
from app.toolchains.terraform.hcl import read_source
from tests.unit.toolchains.terraform.guarded import EXTRA, FLOOR, STACK, added, cases, edited, resource


@pytest.mark.parametrize("case", cases("words", "refused"), ids=lambda case: case["name"])
def test_what_is_refused_in_a_new_file(case: Mapping[str, str]) -> None:
    told = added(case["code"])
    assert any(case["why"] in sentence for sentence in told), told


@pytest.mark.parametrize("case", cases("words", "harmless"), ids=lambda case: case["name"])
def test_what_is_harmless_passes(case: Mapping[str, str]) -> None:
    assert added(case["code"]) == ()


def test_a_comment_of_the_floor_stays_where_it_is() -> None:
    assert edited("messaging.tf", 'name = "${local.name}-jobs"', 'name = "${local.name}-work"') == ()


def test_a_comment_of_the_floor_may_not_say_more() -> None:
    (told,) = edited("messaging.tf", "CKV_AWS_27:", "CKV_AWS_27,CKV_AWS_1:")
    assert "silences a scanner" in told


def test_only_what_the_design_excuses_may_be_silenced_and_only_there() -> None:
    text = resource("  # checkov:skip=CKV_AWS_99:The design says why.")
    after = {**FLOOR, EXTRA: text}
    assert guard(STACK, FLOOR, after, {("aws_sqs_queue.extra", "CKV_AWS_99")}) == ()
    assert guard(STACK, FLOOR, after, {("aws_sqs_queue.other", "CKV_AWS_99")}) != ()
    assert guard(STACK, FLOOR, after, {("aws_sqs_queue.extra", "CKV_AWS_98")}) != ()


def test_what_cannot_be_read_is_told_where_the_blocks_are_read() -> None:
    assert list(refused_words(read_source("a.tf", 'a = "open'), {}, ())) == []
