"""Advice for operators."""

import json
from pathlib import Path

from app.knowledge import operations
from app.knowledge.operations import advice_for
from app.knowledge.schemas import schema_of

DATA = json.loads(Path(operations.__file__).with_suffix(".json").read_text("utf-8"))


def test_every_entry_is_a_real_type_and_speaks_both_languages() -> None:
    for kind, texts in DATA.items():
        assert schema_of(kind) is not None, kind
        assert set(texts) == {"en", "es"}


def test_only_what_is_there_is_spoken_of() -> None:
    assert len(advice_for({"aws_sqs_queue", "aws_sns_topic"}, "en")) == 1
    assert "Cola" in advice_for({"aws_sqs_queue"}, "es")[0]
