"""Which type an argument refers to, found by its name and the provider's schema.

``aws_ecs_service.cluster`` is ``aws_ecs_cluster``; ``aws_api_gateway_method.rest_api_id`` is
``aws_api_gateway_rest_api``: the same family first, then the whole provider where only one type fits.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from app.knowledge.schemas import Block, provider_schema, schema_of

FORMS = ("_identifiers", "_identifier", "_ids", "_id", "_arns", "_arn", "_names", "_name")
"""Endings that say how the other resource is named."""

NEVER = frozenset(
    {
        "account", "aws_account", "client", "code", "condition", "configuration", "connection", "content", "data",
        "definition", "document", "event", "external", "instance_type", "key", "namespace", "owner", "policy",
        "principal", "product", "protocol", "provider", "resource", "schedule", "schema", "service", "source", "state",
        "status", "tag", "target", "template", "tenant", "type", "user_data", "value", "version",
    }
)  # fmt: skip
"""Words that, alone, are far more often a property than another resource."""


@dataclass(frozen=True, slots=True)
class Target:
    """The type referred to and the attribute of it that is wanted."""

    type: str
    attribute: str


def split(name: str) -> tuple[str, str]:
    """``cluster_arn`` → (``cluster``, ``arn``); the form is empty for a plain word and always singular."""
    for form in FORMS:
        if name.endswith(form) and name != form.removeprefix("_"):
            return name.removesuffix(form), form.strip("_").removesuffix("s")
    return name, ""


def is_own_name(kind: str, name: str) -> bool:
    """Whether the argument is what the resource itself is called (``theme_id`` of a theme, ``domain`` of a domain)."""
    stem, form = split(name)
    own = kind.partition("_")[2]
    if name in {"name", "identifier"}:
        return True
    if form == "arn":
        return False
    if own == stem or own.endswith(f"_{stem}"):
        return True
    last = stem.split("_")[-2:]
    return len(last) == 2 and form != "" and own.split("_")[-2:] == last


def target_of(kind: str, name: str) -> Target | None:
    """What an argument refers to, or None where nothing certain enough fits."""
    stem, form = split(name)
    for candidate in _candidates(kind, stem, form):
        block = schema_of(candidate)
        if block is not None and (attribute := wanted_attribute(block, name, stem, form)):
            return Target(candidate, attribute)
    return None


def _candidates(kind: str, stem: str, form: str) -> Iterator[str]:
    provider, _, rest = kind.partition("_")
    words = rest.split("_")
    types = _types(provider)
    for size in range(len(words) - 1, 0, -1):
        prefix = "_".join(words[:size])
        for candidate in (f"{provider}_{prefix}_{stem}", f"{provider}_{prefix}"):
            if candidate in types and candidate != kind and candidate.endswith(f"_{stem}"):
                yield candidate
    if not form or stem in NEVER:
        return
    family = [one for one in types if one.startswith(f"{provider}_{words[0]}_") and one.endswith(f"_{stem}")]
    yield from sorted((one for one in family if one != kind), key=lambda one: (len(one), one))[:1]
    if f"{provider}_{stem}" in types:
        yield f"{provider}_{stem}"
    everywhere = [one for one in types if one.endswith(f"_{stem}") and one != kind]
    if len(everywhere) == 1 and "_" in stem:
        yield everywhere[0]


@cache
def _types(provider: str) -> frozenset[str]:
    return frozenset(provider_schema(provider).types())


def wanted_attribute(block: Block, name: str, stem: str, form: str) -> str:
    """The attribute that carries what the argument asks for, or empty."""
    last = stem.rpartition("_")[2]
    order = {
        "arn": ("arn", name, f"{last}_arn", f"{stem}_arn", "id"),
        "id": (name, f"{last}_id", "id", "identifier", "arn"),
        "name": (name, f"{last}_name", "name", "id"),
        "identifier": (name, f"{last}_identifier", "identifier", "id", "arn"),
        "": (name, "name", f"{last}_name", "id", "arn"),
    }[form]
    singular = [
        one.removesuffix("s") if one.endswith(("ids", "arns", "names", "identifiers")) else one for one in order
    ]
    return next((one for one in singular if one in block.attributes and block.attributes[one].type == "string"), "")
