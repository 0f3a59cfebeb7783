"""What holds for every look-up."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from app.reasoning.base import Tool
from app.reasoning.model.tools import look_ups
from app.reasoning.model.tools.making import LIMIT
from tests.unit.reasoning.model.tools.conftest import Ask, Write

EXAMPLES: Mapping[str, Mapping[str, Any]] = {
    "find_services": {"query": "queue"},
    "service": {"id": "sqs"},
    "find_types": {"query": "queue"},
    "provider_schema": {"type": "aws_sqs_queue"},
    "attribute": {"type": "aws_sqs_queue", "path": "name"},
    "prices": {"of": "aws_nat_gateway"},
    "controls": {"of": "hipaa"},
    "list_files": {},
    "read_file": {"path": "a.tf"},
    "search_files": {"text": "resource"},
}
ODD: tuple[Any, ...] = (
    {"of": 1},
    {"more": True},
    {"path": "\ud800"},
    {"path": ["a"]},
    {"path": "a" * 10_000},
    {"id": ""},
)


def test_there_are_these(tools: Mapping[str, Tool]) -> None:
    assert list(tools) == list(EXAMPLES)


@pytest.mark.parametrize("name", EXAMPLES)
def test_schemas_are_strict_and_described(tools: Mapping[str, Tool], name: str) -> None:
    spec = tools[name].spec
    jsonschema.Draft202012Validator.check_schema(dict(spec.schema))
    assert re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", spec.name)
    assert spec.schema["additionalProperties"] is False
    assert all(one["description"] for one in spec.schema["properties"].values())
    jsonschema.validate(dict(EXAMPLES[name]), dict(spec.schema))
    assert spec.description


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_answers_the_same_twice_and_names_what_it_sends(
    tools: Mapping[str, Tool], write: Write, name: str
) -> None:
    write({"a.tf": 'resource "aws_sqs_queue" "a" {}\n'})
    tool, given = tools[name], EXAMPLES[name]
    assert tool.call(given) == tool.call(given)
    assert 0 < len(tool.call(given)) <= LIMIT
    assert tool.what(given).isprintable()


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("given", ODD, ids=range(len(ODD)))
def test_odd_input_is_told_and_never_named(tools: Mapping[str, Tool], name: str, given: Mapping[str, Any]) -> None:
    with pytest.raises(ValueError, match=r".") as raised:
        tools[name].call(given)
    assert len(str(raised.value)) < 1_500
    assert "\ud800" not in tools[name].what(given)


def test_every_file_that_leaves_is_named(tools: Mapping[str, Tool], write: Write) -> None:
    write({"a.tf": "needle\n", "b/c.tf": "x\nneedle\n", "d.tf": "hay\n"})
    assert tools["read_file"].what({"path": "./b//c.tf"}) == "file b/c.tf"
    assert tools["search_files"].what({"text": "needle"}) == "lines of a.tf, b/c.tf"
    assert tools["search_files"].what({"text": "absent"}) == "lines of no file"
    assert tools["list_files"].what({"glob": "*.tf"}) == "names of files: *.tf"


def test_nothing_is_opened_before_it_is_needed(tmp_path: Path) -> None:
    def never() -> Any:
        raise AssertionError

    made = look_ups(tmp_path / "absent", (), {}, never, never)
    listing = next(tool for tool in made if tool.spec.name == "list_files")
    assert listing.call({}) == "no file fits"


def test_what_is_said_of_all_tools_stays_short(tools: Mapping[str, Tool]) -> None:
    """It is sent with every request."""
    said = [[tool.spec.name, tool.spec.description, tool.spec.schema] for tool in tools.values()]
    assert len(json.dumps(said)) < 6_000


def test_a_kept_path_is_in_no_answer(ask: Ask, write: Write) -> None:
    write({"private/a.tf": "needle", "infra/x/inner.tf": "needle", "infra/x/outer.tf": "needle", ".env": "needle"})
    assert ask("list_files") == "infra/x/outer.tf"
    assert ask("search_files", text="needle") == "infra/x/outer.tf:1: needle"
    for path in ("private/a.tf", "PRIVATE/a.tf", "infra/x/inner.tf", ".env"):
        with pytest.raises(ValueError, match="kept back"):
            ask("read_file", path=path)
