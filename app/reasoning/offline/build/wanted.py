"""Inputs and outputs that a request asks for by name."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from app.domain.request import WantedOutput, WantedVariable
from app.domain.resources import Ref, Var
from app.knowledge.catalogue.base import End
from app.knowledge.schemas import Block, schema_of
from app.reasoning.offline.build.check import EXPRESSIONS, fits
from app.reasoning.offline.build.claims import tokens
from app.reasoning.offline.build.ledger import Draft
from app.reasoning.offline.build.naming import NAME_ATTRIBUTES
from app.reasoning.offline.build.site import BuildingSite

TYPE = re.compile(r"string|number|bool|any|(list|set|map)\((string|number|bool|any)\)")
SECRET = re.compile(r"password|secret|token|private_key")
ENDPOINTS = ("endpoint", "invoke_url", "url", "api_endpoint", "dns_name", "domain_name", "address", "website_endpoint")
"""Attributes that answer where something is reached, the most telling first."""


def declare_wanted(site: BuildingSite, end_of: Callable[[str], End | None]) -> None:
    """Declare the variables, put in place what they stand for, and the outputs.

    ``end_of`` gives a component's end by id. An output that no attribute answers is left out.
    """
    for variable in site.request.variables:
        _declare(site, variable)
    for output in site.request.outputs:
        _put_out(site, output, end_of(output.component) if output.component else None)


def _declare(site: BuildingSite, wanted: WantedVariable) -> None:
    """A variable; where it is not used yet it takes the place of the argument its name speaks of."""
    if wanted.name in site.inputs.variables:
        return
    kind = wanted.type if TYPE.fullmatch(wanted.type) else "string"
    default = wanted.default
    place = _place(site.ledger, wanted.name)
    if place is not None:
        draft, name = place
        if default is None:
            default = _literal(site, draft, draft.body[name])
        if _suits(draft, name, default):
            draft.body[name] = Var(wanted.name)
    words = wanted.name.replace("_", " ").replace("-", " ")
    site.variable(wanted.name, kind, f"{words[:1].upper()}{words[1:]}.", default)


def _place(drafts: Iterable[Draft], name: str) -> tuple[Draft, str] | None:
    """The resource and argument that a variable's name speaks of: ``instance_type``, ``cluster_name``."""
    managed = sorted((draft for draft in drafts if not draft.data), key=_plainness)
    for draft in managed:
        if name in draft.body:
            return draft, name
    noun, _, attribute = name.rpartition("_")
    attributes = NAME_ATTRIBUTES if attribute == "name" else (attribute,)
    for draft in managed:
        about = tokens(draft.type, draft.label)
        if noun and set(noun.split("_")) <= about:
            found = next((one for one in attributes if one in draft.body), None)
            if found:
                return draft, found
    return None


def _plainness(draft: Draft) -> int:
    """Words of a label: ``orders`` is meant before ``orders_dlq``."""
    return len(tokens(draft.label))


def _literal(site: BuildingSite, draft: Draft, value: Any) -> Any:
    """The value as a default: a name that is put together becomes a fixed one, other expressions have none."""
    if not isinstance(value, EXPRESSIONS):
        return value
    if isinstance(value, Var):
        declared = site.inputs.variables.get(value.name)
        return declared.default if declared else None
    project = site.inputs.variables["project"].default
    return f"{project}-{draft.label.replace('_', '-')}" if not isinstance(value, Ref) else None


def _suits(draft: Draft, name: str, default: Any) -> bool:
    block = schema_of(draft.type)
    attribute = block.attributes.get(name) if block else None
    return attribute is not None and default is not None and fits(attribute.type, default)


def _put_out(site: BuildingSite, wanted: WantedOutput, end: End | None) -> None:
    drafts = [one for one in site.ledger if not one.data]
    if end is not None and end.ports.address in site.ledger:
        drafts = [site.ledger.get(end.ports.address)]
    about = tokens(wanted.name)
    for draft in sorted(drafts, key=lambda one: (-len(about & tokens(one.type, one.label)), _plainness(one))):
        attribute = _attribute(schema_of(draft.type), wanted)
        if attribute:
            path = attribute if draft.single else f"[*].{attribute}"
            words = attribute.replace("_", " ")
            text = f"{words[:1].upper()}{words[1:]} of {draft.label}."
            sensitive = bool(SECRET.search(attribute))
            site.inputs.output(wanted.name, Ref(draft.address, path), text, sensitive=sensitive)
            return


def _attribute(block: Block | None, wanted: WantedOutput) -> str:
    """The attribute of a type that an output asks for, or empty."""
    if block is None:
        return ""
    if wanted.attribute in block.attributes:
        return wanted.attribute
    if wanted.attribute in {"endpoint", "url", "address", "hostname", "host", "dns"}:
        return next((name for name in ENDPOINTS if name in block.attributes), "")
    if wanted.attribute == "name":
        return next((name for name in NAME_ATTRIBUTES if name in block.attributes), "")
    ending = [name for name in block.attributes if wanted.name == name or wanted.name.endswith(f"_{name}")]
    return max(ending, key=len) if ending and not wanted.attribute else ""
