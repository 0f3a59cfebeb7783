"""Values that a model gives: typed as the catalogue's parameters and the provider's schema have them, or refused."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from ipaddress import ip_network
from typing import Any

from app.knowledge.catalogue.base import Parameter, Service
from app.knowledge.schemas import Attribute, Block, Nested, schema_of
from app.reasoning.offline.build.check import fits
from app.reasoning.offline.build.overrides import IGNORED
from app.reasoning.offline.build.refusals import PROVISIONING
from app.reasoning.tasks.design_words import INSTANCE, LONGEST, SCHEDULE, Words, shown

PATH = re.compile(r"[a-z_][a-z0-9_]*(?:\.(?:[a-z_][a-z0-9_]*|\d{1,2}))*")
GIVEN = re.compile(
    r"image|uri|url|repositor|snapshot|source_db|replicat|restore|layer|(?:^|_)ami(?:$|_)|user_data|command|script|domain|host|endpoint|mail|account"
    r"|principal|identifiers|owner"
)
"""Names of what decides whose things are used and who is let in."""
WHO = re.compile(r"grantee|principal|owner")
"""Names of blocks of which everything says that."""
ENUMERATED = re.compile(r"[A-Z][A-Za-z0-9_-]{0,39}|\$\{.+\}")
"""``REGIONAL``; a reference."""
LARGEST = 4000
"""Characters of one component's arguments as JSON."""


def typed(parameter: Parameter, value: Any, words: Words) -> Any:
    """A setting as the parameter wants it; raises ValueError that says what it wants."""
    read = _KINDS[parameter.kind]
    taken = read(parameter, value, words)
    if taken is None:
        raise ValueError(f"{parameter.name} is {_wanted(parameter)}, not {shown(json.dumps(value))}")
    return taken


def _wanted(parameter: Parameter) -> str:
    if parameter.kind == "choice":
        choices = dict.fromkeys(json.dumps(choice) for choice in parameter.choices.values())
        return f"one of {', '.join(choices)}"
    units = f" in {parameter.unit}" if parameter.unit else ""
    return f"a {parameter.kind.replace('_', ' ')}{units}"


def _flag(_: Parameter, value: Any, __: Words) -> Any:
    return value if isinstance(value, bool) else None


def _amount(parameter: Parameter, value: Any, _: Words) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1e9:
        return None
    if float(value).is_integer():
        return int(value)
    return None if parameter.kind in {"count", "port"} else value


def _port(parameter: Parameter, value: Any, words: Words) -> Any:
    return value if isinstance(_amount(parameter, value, words), int) and 0 < value < 65536 else None


def _version(_: Parameter, value: Any, __: Words) -> Any:
    text = str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
    return text if re.fullmatch(r"\d[\w.-]{0,20}", text) else None


def _matching(pattern: re.Pattern[str]) -> Callable[[Parameter, Any, Words], Any]:
    return lambda _, value, __: value if isinstance(value, str) and pattern.fullmatch(value) else None


def _choice(parameter: Parameter, value: Any, _: Words) -> Any:
    if isinstance(value, list):
        return None
    meant = parameter.choices.get(value.lower(), value) if isinstance(value, str) else value
    return next((c for c in parameter.choices.values() if type(c) is type(meant) and c == meant), None)


def _cidr(_: Parameter, value: Any, words: Words) -> Any:
    try:
        ip_network(value)
    except (ValueError, TypeError):
        return None
    return _text(_, value, words)


def _text(parameter: Parameter, value: Any, words: Words) -> Any:
    if not isinstance(value, str) or not value:
        return None
    _require(parameter.name, value, words)
    return value


def _list(parameter: Parameter, value: Any, words: Words) -> Any:
    listed = value if isinstance(value, list) else [value]
    return (
        [str(_text(parameter, one, words)) for one in listed] if all(isinstance(o, str) and o for o in listed) else None
    )


