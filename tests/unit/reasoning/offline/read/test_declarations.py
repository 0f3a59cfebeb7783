import pytest

from app.domain.request import WantedVariable
from app.knowledge.language import language
from app.reasoning.offline.read.declarations import (
    read_tags,
    wanted_outputs,
    wanted_variables,
    without_tag_values,
)
from app.reasoning.offline.read.mentions import find_mentions
from app.reasoning.offline.read.split import split
from app.reasoning.offline.read.vocabulary import vocabulary
from tests.unit.reasoning.offline.read.sheets import SMALL, sheet_of


@pytest.mark.parametrize(
    ("text", "variable"),
    [
        ("Define a variable 'cluster_name' of type string.", ("cluster_name", "string", None)),
        ('A variable "size" of type number with a default of 3.', ("size", "number", 3)),
        ('The variable "on-off" is a boolean.', ("on_off", "bool", None)),
    ],
)
def test_variables(text: str, variable: tuple[str, str, object]) -> None:
    found = wanted_variables(sheet_of(text))
    assert [(one.name, one.type, one.default) for one in found] == [variable]
    assert isinstance(found[0], WantedVariable)


def test_no_variable_without_a_name() -> None:
    assert wanted_variables(sheet_of("Some variable of type string.")) == ()


def test_outputs() -> None:
    found = wanted_outputs(sheet_of("A PostgreSQL database. Output the endpoint and the ARN of the database."))
    assert [(one.component, one.attribute) for one in found] == [("0", "endpoint"), ("0", "arn")]
    assert len({one.name for one in found}) == 2


@pytest.mark.parametrize(
    ("text", "everywhere", "own"),
    [
        ("A bucket. Tag everything with team=shop and cost-centre=42.", {"team": "shop", "cost-centre": "42"}, {}),
        ("A bucket tagged with team=shop.", {}, {"team": "shop"}),
        ("A bucket. Tags: team=shop, tier: core.", {"team": "shop", "tier": "core"}, {}),
        ("A bucket of tags.", {}, {}),
    ],
)
def test_tags(text: str, everywhere: dict[str, str], own: dict[str, str]) -> None:
    sheet = sheet_of(text)
    assert read_tags(sheet) == everywhere
    assert sheet.drafts[0].tags == own


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("A bucket. Tags: team=queue, tier: core.", ["s3"]),
        ("A bucket tagged with team: queue, and a queue.", ["s3", "sqs"]),
        ("A bucket with tags. A queue: it is read.", ["s3", "sqs"]),
    ],
)
def test_the_value_of_a_tag_asks_for_nothing(text: str, kinds: list[str]) -> None:
    sentences, known, words = split(text, "en"), vocabulary(SMALL), language("en")
    found = without_tag_values(sentences, find_mentions(sentences, known, words), words)
    assert [one.kind for group in found for one in group] == kinds
