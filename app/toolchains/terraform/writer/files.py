"""The files of a stack that are not resources: versions, providers, variables, locals, outputs, values."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.repo import Conventions
from app.domain.resources import REQUIRED, Expression, Output, Provider, Resources, Validation, Variable
from app.knowledge.schemas import provider_names, provider_schema
from app.toolchains.terraform.writer import text
from app.toolchains.terraform.writer.body import block_items
from app.toolchains.terraform.writer.constraints import admits
from app.toolchains.terraform.writer.expressions import entry
from app.toolchains.terraform.writer.layout import BLANK, Entry, Item, Raw, block, join_blocks, lay_out

REQUIRED_VERSION = ">= 1.9.0"
"""The oldest Terraform and OpenTofu whose validations may look at more than one variable."""

_OTHER_VERSIONS = {"archive": "2.7", "random": "3.7", "tls": "4.1", "null": "3.2", "local": "2.5", "time": "0.13"}
"""Providers whose schema is not on board: the minor version in use at the end of 2025."""

_BUILT_IN = "terraform"
_KIN = (
    frozenset({"dev", "development", "sandbox", "test", "testing", "qa"}),
    frozenset({"staging", "stage", "preprod", "uat", "pre"}),
    frozenset({"prod", "production", "prd", "live"}),
)
_TYPE = re.compile(r"""[\w(){}\[\]=,"\s.-]+\Z""", re.ASCII)


def used_providers(resources: Resources) -> tuple[str, ...]:
    """The providers that the graph needs, sorted; what Terraform has built in needs none."""
    names = {resource.type.partition("_")[0] for resource in resources.resources}
    names |= {provider.name for provider in resources.providers}
    return tuple(sorted(names - {_BUILT_IN}))


def versions(resources: Resources, conventions: Conventions, stack_path: str, title: str) -> str:
    """``versions.tf``: Terraform's version, the backend of the repository where it has one, pinned providers."""
    sections: list[list[Item]] = [[entry("required_version", conventions.required_version or REQUIRED_VERSION)]]
    if conventions.backend:
        body = _backend(conventions, stack_path)
        sections.append([Raw(block(f"backend {text.quote(conventions.backend)}", block_items(body)))])
    pins: list[Item] = [
        entry(text.identifier(name), {"source": f"hashicorp/{name}", "version": _version(name, conventions)})
        for name in used_providers(resources)
    ]
    if pins:
        sections.append([Raw(block("required_providers", pins))])
    items: list[Item] = []
    for section in sections:
        items += [BLANK, *section] if items else section
    return join_blocks([[*text.comment(title), "", *block("terraform", items)] if title else block("terraform", items)])


def _version(name: str, conventions: Conventions) -> str:
    """The repository's constraint where it admits the release the code was checked against, else that release."""
    known = conventions.provider_versions.get(name)
    checked = provider_schema(name).version if name in provider_names() else ""
    if known and (not checked or admits(known, checked)):
        return known
    if checked:
        return f"~> {'.'.join(checked.split('.')[:2])}"
    return f"~> {_OTHER_VERSIONS[name]}" if name in _OTHER_VERSIONS else ">= 0"


def _backend(conventions: Conventions, stack_path: str) -> Mapping[str, Any]:
    """The repository's settings with this stack's own key; what they do not say is given at ``init``."""
    body = dict(conventions.backend_settings)
    for name in ("key", "prefix", "path"):
        if name in body:
            suffix = "" if name == "prefix" else "/terraform.tfstate"
            body[name] = f"{stack_path}{suffix}".strip("/")
    return body


def providers(entries: Sequence[Provider]) -> str:
    """``providers.tf``: the default configuration first, then the aliases by name."""
    ordered = sorted(entries, key=lambda provider: (provider.name, provider.alias))
    return join_blocks([_provider(provider) for provider in ordered])


def _provider(provider: Provider) -> list[str]:
    schema = provider_schema(provider.name).configuration if provider.name in provider_names() else None
    body = {"alias": provider.alias or None, **provider.body}
    return block(f"provider {text.quote(text.identifier(provider.name))}", block_items(body, schema))


def variables(entries: Sequence[Variable]) -> str:
    """``variables.tf``: typed, described, validated; order kept."""
    return join_blocks([_variable(variable) for variable in entries])


def _variable(variable: Variable) -> list[str]:
    items: list[Item] = [entry("description", variable.description), Entry("type", _type(variable.type))]
    if variable.default is not REQUIRED:
        items.append(entry("default", variable.default))
    if variable.sensitive:
        items.append(entry("sensitive", value=True))
    if variable.default is not REQUIRED and variable.default is not None:
        items.append(entry("nullable", value=False))
    for validation in variable.validations:
        items += [BLANK, Raw(block("validation", _validation(validation)))]
    return block(f"variable {text.quote(text.identifier(variable.name))}", items)


def _type(kind: str) -> list[str]:
    """A type constraint as it stands; only the words of HCL's type language pass."""
    if not _TYPE.match(kind):
        message = f"not a type constraint: {kind!r}"
        raise ValueError(message)
    return kind.split("\n")


def _validation(validation: Validation) -> list[Item]:
    return [
        entry("condition", Expression(validation.condition)),
        entry("error_message", validation.message),
    ]


def local_values(values: Mapping[str, Any]) -> str:
    """``locals.tf``."""
    return join_blocks([block("locals", [entry(text.identifier(name), value) for name, value in values.items()])])


def outputs(entries: Sequence[Output]) -> str:
    """``outputs.tf``, sorted by name."""
    return join_blocks([_output(output) for output in sorted(entries, key=lambda output: output.name)])


def _output(output: Output) -> list[str]:
    items: list[Item] = [entry("description", output.description), entry("value", output.value)]
    if output.sensitive:
        items.append(entry("sensitive", value=True))
    return block(f"output {text.quote(text.identifier(output.name))}", items)


def environment_values(entries: Sequence[Variable], environment: str) -> str:
    """``environments/<name>.tfvars``: what differs there, and a reminder of every value without default."""
    items: list[Item] = []
    missing: list[str] = []
    for variable in entries:
        found, value = _value_in(variable, environment)
        if found:
            items.append(entry(text.identifier(variable.name), value))
        elif variable.default is REQUIRED:
            missing += text.comment(f"{variable.name}: {variable.description} (required)")
    reminder = [Raw(missing)] if missing else []
    head = [Raw(text.comment(f"Values of the {environment} environment.")), BLANK]
    return "\n".join(lay_out([*head, *items, *reminder])).rstrip("\n") + "\n"


def _value_in(variable: Variable, environment: str) -> tuple[bool, Any]:
    """The value for an environment: by its own name, else by that of its kin (``production`` → ``prod``)."""
    values = variable.by_environment
    if environment in values:
        return True, values[environment]
    if variable.name == "environment" and not values:
        return True, environment
    kin: frozenset[str] = next((names for names in _KIN if environment.lower() in names), frozenset())
    related = next((name for name in values if name in kin), None)
    return (True, values[related]) if related is not None else (False, None)
