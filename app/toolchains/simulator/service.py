"""The plugin protocol's methods (version 5) for one simulated provider."""

import json
from collections.abc import Callable, Iterable
from typing import Any

import grpc
from tfplugin_proto import tfplugin5_5_pb2 as pb

from app.domain.errors import AgentsError
from app.toolchains.simulator import lifecycle
from app.toolchains.simulator.connection import Connections
from app.toolchains.simulator.planning import Path as ValuePath
from app.toolchains.simulator.protobuf import message, text
from app.toolchains.simulator.provider import Files, Problem, Provider
from app.toolchains.simulator.values import decode, encode

SERVICE = "tfplugin5.Provider"
Method = Callable[[Any, str], Any]


def serialised(answer: Any) -> bytes:
    """The bytes of an answer; some are made without the generated classes."""
    return answer if isinstance(answer, bytes) else bytes(answer.SerializeToString())


def dynamic(value: Any) -> pb.DynamicValue:
    """A value as it travels."""
    return pb.DynamicValue(msgpack=encode(value))


def undynamic(value: pb.DynamicValue) -> Any:
    """The value that arrived, in either of the two encodings."""
    return json.loads(value.json) if value.json else decode(value.msgpack)


def attribute_path(path: ValuePath) -> pb.AttributePath:
    """A path in the protocol's form."""
    steps = [
        pb.AttributePath.Step(element_key_int=step)
        if isinstance(step, int)
        else pb.AttributePath.Step(attribute_name=step)
        for step in path
    ]
    return pb.AttributePath(steps=steps)


def diagnostics(problems: Iterable[Problem]) -> list[pb.Diagnostic]:
    """Problems as errors of the protocol."""
    return [
        pb.Diagnostic(
            severity=pb.Diagnostic.ERROR,
            summary=problem.summary,
            detail=problem.detail,
            attribute=attribute_path(problem.path) if problem.path else None,
        )
        for problem in problems
    ]


def _problem(error: Exception) -> Problem:
    if isinstance(error, AgentsError):
        return Problem(error.wrong, error.hint or f"The simulated provider stopped while {error.doing}.")
    return Problem("The simulated provider has a bug", f"{type(error).__name__}: {error}")


