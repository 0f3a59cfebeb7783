"""From a plan document to the graph, with and without an apply."""

from typing import Any

import pytest

from app.toolchains.terraform.planned import planned_before, planned_of

AWS = "registry.terraform.io/hashicorp/aws"


def entry(address: str, mode: str = "managed", **values: Any) -> dict[str, Any]:
    """A resource of ``planned_values``."""
    words = address.split(".")
    return {
        "address": address,
        "mode": mode,
        "type": words[-2],
        "name": words[-1].partition("[")[0],
        "provider_name": AWS,
        "values": values,
    }


def change(address: str, **more: Any) -> dict[str, Any]:
    """A resource of ``resource_changes``."""
    return {"address": address, "mode": "managed", "change": {"actions": ["create"], **more}}


def document(*resources: dict[str, Any], changes: tuple[dict[str, Any], ...] = (), **more: Any) -> dict[str, Any]:
    """A plan document."""
    return {
        "planned_values": {"root_module": {"resources": list(resources)}},
        "resource_changes": list(changes),
        **more,
    }


def state(type_: str, name: str, **attributes: Any) -> dict[str, Any]:
    """A state file with one resource."""
    return {"resources": [{"mode": "managed", "type": type_, "name": name, "instances": [{"attributes": attributes}]}]}


CONFIGURATION = {
    "provider_config": {
        "aws": {"expressions": {"region": {"references": ["var.region"]}}},
        "aws.us": {"expressions": {"region": {"constant_value": "us-east-1"}}},
    },
    "root_module": {
        "resources": [
            {
                "address": "aws_iam_policy.read",
                "provider_config_key": "aws",
                "expressions": {"policy": {"references": ["aws_s3_bucket.data.arn", "aws_s3_bucket.data"]}},
            },
            {"address": "aws_acm_certificate.cdn", "provider_config_key": "aws.us", "expressions": {}},
        ]
    },
}


def test_what_only_the_apply_tells_is_left_out_without_one_and_filled_in_with_it() -> None:
    plan = document(
        entry("aws_iam_policy.read", name="read"),
        entry("aws_s3_bucket.data"),
        changes=(change("aws_iam_policy.read", after_unknown={"policy": True, "attachment_count": True, "arn": True}),),
        configuration=CONFIGURATION,
        variables={"region": {"value": "eu-west-1"}},
    )
    policy = planned_of("s", plan).resources[0]
    assert dict(policy.values) == {"name": "read"}
    assert policy.is_unknown("policy")
    assert policy.region == "eu-west-1"
    assert policy.references == {"policy": ("aws_s3_bucket.data",)}
    applied = state("aws_iam_policy", "read", policy="{}", attachment_count=0, arn="arn:1")
    settled = planned_of("s", plan, applied).resources[0]
    assert dict(settled.values) == {
        "name": "read",
        "policy": "{}",
        "arn": "arn:1",
    }  # a count is the provider's business
    assert settled.is_unknown("policy")


def test_nested_values_are_filled_in_place_and_sets_as_a_whole() -> None:
    rules = [{"port": 80, "group": None}, {"port": 443, "group": None}]
    plan = document(
        entry("aws_security_group.web", ingress=rules, tags={"a": "b"}),
        changes=(change("aws_security_group.web", after_unknown={"ingress": [{"group": True}, {"group": True}]}),),
    )
    done = [{"port": 80, "group": "sg-1"}, {"port": 443, "group": "sg-2"}]
    values = planned_of("s", plan, state("aws_security_group", "web", ingress=done, tags={})).resources[0].values
    assert dict(values) == {"ingress": done, "tags": {"a": "b"}}
    fewer = planned_of("s", plan, state("aws_security_group", "web", ingress=done[:1])).resources[0].values
    assert fewer["ingress"] == done[:1]


def test_secrets_are_blanked_wherever_they_come_from() -> None:
    known = entry("aws_db_instance.db", password="hunter2") | {"sensitive_values": {"password": True}}
    assert planned_of("s", document(known)).resources[0].values["password"] == "(sensitive)"
    plan = document(
        entry("aws_db_instance.db") | {"sensitive_values": {"password": True}},
        changes=(change("aws_db_instance.db", after_unknown={"password": True}),),
        configuration={
            "root_module": {
                "resources": [{"address": "aws_db_instance.db", "expressions": {"password": {"references": ["var.p"]}}}]
            }
        },
    )
    filled = planned_of("s", plan, state("aws_db_instance", "db", password="hunter2")).resources[0].values
    assert filled["password"] == "(sensitive)"


