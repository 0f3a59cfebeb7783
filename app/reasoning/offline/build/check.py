"""Every resource against the provider's schema, and every expression against the graph it points into."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.resources import Call, Expression, Json, Local, Ref, Resource, Resources, Template, Var
from app.knowledge.schemas import Attribute, Block, Nested, provider_names, schema_of

EXPRESSIONS = (Ref, Var, Local, Template, Call, Expression, Json)
STEP = re.compile(r"[A-Za-z_][\w-]*|\[[^\]]*\]")


def problems(resources: Resources) -> list[str]:
    """What is wrong with a graph, in words that name the address and the path; empty where all is well."""
    known = {resource.address: resource for resource in resources.resources}
    names = Names(
        known, {variable.name for variable in resources.variables}, set(resources.locals),
        {provider.alias for provider in resources.providers},
    )  # fmt: skip
    found: list[str] = []
    for resource in resources.resources:
        found += [f"{resource.address}: {text}" for text in resource_problems(resource)]
        found += [f"{resource.address}: {text}" for text in names.problems(resource)]
    for name, value in [*resources.locals.items(), *((output.name, output.value) for output in resources.outputs)]:
        found += [f"{name}: {text}" for text in names.value_problems(value)]
    return found + [f"circle: {' → '.join(circle)}" for circle in circles(resources)]


def resource_problems(resource: Resource) -> list[str]:
    """Unknown, computed, missing and misshapen arguments of one resource.

    Types of a provider whose schema is not on board are left to Terraform's own validation.
    """
    if resource.type.partition("_")[0] not in provider_names():
        return []
    block = schema_of(resource.type, data=resource.data)
    if block is None:
        return ["no such type in the provider"]
    return list(_block_problems(block, resource.body, ""))


def _block_problems(block: Block, body: Mapping[str, Any], path: str) -> Iterator[str]:
    for name, value in body.items():
        attribute, nested = block.attributes.get(name), block.blocks.get(name)
        if attribute is not None:
            yield from _attribute_problems(attribute, value, f"{path}{name}")
        elif nested is not None:
            yield from _nested_problems(nested, value, f"{path}{name}")
        else:
            yield f"{path}{name} is unknown"
    for name, attribute in block.attributes.items():
        if attribute.required and body.get(name) is None:
            yield f"{path}{name} is missing"
    for name, nested in block.blocks.items():
        if nested.minimum > 0 and not body.get(name):
            yield f"{path}{name} is missing"


def _attribute_problems(attribute: Attribute, value: Any, path: str) -> Iterator[str]:
    if not attribute.settable:
        yield f"{path} is computed and cannot be set"
    elif not fits(attribute.type, value):
        yield f"{path} is no {attribute.type if isinstance(attribute.type, str) else attribute.type[0]}: {value!r}"


def fits(kind: Any, value: Any) -> bool:
    """Whether a plain value can have a schema type; expressions fit everywhere, strings are converted as HCL does."""
    if value is None or isinstance(value, EXPRESSIONS):
        return True
    if isinstance(kind, str):
        return kind == "dynamic" or _scalar_fits(kind, value)
    outer, inner = kind
    if outer in {"list", "set"}:
        return isinstance(value, list | tuple) and all(fits(inner, one) for one in value)
    if outer == "map":
        return isinstance(value, Mapping) and all(fits(inner, one) for one in value.values())
    if outer == "object":
        return isinstance(value, Mapping) and all(name in inner and fits(inner[name], v) for name, v in value.items())
    return True


def _scalar_fits(kind: str, value: Any) -> bool:
    if kind == "bool":
        return isinstance(value, bool) or value in {"true", "false"}
    if kind == "number":
        return (isinstance(value, int | float) and not isinstance(value, bool)) or _is_number(value)
    return isinstance(value, str | int | float | bool)


def _is_number(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value) is not None


def _nested_problems(nested: Nested, value: Any, path: str) -> Iterator[str]:
    if value is None:
        return
    if nested.nesting == "map" and isinstance(value, Mapping):
        blocks = list(value.values())
    else:
        blocks = list(value) if isinstance(value, list | tuple) else [value]
    if nested.maximum and len(blocks) > nested.maximum:
        yield f"{path} may be there {nested.maximum} times at most"
    if len(blocks) < nested.minimum:
        yield f"{path} must be there {nested.minimum} times at least"
    for one in blocks:
        if isinstance(one, Mapping):
            yield from _block_problems(nested.block, one, f"{path}.")
        else:
            yield f"{path} is a block, not {one!r}"


def expressions(value: Any) -> Iterator[Any]:
    """The references, variables and locals inside a value, at any depth."""
    if isinstance(value, Ref | Var | Local):
        yield value
    elif isinstance(value, Template):
        yield from expressions(list(value.parts))
    elif isinstance(value, Call):
        yield from expressions(list(value.args))
    elif isinstance(value, Json):
        yield from expressions(value.value)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from expressions(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from expressions(inner)


class Names:
    """What expressions may point at."""

    def __init__(
        self, resources: Mapping[str, Resource], variables: set[str], local_names: set[str], aliases: set[str]
    ) -> None:
        self._resources = resources
        self._variables = variables
        self._locals = local_names
        self._aliases = aliases

    def problems(self, resource: Resource) -> Iterator[str]:
        """Dangling and misdirected expressions of a resource."""
        yield from self.value_problems([resource.body, resource.count, resource.for_each])
        for address in resource.depends_on:
            if address not in self._resources:
                yield f"depends on {address}, which is not there"
        if resource.provider and resource.provider not in self._aliases:
            yield f"provider alias {resource.provider} is not declared"

    def value_problems(self, value: Any) -> Iterator[str]:
        """Dangling and misdirected expressions of a value."""
        for one in expressions(value):
            if isinstance(one, Var) and one.name not in self._variables:
                yield f"var.{one.name} is not declared"
            elif isinstance(one, Local) and one.name not in self._locals:
                yield f"local.{one.name} is not declared"
            elif isinstance(one, Ref):
                yield from self._ref_problems(one)

    def _ref_problems(self, ref: Ref) -> Iterator[str]:
        resource = self._resources.get(ref.address)
        if resource is None:
            yield f"{ref.address} is not there"
            return
        steps = STEP.findall(ref.path)
        many = resource.count is not None or resource.for_each is not None
        indexed = bool(steps) and steps[0].startswith("[")
        if many != indexed and steps:
            yield f"{ref.address}.{ref.path} {'needs an' if many else 'takes no'} index"
        name = next((step for step in steps if not step.startswith("[")), "")
        block = schema_of(resource.type, data=resource.data)
        if name and block is not None and block.at(name) is None:
            yield f"{ref.address} has no {name}"


def circles(resources: Resources) -> list[list[str]]:
    """Resources that need each other in a circle (the first one found), which Terraform cannot order."""
    needs = {
        resource.address: list(
            dict.fromkeys(
                [one.address for one in expressions([resource.body, resource.count]) if isinstance(one, Ref)]
                + list(resource.depends_on)
            )
        )
        for resource in resources.resources
    }
    done: set[str] = set()
    for start in needs:
        circle = _walk(start, needs, done, [])
        if circle:
            return [circle]
    return []


def _walk(address: str, needs: Mapping[str, list[str]], done: set[str], path: list[str]) -> list[str]:
    if address in path:
        return [*path[path.index(address) :], address]
    if address in done or address not in needs:
        return []
    for other in needs[address]:
        if other != address and (circle := _walk(other, needs, done, [*path, address])):
            return circle
    done.add(address)
    return []
