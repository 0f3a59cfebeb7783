"""The life of an object: plan, apply, plan again, change, delete, import."""

from typing import Any

import pytest

from app.domain.errors import Failure
from app.toolchains.simulator.connection import Connection
from app.toolchains.simulator.lifecycle import IMPORTED, apply, block_of, imported, plan, read_data, settable
from app.toolchains.simulator.place import place_of
from app.toolchains.simulator.provider import Provider
from app.toolchains.simulator.providers import BEHAVIOURS
from app.toolchains.simulator.values import UNKNOWN, has_unknown

AWS = Provider("aws", BEHAVIOURS["aws"])
PLACE = place_of({"region": "eu-west-1", "default_tags": [{"tags": {"team": "a"}}]})


def proposed(kind: str, prior: dict[str, Any] | None = None, **given: Any) -> dict[str, Any]:
    block = block_of(AWS, kind)
    out: dict[str, Any] = dict.fromkeys(block.attributes)
    for name, nested in block.blocks.items():
        out[name] = None if nested.nesting == "single" else []
    if prior:
        computed = {name: prior[name] for name, attribute in block.attributes.items() if attribute.computed}
        out.update(computed)
    return {**out, **given}


def created(connection: Connection, kind: str, **given: Any) -> tuple[dict[str, Any], bytes]:
    planned = plan(AWS, connection, kind, None, proposed(kind, **given), b"")
    state, private = apply(AWS, connection, kind, None, planned.state, planned.private)
    assert state is not None
    return state, private


def test_created_objects_are_known_and_stable() -> None:
    connection = Connection(PLACE)
    state, private = created(connection, "aws_sqs_queue", name="q")
    assert not has_unknown(state)
    again = plan(AWS, connection, "aws_sqs_queue", state, proposed("aws_sqs_queue", state, name="q"), private)
    assert again.state == state
    assert again.replace == []


def test_two_runs_give_the_same() -> None:
    first = created(Connection(PLACE), "aws_vpc", cidr_block="10.0.0.0/16")
    assert first == created(Connection(PLACE), "aws_vpc", cidr_block="10.0.0.0/16")


def test_equal_objects_differ() -> None:
    connection = Connection(PLACE)
    first, _ = created(connection, "aws_eip", domain="vpc")
    second, _ = created(connection, "aws_eip", domain="vpc")
    assert first["id"] != second["id"]


def test_region_and_tags_are_planned() -> None:
    given = proposed("aws_sqs_queue", tags={"x": "y"})
    planned = plan(AWS, Connection(PLACE), "aws_sqs_queue", None, given, b"").state
    assert planned is not None
    assert planned["region"] == "eu-west-1"
    assert planned["tags_all"] == {"team": "a", "x": "y"}
    assert planned["arn"] == UNKNOWN


@pytest.mark.parametrize(
    ("kind", "before", "after", "expected"),
    [
        ("aws_sqs_queue", {"name": "a"}, {"name": "b"}, [("name",)]),
        ("aws_sqs_queue", {"name": "a"}, {"name": "a", "delay_seconds": 5}, []),
        ("aws_db_instance", {"engine": "mysql"}, {"engine": "postgres"}, [("engine",)]),
        ("aws_sqs_queue", {"region": "eu-west-1"}, {"region": "eu-west-2"}, [("region",)]),
    ],
)
def test_replacement(kind: str, before: dict[str, Any], after: dict[str, Any], expected: list[Any]) -> None:
    connection = Connection(PLACE)
    state, private = created(connection, kind, **before)
    assert plan(AWS, connection, kind, state, proposed(kind, state, **after), private).replace == expected


def test_change_renews_what_every_change_makes_anew() -> None:
    connection = Connection(PLACE)
    state, private = created(connection, "aws_launch_template", name="t")
    asked = proposed("aws_launch_template", state, name="t", description="new")
    planned = plan(AWS, connection, "aws_launch_template", state, asked, private)
    assert planned.state is not None
    assert planned.state["latest_version"] == UNKNOWN
    changed, _ = apply(AWS, connection, "aws_launch_template", state, planned.state, planned.private)
    assert changed is not None
    assert changed["id"] == state["id"]


def test_destruction() -> None:
    connection = Connection(PLACE)
    state, private = created(connection, "aws_eip")
    planned = plan(AWS, connection, "aws_eip", state, None, private)
    assert planned.state is None
    assert apply(AWS, connection, "aws_eip", state, None, planned.private) == (None, b"")


def test_import_knows_the_identifier_and_asks_for_no_new_object() -> None:
    connection = Connection(PLACE)
    state = imported(AWS, connection, "aws_s3_bucket", "mine")
    assert (state["id"], state["bucket"], state["arn"]) == ("mine", "mine", "arn:aws:s3:::mine")
    queue = imported(AWS, connection, "aws_db_instance", "db-1")
    asked = proposed("aws_db_instance", queue, engine="mysql", identifier="x")
    assert plan(AWS, connection, "aws_db_instance", queue, asked, IMPORTED).replace == []


def test_data_source() -> None:
    block = block_of(AWS, "aws_caller_identity", "data")
    state = read_data(AWS, Connection(PLACE), "aws_caller_identity", dict.fromkeys(block.attributes))
    assert state["account_id"] == "123456789012"


def test_unknown_type_is_a_failure() -> None:
    with pytest.raises(Failure, match="no aws_nothing"):
        block_of(AWS, "aws_nothing")


def test_settable_paths_reach_into_blocks() -> None:
    paths = settable(block_of(AWS, "aws_s3_bucket_versioning"))
    assert {"bucket", "versioning_configuration", "versioning_configuration.status"} <= paths
