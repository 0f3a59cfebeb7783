"""Every policy document of a stack."""

import json

import pytest

from app.analysis.permissions.policies import policies
from app.domain.planned import PlannedResource
from tests.unit.analysis.graphs import allow, document, graph, resource, role


def test_a_document_of_a_data_source_is_placed_there() -> None:
    source = resource("data.aws_iam_policy_document.read", json=document(allow("s3:GetObject")))
    policy = resource("aws_iam_policy.read", {"policy": source.address}, policy=source.values["json"])
    (found,) = policies(graph(source, policy), "identity")
    assert (found.place, found.holder, found.target) == (source.address, policy, policy)


def test_blocks_speak_where_the_text_is_unknown() -> None:
    block = {"actions": ["sqs:*"], "resources": [None], "effect": "Allow"}
    source = resource("data.aws_iam_policy_document.read", statement=[block])
    policy = resource("aws_iam_policy.read", {"policy": source.address}, unknown={"policy": True})
    (found,) = policies(graph(source, policy), "identity")
    assert found.statements[0].actions == ("sqs:*",)


def test_what_is_unknown_altogether_is_left_out() -> None:
    assert policies(graph(resource("aws_iam_policy.read", unknown={"policy": True})), "identity") == []


def test_a_resource_policy_belongs_to_its_resource() -> None:
    bucket = resource("aws_s3_bucket.a", id="a")
    holder = resource("aws_s3_bucket_policy.a", {"bucket": bucket.address}, policy=document(allow("s3:*")))
    (found,) = policies(graph(bucket, holder), "resource")
    assert (found.target, found.place) == (bucket, holder.address)


def test_all_inline_policies_of_a_role_and_its_trust() -> None:
    inline = [{"name": "a", "policy": document(allow("s3:*"))}, {"name": "b", "policy": document(allow("sqs:*"))}]
    made = resource("aws_iam_role.a", assume_role_policy=document(), inline_policy=inline)
    (found,) = policies(graph(made), "identity")
    assert [one.actions for one in found.statements] == [("s3:*",), ("sqs:*",)]
    assert [one.kind for one in policies(graph(*role("b")), "trust", "identity")] == ["trust"]


def test_a_permission_of_a_function_is_a_statement() -> None:
    function = resource("aws_lambda_function.f", function_name="f")
    refs = {"function_name": function.address}
    permission = resource("aws_lambda_permission.f", refs, principal="s3.amazonaws.com", source_account="1")
    (found,) = policies(graph(function, permission), "resource")
    assert found.target == function
    assert found.statements[0].principals == {"Service": ("s3.amazonaws.com",)}
    assert found.statements[0].conditions == {"StringEquals": {"aws:sourceaccount": ("1",)}}


OPEN = {"Effect": "Allow", "Action": "x:Use", "Principal": "*"}


@pytest.mark.parametrize(
    "made",
    [
        resource("aws_cloudwatch_log_destination_policy.a", access_policy=document(OPEN)),
        resource("aws_s3control_multi_region_access_point_policy.a", details=[{"name": "a", "policy": document(OPEN)}]),
        resource("aws_cloudcontrolapi_resource.a", desired_state=json.dumps({"Policy": {"Statement": OPEN}})),
        resource("aws_cloudcontrolapi_resource.a", desired_state=json.dumps({"Policy": document(OPEN)})),
        resource("aws_acmpca_policy.a", policy=document(OPEN).replace("Principal", "\\u0050RINCIPAL")),
    ],
)
def test_a_text_that_names_a_principal_is_a_resource_policy_of_any_type(made: PlannedResource) -> None:
    (found,) = policies(graph(made), "resource")
    assert (found.holder, found.place) == (made, made.address)
    assert found.statements[0].principals == {"AWS": ("*",)}


def test_blocks_speak_for_any_type() -> None:
    who = [{"type": "AWS", "identifiers": ["*"]}]
    inner = resource("data.aws_iam_policy_document.inner", statement=[{"actions": ["x:*"], "principals": who}])
    outer = resource("data.aws_iam_policy_document.outer", {"source_policy_documents": inner.address})
    made = resource("aws_oam_sink_policy.a", {"policy": outer.address}, unknown={"policy": True})
    (found,) = policies(graph(inner, outer, made), "resource")
    assert (found.place, found.statements[0].actions) == (outer.address, ("x:*",))


@pytest.mark.parametrize(
    "made",
    [
        resource("aws_iam_role.a", assume_role_policy=document(OPEN)),
        resource("aws_iam_policy.a", policy=document(allow("s3:*"))),
        resource("aws_vpc_endpoint.a", policy=document(OPEN)),
        resource("aws_oam_sink_policy.a", policy="{", more="[" * 100_000),
    ],
)
def test_what_is_judged_elsewhere_or_grants_nothing_is_no_resource_policy(made: PlannedResource) -> None:
    assert policies(graph(made), "resource") == []
