"""Values for variables that have none: placeholders of the right type, so that a plan can be made at all."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from app.domain.stack import Stack
from app.toolchains.terraform.checkout import Checkout, read_any
from app.toolchains.terraform.hcl import Block, parts_of, read_source, string_value

NAMED = (
    (r"(^|_)vpc_id$", "vpc-0a1b2c3d4e5f60718"),
    (r"(^|_)subnet_id$", "subnet-0a1b2c3d4e5f60718"),
    (r"(security_group|sg)_id$", "sg-0a1b2c3d4e5f60718"),
    (r"(^|_)ami(_id)?$|image_id$", "ami-0a1b2c3d4e5f60718"),
    (r"zone_id$", "Z0123456789ABCDEFGHIJ"),
    (r"account(_id)?$", "123456789012"),
    (r"kms.*(arn|key_id|key)$", "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"),
    (
        r"certificate_arn$|acm.*arn$",
        "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555",
    ),
    (r"role_arn$|(^|_)role$", "arn:aws:iam::123456789012:role/placeholder"),
    (r"(topic|sns).*arn$", "arn:aws:sns:us-east-1:123456789012:placeholder"),
    (r"(queue|sqs).*arn$", "arn:aws:sqs:us-east-1:123456789012:placeholder"),
    (r"bucket_arn$", "arn:aws:s3:::placeholder"),
    (r"secret.*arn$", "arn:aws:secretsmanager:us-east-1:123456789012:secret:placeholder-AbCdEf"),
    (r"arn$", "arn:aws:iam::123456789012:role/placeholder"),
    (r"cidr(_block)?$", "10.0.0.0/16"),
    (r"(^|_)region$", "us-east-1"),
    (r"availability_zone$|(^|_)az$", "us-east-1a"),
    (r"instance_(type|class)$|node_type$", "t3.micro"),
    (r"engine_version$", "8.0"),
    (r"email", "placeholder@example.com"),
    (r"(domain|hostname|fqdn|dns_name|zone_name)", "example.com"),
    (r"(^|_)(url|endpoint|uri)$", "https://example.com"),
    (r"public_key", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA placeholder"),
    (r"(password|secret|token)", "Placeholder-0-value"),
    (r"(^|_)ip(_address)?$", "10.0.0.10"),
    (r"(env|environment|stage)$", "dev"),
    (r"(user|username|login)$", "placeholder"),
    (r"(schedule|cron)", "rate(1 day)"),
    (r"port$", "443"),
)
"""Name of a variable → a string of the shape its users expect. Documentation's own account, domain and ranges."""
LISTS = ((r"subnet", 3), (r"cidr", 3), (r"az|availability_zone", 3))
PLACEHOLDERS = "zz_agents_placeholders.auto.tfvars.json"


def placeholders(stack: Stack, checkout: Checkout) -> dict[str, Any]:
    """Variable → placeholder, for each variable of the stack that has neither default nor value."""
    given = _given(stack, checkout)
    values: dict[str, Any] = {}
    for _, block in checkout.module(stack.path).blocks("variable"):
        if block.labels and "default" not in block.attributes and block.labels[0] not in given:
            values[block.labels[0]] = placeholder(block)
    return dict(sorted(values.items()))


def placeholder(block: Block) -> Any:
    """A value for one ``variable`` block: of its type, of the shape its name suggests, within a listed choice."""
    name = block.labels[0]
    attribute = block.attributes.get("type")
    kind = attribute.expression if attribute else "string"
    for rule in block.blocks_of("validation"):
        condition = rule.attributes.get("condition")
        choice = _choice(condition.expression, name) if condition else None
        if choice is not None:
            return choice
    try:
        return value_of(string_value(kind) or kind, name)
    except RecursionError:
        return "placeholder"


def value_of(kind: str, name: str) -> Any:
    """A value of an HCL type expression: ``list(object({ a = string }))`` → a list of one such object."""
    kind = kind.strip()
    outer, inner = _split(kind)
    if outer in _COMPOSED:
        return _COMPOSED[outer](inner.strip(), name)
    if kind == "number":
        return 443 if re.search("port", name) else 1
    return False if kind == "bool" else _text(name)


def _object(inner: str, name: str) -> dict[str, Any]:  # noqa: ARG001 - one form for all composed types
    fields = read_source("object", "\n".join(parts_of(inner[1:-1]))).top.attributes
    required = {key: one.expression for key, one in fields.items() if not one.expression.startswith("optional")}
    return {key: value_of(one, key) for key, one in required.items()}


def _several(inner: str, name: str) -> list[Any]:
    singular = re.sub(r"(ie)?s$", lambda end: "y" if end.group(1) else "", name)
    count = next((number for pattern, number in LISTS if re.search(pattern, name)), 1)
    one = value_of(inner, singular)
    if not isinstance(one, str):
        return [one]
    return [_numbered(one, index) for index in range(count)]


_COMPOSED: Mapping[str, Callable[[str, str], Any]] = {
    "list": _several,
    "set": _several,
    "tuple": lambda inner, name: [value_of(one, name) for one in parts_of(inner[1:-1])],
    "map": lambda inner, name: {"placeholder": value_of(inner, name)},
    "optional": lambda inner, name: value_of(parts_of(inner)[0], name),
    "object": _object,
}


def _numbered(text: str, index: int) -> str:
    if text == "10.0.0.0/16":
        return f"10.0.{index}.0/24"
    if text == "us-east-1a":
        return "us-east-1" + "abc"[index]
    return text if index == 0 else text[:-1] + str(index)


def _text(name: str) -> str:
    lowered = name.lower()
    return next((value for pattern, value in NAMED if re.search(pattern, lowered)), "placeholder")


def _choice(condition: str, name: str) -> Any:
    """The first of ``contains(["a", "b"], var.name)``."""
    found = re.search(rf"contains\(\s*\[(.*?)\]\s*,\s*var\.{re.escape(name)}\s*\)", condition, re.DOTALL)
    if not found:
        return None
    try:
        return json.loads(f"[{found.group(1).strip().rstrip(',')}]")[0]
    except (ValueError, IndexError):
        return None


def _split(kind: str) -> tuple[str, str]:
    found = re.fullmatch(r"(\w+)\s*\((.*)\)", kind, re.DOTALL)
    return (found.group(1), found.group(2)) if found else (kind, "")


def _given(stack: Stack, checkout: Checkout) -> set[str]:
    names: set[str] = set()
    for name in stack.var_files:
        text = checkout.text(f"{stack.path}/{name}")
        names |= set(read_any(name, text).top.attributes) if text is not None else set()
    return names


def spoken(values: Mapping[str, Any]) -> str:
    """How the report lists them."""
    if not values:
        return ""
    listed = ", ".join(f"{name} = {json.dumps(value)}" for name, value in values.items())
    return f"placeholders for variables without a value: {listed}"