@pytest.mark.parametrize(
    ("values", "region"),
    [
        ({"region": "eu-north-1"}, "eu-north-1"),
        ({"location": "europe-west1-b"}, "europe-west1"),
        ({"location": "West Europe"}, "westeurope"),
        ({"availability_zone": "eu-central-1b"}, "eu-central-1"),
        ({"zone": "europe-west1-b"}, "europe-west1"),
        ({}, ""),
    ],
)
def test_a_resource_may_say_its_own_region(values: dict[str, Any], region: str) -> None:
    assert planned_of("s", document(entry("aws_thing.x", **values))).resources[0].region == region


def test_instances_data_sources_and_modules_are_all_there() -> None:
    child = {"resources": [entry('module.a["x"].aws_subnet.s[0]')]}
    plan = document(entry("aws_vpc.main"), entry("data.aws_iam_policy_document.d", mode="data"))
    plan["planned_values"]["root_module"]["child_modules"] = [child]
    plan["prior_state"] = {
        "values": {"root_module": {"resources": [entry("data.aws_region.r", mode="data"), entry("aws_old.gone")]}}
    }
    found = {one.address: (one.mode, one.module) for one in planned_of("s", plan)}
    assert found == {
        "data.aws_region.r": ("data", ""),
        "aws_vpc.main": ("managed", ""),
        "data.aws_iam_policy_document.d": ("data", ""),
        'module.a["x"].aws_subnet.s[0]': ("managed", 'module.a["x"]'),
    }


def test_a_document_with_nothing_in_it_is_an_empty_graph() -> None:
    assert planned_of("s", {}).resources == ()


def test_a_state_names_instances_as_a_plan_does() -> None:
    plan = document(
        entry('module.m["k"].aws_x.y["a"]'),
        changes=(change('module.m["k"].aws_x.y["a"]', after_unknown={"id": True}),),
    )
    applied = {
        "resources": [
            {
                "module": 'module.m["k"]',
                "mode": "managed",
                "type": "aws_x",
                "name": "y",
                "instances": [{"index_key": "a", "attributes": {"id": "x-1"}}],
            }
        ]
    }
    assert planned_of("s", plan, applied).resources[0].values["id"] == "x-1"


@pytest.mark.parametrize(
    ("key", "written"),
    [('a"b', r"a\"b"), ("a\\", r"a\\"), ("a\nb\t", r"a\nb\t"), ("${x} %{y}", "$${x} %%{y}"), ("é\u202e", "é\\u202e")],
)
def test_keys_are_quoted_as_in_a_plan(key: str, written: str) -> None:
    address = f'aws_x.y["{written}"]'
    plan = document(entry(address), changes=(change(address, after_unknown={"id": True}),))
    applied = state("aws_x", "y", id="x-1")
    applied["resources"][0]["instances"][0]["index_key"] = key
    assert planned_of("s", plan, applied).resources[0].values["id"] == "x-1"


def test_what_stood_before_is_the_prior_state() -> None:
    prior = {"values": {"root_module": {"resources": [entry("aws_x.old", size=1)]}}}
    plan = document(changes=(change("aws_x.other", before={"size": 2}),), prior_state=prior)
    assert [(one.address, one.values) for one in planned_before("s", plan)] == [("aws_x.old", {"size": 1})]


def test_without_a_prior_state_it_is_what_the_changes_name() -> None:
    changes = (
        {**change("aws_x.a", before={"size": 1, "key": "k"}, before_sensitive={"key": True}), "type": "aws_x"},
        {**change("aws_x.new", before=None), "type": "aws_x"},
        {**change("data.aws_x.read", before={"size": 1}), "mode": "data"},
    )
    (found,) = planned_before("s", document(changes=changes))
    assert (found.address, found.type, found.values["size"]) == ("aws_x.a", "aws_x", 1)
    assert found.values["key"] != "k"
