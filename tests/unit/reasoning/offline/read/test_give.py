"""Putting values where they belong."""

import pytest

from app.reasoning.offline.read.give import converted_value, path_of, put
from app.reasoning.offline.read.slots import Slot, arguments_of
from app.reasoning.offline.read.spans import Value
from tests.unit.reasoning.offline.read.sheets import QUEUE, sheet_of

TIMEOUT = Slot(0, 1, QUEUE.parameter("visibility_timeout"))
NAME = Slot(0, 1, None, arguments_of("aws_sqs_queue")["name"])


@pytest.mark.parametrize(("slot", "path"), [(TIMEOUT, "visibility_timeout"), (NAME, "name"), (Slot(0, 1), "")])
def test_path(slot: Slot, path: str) -> None:
    assert path_of(slot) == path


def test_values_are_converted_to_what_the_slot_takes() -> None:
    assert converted_value(TIMEOUT, Value("duration", 300, 0, 2, "5 minutes")) == 300
    assert converted_value(TIMEOUT, Value("number", 1, 0, 1, "una", number=1)) is None
    assert converted_value(Slot(0, 1), Value("text", "x", 0, 1, "x")) is None


def test_a_later_statement_wins_and_is_shown() -> None:
    sheet = sheet_of("An SQS queue.")
    put(sheet, sheet.drafts[0], TIMEOUT, 30)
    put(sheet, sheet.drafts[0], TIMEOUT, 60)
    assert sheet.drafts[0].settings == {"visibility_timeout": 60}
    assert [one.decision for one in sheet.settled] == ["60"]


def test_a_name_argument_names_the_thing() -> None:
    sheet = sheet_of('An SQS queue called "in-box".')
    put(sheet, sheet.drafts[0], NAME, "in-box-prod")
    assert (sheet.drafts[0].label, sheet.drafts[0].name) == ("in_box", "in-box-prod")
