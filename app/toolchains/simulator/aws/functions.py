"""The AWS provider's own functions (``provider::aws::arn_parse`` and its kin)."""

import json
from collections.abc import Mapping
from typing import Any

from app.domain.errors import Failure
from app.toolchains.simulator.protobuf import message, text
from app.toolchains.simulator.provider import Function

PARTS = ("partition", "service", "region", "account_id", "resource")


def arn_parse(arguments: list[Any]) -> dict[str, str]:
    """The parts of an ARN; raises `Failure` for a text that is none."""
    parts = str(arguments[0]).split(":", 5)
    if len(parts) != 6 or parts[0] != "arn":
        raise Failure("parsing an ARN", f"{arguments[0]!r} is no ARN", "it begins with arn: and has six parts")
    return dict(zip(PARTS, parts[1:], strict=True))


def arn_build(arguments: list[Any]) -> str:
    """An ARN from its parts."""
    return ":".join(["arn", *(str(argument) for argument in arguments)])


def trim_iam_role_path(arguments: list[Any]) -> str:
    """The ARN of a role without the path in it."""
    parts = arn_parse(arguments)
    kind, slash, name = parts["resource"].partition("/")
    if parts["service"] != "iam" or kind != "role" or not slash:
        raise Failure("trimming a role's path", f"{arguments[0]!r} is no ARN of a role")
    return arn_build([*(parts[part] for part in PARTS[:4]), f"role/{name.rpartition('/')[2]}"])


def user_agent(arguments: list[Any]) -> str:
    """A user-agent product with version and comment."""
    product, version, comment = (str(argument or "") for argument in arguments)
    return product + (f"/{version}" if version else "") + (f" ({comment})" if comment else "")


def described(parameters: tuple[str, ...], result: Any, summary: str) -> bytes:
    """A ``Function`` message (tfplugin5.proto): parameters 1, return 3, summary 4; all parameters are strings."""
    inputs = [message(1, text(1, name) + message(2, b'"string"')) for name in parameters]
    output = message(3, message(1, json.dumps(result, separators=(",", ":")).encode()))
    return b"".join([*inputs, output, text(4, summary)])


FUNCTIONS: Mapping[str, tuple[Function, bytes]] = {
    "arn_parse": (
        arn_parse,
        described(("arn",), ["object", dict.fromkeys(PARTS, "string")], "Splits an ARN into its parts"),
    ),
    "arn_build": (arn_build, described(PARTS, "string", "Builds an ARN from its parts")),
    "trim_iam_role_path": (trim_iam_role_path, described(("arn",), "string", "Removes the path from a role's ARN")),
    "user_agent": (
        user_agent,
        described(("product_name", "product_version", "comment"), "string", "Formats a user-agent product"),
    ),
}
