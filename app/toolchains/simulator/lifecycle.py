"""The life of simulated objects: plan, apply, read, import. Pure of gRPC: values in, values out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.errors import Failure
from app.knowledge.schemas import Block
from app.toolchains.simulator.computed import Filler, templates_of
from app.toolchains.simulator.connection import Connection, packed, tokens_for, unpacked
from app.toolchains.simulator.planning import Path, changed, planned_state, replacement_paths
from app.toolchains.simulator.provider import Provider, Subject
from app.toolchains.simulator.tokens import Tokens, seed_of
from app.toolchains.simulator.values import UNKNOWN, Unknown

IMPORTED = b'{"imported": true}'


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan: the new state, where it requires a new object, and the private data."""

    state: dict[str, Any] | None
    replace: list[Path]
    private: bytes


def block_of(provider: Provider, kind: str, section: str = "resources") -> Block:
    """The schema of a type in a section (``resources``, ``data``, ``ephemeral``); raises `Failure` for a new one."""
    block = provider.schema.block(section, kind)
    if block is None:
        raise Failure("looking up a type", f"provider {provider.name} {provider.schema.version} has no {kind}")
    return block


def plan(provider: Provider, connection: Connection, kind: str, prior: Any, proposed: Any, private: bytes) -> Planned:
    """What a change will do; a destruction is planned as it was asked for."""
    connection.remember(private)
    if proposed is None:
        return Planned(None, [], private)
    block = block_of(provider, kind)
    state = planned_state(block, proposed, prior, provider.overlay.defaults(kind))
    subject = Subject(kind, block, state, Tokens(""), connection.place, prior)
    if provider.behaviour.plan_every is not None:
        provider.behaviour.plan_every(subject)
    special = provider.behaviour.plan.get(kind)
    if special is not None:
        special(subject)
    if prior is None:
        return Planned(state, [], b"")
    if changed(prior, state):
        for name in provider.overlay.renewed(kind):
            if name in state:
                state[name] = UNKNOWN
    replace = replacement_paths(provider.overlay.replaces(kind) & settable(block), prior, state)
    if private == IMPORTED:
        # An import knows the identifier only: what it does not know is no reason for a new object.
        replace = [path for path in replace if prior.get(path[0]) not in (None, [], {})]
    return Planned(state, replace, private)


def settable(block: Block) -> frozenset[str]:
    """Paths a configuration may set, all nested blocks included."""
    return frozenset(_settable(block, ""))


def _settable(block: Block, path: str) -> list[str]:
    out = [path + name for name, attribute in block.attributes.items() if attribute.settable]
    for name, nested in block.blocks.items():
        out += [path + name, *_settable(nested.block, f"{path}{name}.")]
    return out


def apply(
    provider: Provider, connection: Connection, kind: str, prior: Any, planned: Any, private: bytes
) -> tuple[dict[str, Any] | None, bytes]:
    """The state after a change and its private data."""
    block = block_of(provider, kind)
    if planned is None:
        _delete(provider, connection, kind, block, prior, private)
        return None, b""
    seed, ordinal = unpacked(private)
    if prior is None or not seed:
        seed = seed_of(kind, _given(planned))
        ordinal = connection.claim(seed)
    tokens = tokens_for(kind, seed, ordinal)
    state = dict(planned)
    special = provider.behaviour.create.get(kind)
    if special is not None:
        answer = special(Subject(kind, block, state, tokens, connection.place, prior))
        state.update({name: value for name, value in answer.items() if name in block.attributes})
    return Filler(kind, block, state, tokens, connection.place).fill(), packed(seed, ordinal)


def _given(planned: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in planned.items() if not isinstance(value, Unknown)}


def _delete(provider: Provider, connection: Connection, kind: str, block: Block, prior: Any, private: bytes) -> None:
    special = provider.behaviour.delete.get(kind)
    if special is not None and isinstance(prior, dict):
        seed, ordinal = unpacked(private)
        special(Subject(kind, block, dict(prior), tokens_for(kind, seed, ordinal), connection.place, prior))


def read_data(
    provider: Provider, connection: Connection, kind: str, config: Mapping[str, Any], section: str = "data"
) -> dict[str, Any]:
    """The answer of a data source or an ephemeral resource."""
    block = block_of(provider, kind, section)
    state = planned_state(block, config, None, {})
    tokens = tokens_for(f"{section}.{kind}", seed_of(kind, config), 0)
    subject = Subject(kind, block, state, tokens, connection.place)
    if provider.behaviour.plan_every is not None:
        provider.behaviour.plan_every(subject)
    special = provider.behaviour.read.get(kind)
    if special is not None:
        state.update({name: value for name, value in special(subject).items() if name in block.attributes})
    return Filler(kind, block, state, tokens, connection.place, "data").fill()


def imported(provider: Provider, connection: Connection, kind: str, identifier: str) -> dict[str, Any]:
    """The state of an object known by its identifier only."""
    block = block_of(provider, kind)
    state: dict[str, Any] = dict.fromkeys([*block.attributes, *block.blocks])
    for name, nested in block.blocks.items():
        state[name] = None if nested.nesting == "single" else {} if nested.nesting == "map" else []
    for name, attribute in block.attributes.items():
        if attribute.computed and not attribute.settable:
            state[name] = UNKNOWN
    named = templates_of(kind).get("id", "")
    if named.startswith("{") and named.endswith("}") and named[1:-1] in block.attributes:
        state[named[1:-1]] = identifier
    if "id" in block.attributes:
        state["id"] = identifier
    return Filler(kind, block, state, tokens_for(kind, identifier, 0), connection.place).fill()
