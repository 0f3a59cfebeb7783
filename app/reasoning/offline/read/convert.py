"""Values → the type a parameter or a provider argument wants."""

from collections.abc import Callable, Mapping
from typing import Any

from app.knowledge.catalogue.base import Parameter
from app.reasoning.offline.read.slots import Argument
from app.reasoning.offline.read.spans import Value
from app.reasoning.offline.read.tokens import fold

_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
_BYTES = {"B": 1, "KiB": 1024, "MiB": 1024**2, "GiB": 1024**3, "TiB": 1024**4}
_TRUE = frozenset({"true", "yes", "enabled", "on", "si"})
_FALSE = frozenset({"false", "no", "disabled", "off"})


def whole(number: float) -> int | float:
    """An integer where nothing is lost."""
    return int(number) if float(number).is_integer() else number


def parameter_value(parameter: Parameter, value: Value) -> Any:
    """The value in the parameter's unit and type, or None where it does not fit."""
    read = _PARAMETERS.get(parameter.kind)
    return read(parameter, value) if read else None


def _amount(parameter: Parameter, value: Value) -> Any:
    if value.kind == "number" or (value.kind == "version" and value.number is not None):
        number = float(value.value if value.kind == "number" else value.number or 0)
        return whole(number) if parameter.kind != "count" or number.is_integer() else None
    if value.kind == "percent" and parameter.unit in {"percent", ""}:
        return whole(value.value)
    if parameter.kind == "count":
        return None
    return _scaled(parameter.unit, value)


def _scaled(unit: str, value: Value) -> Any:
    if value.kind == "duration" and unit in _SECONDS:
        return whole(value.value / _SECONDS[unit])
    if value.kind == "size" and unit in _BYTES:
        return whole(value.value / _BYTES[unit])
    return None


def _size(parameter: Parameter, value: Value) -> Any:
    if value.kind == "number":
        return whole(value.value)
    return _scaled(parameter.unit or "GiB", value)


def _duration(parameter: Parameter, value: Value) -> Any:
    if value.kind == "number":
        return whole(value.value) if value.text[:1].isdigit() else None  # "una cola" is no time
    return _scaled(parameter.unit or "seconds", value)


def _port(_: Parameter, value: Value) -> Any:
    usable = value.kind == "number" and float(value.value).is_integer() and 0 < value.value < 65536
    return int(value.value) if usable else None


def _version(_: Parameter, value: Value) -> Any:
    if value.kind == "version":
        return str(value.value)
    if value.kind == "number" and not value.quoted:
        return str(value.value)
    return value.value if value.kind == "text" and value.text[:1].isdigit() else None


def _choice(parameter: Parameter, value: Value) -> Any:
    wanted = fold(str(value.value))
    for word, choice in parameter.choices.items():
        if wanted in {word, str(choice).lower()}:
            return choice
    return None


def _text(_: Parameter, value: Value) -> Any:
    return value.value if value.kind in {"text", "path", "domain", "region", "url", "arn", "email", "window"} else None


def _list(_: Parameter, value: Value) -> Any:
    return [value.value] if value.kind not in {"number", "size", "duration", "money", "percent"} else None


def _same(*kinds: str) -> Callable[[Parameter, Value], Any]:
    return lambda _, value: value.value if value.kind in kinds else None


_PARAMETERS: Mapping[str, Callable[[Parameter, Value], Any]] = {
    "count": _amount,
    "number": _amount,
    "size": _size,
    "duration": _duration,
    "time": _same("time", "schedule"),
    "schedule": _same("schedule"),
    "cidr": _same("cidr"),
    "port": _port,
    "version": _version,
    "instance_type": _same("instance_type"),
    "choice": _choice,
    "text": _text,
    "domain": _same("domain"),
    "arn": _same("arn"),
    "list": _list,
}


def argument_value(argument: Argument, value: Value) -> Any:
    """The value as the provider's type wants it, or None where it does not fit."""
    kind = argument.type
    if isinstance(kind, list) and kind[0] in {"list", "set"}:
        inner = argument_value(Argument(argument.path, kind[1], argument.words, argument.required), value)
        return None if inner is None else [inner]
    if kind == "number":
        return _argument_number(argument, value)
    if kind == "bool":
        word = fold(str(value.value))
        return True if word in _TRUE else False if word in _FALSE else None
    if kind == "string":
        if value.kind in {"size", "duration", "money", "percent"}:
            return None
        return value.text if value.kind in {"number", "version"} else str(value.value)
    return None


def _argument_number(argument: Argument, value: Value) -> Any:
    if value.kind == "number":
        return whole(value.value)
    if value.kind == "text" and value.text.isdigit():
        return int(value.text)
    name = argument.path.rpartition(".")[2]
    if value.kind == "duration":
        unit = next((unit for unit in _SECONDS if unit in name or unit[:-1] in name.split("_")), "")
        if not unit:
            unit = (
                "days"
                if "retention" in name and value.value % 86400 == 0
                else "hours"
                if "retention" in name
                else "seconds"
            )
        return _scaled(unit, value)
    if value.kind == "size":
        return _scaled("MiB" if "memory" in name else "GiB", value)
    return whole(value.value) if value.kind == "percent" else None
