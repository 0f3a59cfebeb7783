import pytest

from app.domain.request import Relation
from app.reasoning.offline.build.errors import FAULTS, ComponentFault, RelationFault, WiringError
from tests.unit.reasoning.offline.small_catalogue import component


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        (ComponentFault(component("sqs", "jobs"), KeyError("size")), "building jobs (sqs): KeyError('size')"),
        (RelationFault(Relation("a", "uses", "b"), TypeError("no")), "making a uses b: TypeError('no')"),
    ],
)
def test_a_fault_says_where_and_why(fault: WiringError, text: str) -> None:
    assert str(fault) == text
    assert isinstance(fault, FAULTS)
