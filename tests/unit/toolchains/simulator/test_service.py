"""The plugin protocol, spoken over a real connection."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest
from tfplugin_proto import tfplugin5_5_pb2 as pb

from app.toolchains.simulator.protobuf import message, text
from app.toolchains.simulator.server import SimulatorServer
from app.toolchains.simulator.service import attribute_path, dynamic, undynamic

PREFIX = "/tfplugin5.Provider/"


class Client:
    """Calls one provider's methods by name."""

    def __init__(self, address: str) -> None:
        self.channel = grpc.insecure_channel(address, options=(("grpc.max_receive_message_length", -1),))

    def call(self, method: str, request: Any, answer: Any = None) -> Any:
        call = self.channel.unary_unary(
            PREFIX + method,
            request_serializer=lambda sent: sent if isinstance(sent, bytes) else sent.SerializeToString(),
            response_deserializer=answer.FromString if answer else bytes,
        )
        return call(request, timeout=20)


@pytest.fixture(name="addresses", scope="module")
def fixture_addresses() -> Iterator[dict[str, str]]:
    with SimulatorServer() as server:
        server.start(None)
        values: dict[str, Any] = server.reattach()
        yield {name.rpartition("/")[2]: value["Addr"]["String"] for name, value in values.items()}


@pytest.fixture(name="aws")
def fixture_aws(addresses: dict[str, str]) -> Iterator[Client]:
    client = Client(addresses["aws"])
    yield client
    client.channel.close()


def test_schema(aws: Client) -> None:
    answer = aws.call("GetSchema", pb.GetProviderSchema.Request(), pb.GetProviderSchema.Response)
    assert len(answer.resource_schemas) == 1711
    assert "arn_parse" in answer.functions


def test_configuration_is_kept_by_connection(addresses: dict[str, str]) -> None:
    regions = []
    for region in ("eu-west-1", "us-west-2"):
        client = Client(addresses["aws"])
        client.call("Configure", pb.Configure.Request(config=dynamic({"region": region})), pb.Configure.Response)
        request = pb.ReadDataSource.Request(
            type_name="aws_region", config=dynamic(dict.fromkeys(("id", "name", "endpoint", "region", "description")))
        )
        regions.append(undynamic(client.call("ReadDataSource", request, pb.ReadDataSource.Response).state)["name"])
        client.channel.close()
    assert regions == ["eu-west-1", "us-west-2"]


def test_state_is_upgraded_to_todays_schema(aws: Client) -> None:
    stored = {"id": "x", "name": "q", "removed_long_ago": 1}
    request = pb.UpgradeResourceState.Request(
        type_name="aws_sqs_queue", version=0, raw_state=pb.RawState(json=json.dumps(stored).encode())
    )
    answer = aws.call("UpgradeResourceState", request, pb.UpgradeResourceState.Response)
    assert undynamic(answer.upgraded_state) == {"id": "x", "name": "q"}


def test_import(aws: Client) -> None:
    request = pb.ImportResourceState.Request(type_name="aws_s3_bucket", id="b")
    answer = aws.call("ImportResourceState", request, pb.ImportResourceState.Response)
    assert undynamic(answer.imported_resources[0].state)["bucket"] == "b"


def test_function(aws: Client) -> None:
    arguments = [dynamic(part) for part in ("aws", "s3", "", "", "b")]
    answer = aws.call("CallFunction", pb.CallFunction.Request(name="arn_build", arguments=arguments))
    assert answer == message(1, dynamic("arn:aws:s3:::b").SerializeToString())


def test_function_failure(aws: Client) -> None:
    answer = aws.call("CallFunction", pb.CallFunction.Request(name="arn_parse", arguments=[dynamic("no")]))
    assert answer == message(2, text(1, "'no' is no ARN"))


def test_ephemeral_value(aws: Client) -> None:
    config = dynamic({"password_length": 12, "random_password": None, "region": None})
    request = pb.ReadDataSource.Request(type_name="aws_secretsmanager_random_password", config=config)
    answer = aws.call("OpenEphemeralResource", request)
    value = undynamic(pb.ReadDataSource.Response.FromString(b"\x0a" + answer[1:]).state)
    assert isinstance(value["random_password"], str)
    assert aws.call("CloseEphemeralResource", b"") == b""


def test_failure_becomes_a_diagnostic(aws: Client) -> None:
    request = pb.ReadDataSource.Request(type_name="aws_nothing", config=dynamic({}))
    answer = aws.call("ReadDataSource", request, pb.ReadDataSource.Response)
    assert "no aws_nothing" in answer.diagnostics[0].summary


def test_bug_becomes_a_diagnostic(aws: Client) -> None:
    broken = pb.ApplyResourceChange.Request(type_name="aws_eip", planned_state=pb.DynamicValue(msgpack=b"\xc1"))
    assert "bug" in aws.call("ApplyResourceChange", broken, pb.ApplyResourceChange.Response).diagnostics[0].summary


def test_files_are_refused_without_a_directory(addresses: dict[str, str], tmp_path: Path) -> None:
    client = Client(addresses["local"])
    target = tmp_path / "canary"
    planned = {"filename": str(target), "content": "x"}
    request = pb.ApplyResourceChange.Request(type_name="local_file", planned_state=dynamic(planned))
    answer = client.call("ApplyResourceChange", request, pb.ApplyResourceChange.Response)
    client.channel.close()
    assert "not available" in answer.diagnostics[0].summary
    assert not target.exists()


def test_paths_have_names_and_positions() -> None:
    steps = attribute_path(("rule", 0, "path")).steps
    assert [step.WhichOneof("selector") for step in steps] == ["attribute_name", "element_key_int", "attribute_name"]
