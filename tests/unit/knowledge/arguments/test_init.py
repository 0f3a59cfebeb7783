"""The argument data agrees with the provider's schema and says what it should."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from app.knowledge.arguments import HERE, known
from app.knowledge.schemas import Attribute, Block, provider_schema, schema_of

FILES = ("types", "names", "patterns", "roles", "safety")


def load(name: str) -> Any:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        assert len(keys) == len(set(keys)), f"{name}: a key stands twice"
        return dict(pairs)

    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"), object_pairs_hook=unique)


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


@pytest.mark.parametrize("name", FILES)
def test_no_key_stands_twice(name: str) -> None:
    assert load(name)


def test_usual_arguments_exist_and_can_be_set() -> None:
    wrong = []
    for kind, arguments in load("types").items():
        block = schema_of(kind.removeprefix("data."), data=kind.startswith("data."))
        assert block is not None, kind
        for path in () if isinstance(arguments, str) else arguments:
            there = block.at(path)
            if there is None or (isinstance(there, Attribute) and not there.settable):
                wrong.append(f"{kind}: {path}")
    assert wrong == []


@pytest.mark.parametrize("name", ["types", "names", "patterns"])
def test_references_point_at_attributes(name: str) -> None:
    wrong = []
    for text in texts(load(name)):
        kind, _, attribute = text.removeprefix("@").partition(".")
        if text.startswith("@aws_"):
            block = schema_of(kind)
            if block is None or attribute not in block.attributes:
                wrong.append(text)
    assert wrong == []


def required(kind: str, block: Block, path: str = "") -> Iterator[str]:
    words = kind.split("_")[1:]
    for name, attribute in block.attributes.items():
        if attribute.required:
            yield name
            for size in range(len(words), 0, -1):
                yield f"{'_'.join(words[:size])}.{path}{name}"
                yield f"{'_'.join(words[:size])}.{name}"
    if path.count(".") < 6:
        for name, nested in block.blocks.items():
            yield from required(kind, nested.block, f"{path}{name}.")


def test_every_value_has_an_argument_to_go_to() -> None:
    schema = provider_schema("aws")
    known_keys: set[str] = set()
    for section, block_of in (("resources", schema.resource), ("data", schema.data)):
        for kind in schema.types(section):
            block = block_of(kind)
            assert block is not None
            known_keys.update(required(kind, block))
    assert sorted(set(load("names")) - known_keys) == []


def test_types_of_the_tables_exist() -> None:
    types = set(provider_schema("aws").types())
    patterns, safety, roles = load("patterns"), load("safety"), load("roles")
    named = {*patterns["name_forms"], *patterns["sides"], *safety["customer_key"]}
    named |= {key.partition(".")[0] for key in roles["managed"]}
    assert named - types == set()
    prefixes = [key.partition(".")[0] for key in roles["principals"]]
    assert [prefix for prefix in prefixes if not any(one.startswith(prefix) for one in types)] == []


@pytest.mark.parametrize(
    ("kind", "path", "name", "value"),
    [
        ("aws_api_gateway_integration", "type", "type", "MOCK"),
        ("aws_batch_job_queue", "state", "state", "ENABLED"),
        ("aws_dax_cluster", "subnet_ids", "subnet_ids", None),
        ("aws_x_y", "never_heard_of", "never_heard_of", None),
    ],
)
def test_the_longest_key_wins(kind: str, path: str, name: str, value: Any) -> None:
    assert known().value(kind, path, name) == value


def test_names_that_mean_the_same_everywhere() -> None:
    assert known().anywhere("subnet_ids") == "@subnets"
    assert known().anywhere("never_heard_of") is None


@pytest.mark.parametrize(
    ("kind", "argument", "principal"),
    [
        ("aws_dax_cluster", "iam_role_arn", "dax.amazonaws.com"),
        ("aws_ecs_task_definition", "task_role_arn", "ecs-tasks.amazonaws.com"),
        ("aws_apprunner_service", "instance_role_arn", "tasks.apprunner.amazonaws.com"),
        ("aws_mwaa_environment", "execution_role_arn", ["airflow.amazonaws.com", "airflow-env.amazonaws.com"]),
        ("aws_newservice_thing", "role_arn", "newservice.amazonaws.com"),
    ],
)
def test_principals(kind: str, argument: str, principal: Any) -> None:
    assert known().principal(kind, argument) == principal


def test_safe_settings() -> None:
    flag, text = Attribute("bool", False, True, False), Attribute("string", False, True, True)
    assert known().safe("aws_ebs_volume", "encrypted", flag) is True
    assert known().safe("aws_ebs_volume", "kms_key_id", text) == "@key"
    assert known().safe("aws_unknown_thing", "kms_key_id", text) is None
    assert known().safe("aws_docdb_global_cluster", "storage_encrypted", flag) is None
    assert known().safe("aws_ebs_volume", "encrypted", text) is None


def test_concerns_managed_policies_and_examples() -> None:
    assert known().family_concern("aws_ec2_transit_gateway") == "network"
    assert known().family_concern("aws_ec2_host") == "compute"
    assert known().family_concern("aws_unheard_of") == "operations"
    assert known().managed("aws_eks_cluster", "role_arn") == ("AmazonEKSClusterPolicy",)
    assert known().example("slack_team_id") == "T0123456789"
    assert known().example("odd_thing") == "odd-thing-example"
    assert known().shows_name_tag("aws_vpc_endpoint")
    assert not known().shows_name_tag("aws_sqs_queue")


def test_aliases_share_their_usual_arguments() -> None:
    assert known().usual("aws_alb") == known().usual("aws_lb")
    assert known().usual("aws_unknown") == {}
    assert known().side_arguments("aws_dms_endpoint", "target") == {"endpoint_type": "target"}


@pytest.mark.parametrize(
    ("name", "text", "number", "switch"),
    [("contact_email", "ops@example.com", 1, True), ("listener_port", "443", 443, True), ("force_x", None, 1, False)],
)
def test_last_resorts(name: str, text: Any, number: Any, switch: bool) -> None:
    assert known().text(name) == text
    assert known().number(name) == number
    assert known().switch(name) is switch