class ProviderService:
    """Answers core. A method that fails answers with a diagnostic, so that core can say which resource it was."""

    def __init__(self, provider: Provider, files: Files) -> None:
        self.provider = provider
        self.files = files
        self.connections = Connections(provider.place({}, files))

    def handler(self) -> "grpc.GenericRpcHandler[Any, Any]":
        """The gRPC handler with all methods."""
        methods: dict[str, tuple[Method, Any, Any]] = {
            name: (method, getattr(pb, name).Request, getattr(pb, name).Response)
            for name, method in (
                ("PrepareProviderConfig", self.prepare),
                ("Configure", self.configure),
                ("ValidateResourceTypeConfig", self.validate_resource),
                ("ValidateDataSourceConfig", self.validate_data),
                ("UpgradeResourceState", self.upgrade),
                ("ReadResource", self.read),
                ("PlanResourceChange", self.plan),
                ("ApplyResourceChange", self.apply),
                ("ImportResourceState", self.imported),
                ("ReadDataSource", self.read_data),
                ("Stop", self.nothing),
            )
        }
        methods["GetSchema"] = (self.get_schema, pb.GetProviderSchema.Request, pb.GetProviderSchema.Response)
        # Younger than the generated classes: their first two fields are those of a data source's messages, and
        # what they answer is written directly.
        methods["ValidateEphemeralResourceConfig"] = (
            self.validate_ephemeral,
            pb.ValidateDataSourceConfig.Request,
            pb.ValidateDataSourceConfig.Response,
        )
        methods["OpenEphemeralResource"] = (self.open_ephemeral, pb.ReadDataSource.Request, _ephemeral_failure)
        methods["RenewEphemeralResource"] = (self.nothing, pb.Stop.Request, _ephemeral_failure)
        methods["CloseEphemeralResource"] = (self.nothing, pb.Stop.Request, _ephemeral_failure)
        methods["CallFunction"] = (self.call, pb.CallFunction.Request, _function_failure)
        handlers = {
            name: grpc.unary_unary_rpc_method_handler(
                self._guarded(method, failure), request_deserializer=asked.FromString, response_serializer=serialised
            )
            for name, (method, asked, failure) in methods.items()
        }
        return grpc.method_handlers_generic_handler(SERVICE, handlers)

    def _guarded(self, method: Method, failure: Any) -> Callable[[Any, grpc.ServicerContext], Any]:
        def guarded(request: Any, context: grpc.ServicerContext) -> Any:
            try:
                return method(request, context.peer())
            except Exception as error:  # noqa: BLE001  a bug must reach the user as a diagnostic, not as a lost call
                return failure(diagnostics=diagnostics([_problem(error)]))

        return guarded

    def get_schema(self, _request: Any, _peer: str) -> bytes:
        """The schema, as far as the code that is served can use it."""
        return self.provider.schema_message

    def prepare(self, request: Any, _peer: str) -> pb.PrepareProviderConfig.Response:
        """The provider block as it is: there is nothing to prepare."""
        return pb.PrepareProviderConfig.Response(prepared_config=request.config)

    def configure(self, request: Any, peer: str) -> pb.Configure.Response:
        """Notes the provider block for this connection."""
        self.connections.configure(peer, self.provider.place(undynamic(request.config) or {}, self.files))
        return pb.Configure.Response()

    def validate_resource(self, request: Any, _peer: str) -> pb.ValidateResourceTypeConfig.Response:
        """What is wrong with a resource's configuration."""
        return pb.ValidateResourceTypeConfig.Response(diagnostics=self._checked("resources", request))

    def validate_data(self, request: Any, _peer: str) -> pb.ValidateDataSourceConfig.Response:
        """What is wrong with a data source's configuration."""
        return pb.ValidateDataSourceConfig.Response(diagnostics=self._checked("data", request))

    def validate_ephemeral(self, request: Any, _peer: str) -> pb.ValidateDataSourceConfig.Response:
        """What is wrong with an ephemeral resource's configuration."""
        return pb.ValidateDataSourceConfig.Response(diagnostics=self._checked("ephemeral", request))

    def _checked(self, section: str, request: Any) -> list[pb.Diagnostic]:
        check = self.provider.behaviour.check
        if check is None:
            return []
        block = lifecycle.block_of(self.provider, request.type_name, section)
        return diagnostics(check(section, request.type_name, block, undynamic(request.config) or {}))

    def upgrade(self, request: Any, _peer: str) -> pb.UpgradeResourceState.Response:
        """The stored state without what today's schema does not have."""
        block = lifecycle.block_of(self.provider, request.type_name)
        stored = json.loads(request.raw_state.json or b"null")
        if isinstance(stored, dict):
            stored = {key: value for key, value in stored.items() if key in block.attributes or key in block.blocks}
        return pb.UpgradeResourceState.Response(upgraded_state=pb.DynamicValue(json=json.dumps(stored).encode()))

    def read(self, request: Any, peer: str) -> pb.ReadResource.Response:
        """The state as it is: nothing happens to simulated objects between runs."""
        self.connections.of(peer).remember(request.private)
        return pb.ReadResource.Response(new_state=request.current_state, private=request.private)

    def plan(self, request: Any, peer: str) -> pb.PlanResourceChange.Response:
        """What a change will do."""
        planned = lifecycle.plan(
            self.provider,
            self.connections.of(peer),
            request.type_name,
            undynamic(request.prior_state),
            undynamic(request.proposed_new_state),
            request.prior_private,
        )
        return pb.PlanResourceChange.Response(
            planned_state=dynamic(planned.state),
            requires_replace=[attribute_path(path) for path in planned.replace],
            planned_private=planned.private,
            legacy_type_system=True,
        )

    def apply(self, request: Any, peer: str) -> pb.ApplyResourceChange.Response:
        """The state after a change."""
        state, private = lifecycle.apply(
            self.provider,
            self.connections.of(peer),
            request.type_name,
            undynamic(request.prior_state),
            undynamic(request.planned_state),
            request.planned_private,
        )
        return pb.ApplyResourceChange.Response(new_state=dynamic(state), private=private, legacy_type_system=True)

    def imported(self, request: Any, peer: str) -> pb.ImportResourceState.Response:
        """An object by its identifier."""
        state = lifecycle.imported(self.provider, self.connections.of(peer), request.type_name, request.id)
        resource = pb.ImportResourceState.ImportedResource(
            type_name=request.type_name, state=dynamic(state), private=lifecycle.IMPORTED
        )
        return pb.ImportResourceState.Response(imported_resources=[resource])

    def read_data(self, request: Any, peer: str) -> pb.ReadDataSource.Response:
        """The answer of a data source."""
        state = lifecycle.read_data(
            self.provider, self.connections.of(peer), request.type_name, undynamic(request.config) or {}
        )
        return pb.ReadDataSource.Response(state=dynamic(state))

    def open_ephemeral(self, request: Any, peer: str) -> bytes:
        """An ephemeral value; field 3 of the answer is the result."""
        state = lifecycle.read_data(
            self.provider, self.connections.of(peer), request.type_name, undynamic(request.config) or {}, "ephemeral"
        )
        return message(3, dynamic(state).SerializeToString())

    def call(self, request: Any, _peer: str) -> bytes:
        """The result of a provider function; field 1 of the answer is the result."""
        function, _ = self.provider.behaviour.functions[request.name]
        result = function([undynamic(argument) for argument in request.arguments])
        return message(1, dynamic(result).SerializeToString())

    def nothing(self, _request: Any, _peer: str) -> bytes:
        """An empty answer."""
        return b""


def _ephemeral_failure(diagnostics: list[pb.Diagnostic]) -> bytes:
    return b"".join(message(1, diagnostic.SerializeToString()) for diagnostic in diagnostics)


def _function_failure(diagnostics: list[pb.Diagnostic]) -> bytes:
    return message(2, text(1, "; ".join(diagnostic.summary for diagnostic in diagnostics)))
