"""The null provider."""

from app.toolchains.simulator.utility.null_resource import BEHAVIOUR
from tests.unit.toolchains.simulator.subjects import subject_of


def test_resource_has_a_number() -> None:
    assert BEHAVIOUR.create["null_resource"](subject_of("null_resource"))["id"].isdigit()


def test_data_source_gives_its_inputs_back() -> None:
    answer = BEHAVIOUR.read["null_data_source"](subject_of("null_data_source", "data", inputs={"a": "b"}))
    assert answer["outputs"] == {"a": "b"}