_KINDS: Mapping[str, Callable[[Parameter, Any, Words], Any]] = {
    "flag": _flag,
    "count": _amount,
    "number": _amount,
    "size": _amount,
    "duration": _amount,
    "time": _matching(re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")),
    "schedule": _matching(SCHEDULE),
    "cidr": _cidr,
    "port": _port,
    "version": _version,
    "instance_type": _matching(INSTANCE),
    "choice": _choice,
    "text": _text,
    "domain": _text,
    "arn": _text,
    "list": _list,
}


def settings_of(kind: str, given: Mapping[str, Any], services: Mapping[str, Service], words: Words) -> dict[str, Any]:
    """Settings of a component; raises ValueError for a parameter that its service does not have."""
    service = services.get(kind)
    known = {parameter.name: parameter for parameter in service.parameters} if service else {}
    for name in given:
        if name not in known:
            raise ValueError(f"{kind} has no parameter {shown(name)}{nearest(name, known)}")
    return {name: typed(known[name], value, words) for name, value in given.items()}


def arguments_of(kind: str, given: Mapping[str, Any], services: Mapping[str, Service], words: Words) -> dict[str, Any]:
    """Arguments of a component; raises ValueError for one that the provider does not have or take."""
    if len(json.dumps(given, allow_nan=False)) > LARGEST:
        raise ValueError(f"the arguments are longer than {LARGEST} characters")
    blocks = list(_blocks(kind, services))
    for path, value in given.items():
        _check_argument(kind, path, value, blocks)
        for place, text in _named(path, value):
            _require(place, text, words)
    return dict(given)


def _named(path: str, value: Any) -> Iterator[tuple[str, str]]:
    """Every text in a value with the path it stands at; a key stands nowhere, it is no value."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield "", str(key)
            yield from _named(f"{path}.{key}", inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _named(path, inner)


def _blocks(kind: str, services: Mapping[str, Service]) -> Iterator[Block]:
    """The schemas of what a kind may build, its own type first."""
    service = services.get(kind)
    for name in (service.primary, *service.types) if service else (kind,):
        block = schema_of(name.removeprefix("data."), data=name.startswith("data."))
        if block is not None:
            yield block


def _check_argument(kind: str, path: str, value: Any, blocks: Sequence[Block]) -> None:
    top = path.partition(".")[0]
    if not PATH.fullmatch(path) or top in IGNORED | PROVISIONING:
        raise ValueError(f"{shown(path)} is no argument that may be set")
    plain = ".".join(step for step in path.split(".") if not step.isdigit())
    found = [there for block in blocks if (there := block.at(plain)) is not None]
    if not found:
        known = [name for block in blocks for name in (*block.attributes, *block.blocks)]
        raise ValueError(f"{kind} has no argument {shown(path)}{nearest(path, known)}")
    if not any(_takes(there, value) for there in found):
        raise ValueError(f"{path} of {kind} does not take {shown(json.dumps(value))}")


def _takes(there: Attribute | Nested, value: Any) -> bool:
    if isinstance(there, Attribute):
        return there.settable and value is not None and fits(there.type, value)
    bodies = value if isinstance(value, list) else [value]
    return bool(bodies) and all(isinstance(body, dict) and _fits_block(there.block, body) for body in bodies)


def _fits_block(block: Block, body: Mapping[str, Any]) -> bool:
    return all((there := block.at(name)) is not None and _takes(there, value) for name, value in body.items())


def texts_of(value: Any) -> Iterator[str]:
    """Every text in a JSON value, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield str(key)
            yield from texts_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_of(inner)


def _require(name: str, text: str, words: Words) -> None:
    why = words.doubt(text)
    steps = [step for step in name.casefold().split(".") if not step.isdigit()]
    given = GIVEN.search(steps[-1] if steps else "") or any(WHO.search(step) for step in steps)
    if not why and given and not words.hold(text) and not ENUMERATED.fullmatch(text):
        why = "is not in the user's words, and nobody else may say it; leave it out"
    if why:
        raise ValueError(f"{shown(text)} for {name} {why}")


def nearest(name: str, known: Sequence[str] | Mapping[str, Any]) -> str:
    """Names that were perhaps meant, as the end of a sentence."""
    close = get_close_matches(name[:LONGEST], list(dict.fromkeys(known)), n=3, cutoff=0.5)
    return f"; perhaps {', '.join(close)}" if close else ""
