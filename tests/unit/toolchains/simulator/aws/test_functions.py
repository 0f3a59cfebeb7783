"""Provider functions."""

import json
from typing import Any

import pytest
from tfplugin_proto import tfplugin5_5_pb2 as pb

from app.domain.errors import Failure
from app.toolchains.simulator.aws.functions import FUNCTIONS, described

ROLE = "arn:aws:iam::444455556666:role/with/path/example"


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("arn_build", ["aws", "s3", "", "", "b"], "arn:aws:s3:::b"),
        (
            "arn_parse",
            ["arn:aws:sqs:us-east-1:1:a:b"],
            {"partition": "aws", "service": "sqs", "region": "us-east-1", "account_id": "1", "resource": "a:b"},
        ),
        ("trim_iam_role_path", [ROLE], "arn:aws:iam::444455556666:role/example"),
        ("trim_iam_role_path", ["arn:aws:iam::1:role/plain"], "arn:aws:iam::1:role/plain"),
        ("user_agent", ["a", "1", "c"], "a/1 (c)"),
        ("user_agent", ["a", "", None], "a"),
    ],
)
def test_results(name: str, arguments: list[Any], expected: object) -> None:
    assert FUNCTIONS[name][0](arguments) == expected


@pytest.mark.parametrize(
    ("name", "argument"), [("arn_parse", "x:y"), ("trim_iam_role_path", "arn:aws:s3:::b"), ("arn_parse", "arn:aws:s3")]
)
def test_refusals(name: str, argument: str) -> None:
    with pytest.raises(Failure, match="no ARN"):
        FUNCTIONS[name][0]([argument])


def test_description_reads_back() -> None:
    # The generated classes know the parameters' names and the types' bytes under the same field numbers.
    function = pb.Function.FromString(described(("a", "b"), ["object", {"x": "string"}], "what"))
    assert [parameter.name for parameter in function.parameters] == ["a", "b"]
    assert function.summary == "what"
    assert json.loads(getattr(function, "return").type) == ["object", {"x": "string"}]
