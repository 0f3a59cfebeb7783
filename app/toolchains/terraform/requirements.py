"""What a stack needs that cannot be had offline: known before anything runs, so that nothing reaches for a network."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.domain.stack import Stack
from app.toolchains.terraform.checkout import Checkout, Module
from app.toolchains.terraform.hcl import parts_of, read_source, string_value
from app.toolchains.terraform.reads import computed_reads, reads_of

BUILT_IN = "terraform.io/builtin/terraform"
HOSTS = ("registry.terraform.io/", "registry.opentofu.org/")


@dataclass(frozen=True, slots=True)
class Requirements:
    """``providers`` the simulated ones in use (name → schema version); ``missing`` why the stack cannot run here, one
    sentence each, with the place."""

    providers: Mapping[str, str]
    missing: tuple[str, ...]


def requirements_of(
    stack: Stack, checkout: Checkout, simulated: Mapping[str, str], *, isolated: bool = True
) -> Requirements:
    """Providers and modules of the stack and the local modules it reaches. ``simulated``: provider name → version.

    Without isolation only files named in plain text are read: nothing else keeps a computed path in the repository.
    """
    modules = [checkout.module(path) for path in (stack.path, *stack.modules)]
    wanted: dict[str, str] = {}
    for module in modules:
        for address, place in _providers(module):
            wanted.setdefault(address, place)
    providers, missing = {}, []
    for address, place in wanted.items():
        short = address.removeprefix("hashicorp/")
        if address == BUILT_IN:
            continue
        if short in simulated and "/" not in short:
            providers[short] = simulated[short]
        else:
            missing.append(f"the provider {address} is not simulated ({place})")
    for module in modules:
        missing += _remote_modules(module)
        missing += [
            f"{read.path} is outside the repository and is not read ({read.location}:{read.line})"
            for read in reads_of(module, stack.path)
            if read.outside
        ]
        if not isolated:
            missing += [
                f"a file with a computed path is not read without a sandbox ({path}:{line})"
                for path, line in computed_reads(module)
            ]
    return Requirements(dict(sorted(providers.items())), tuple(dict.fromkeys(missing)))


def _remote_modules(module: Module) -> Iterator[str]:
    for call in module.calls:
        place = f"{call.path}:{call.line}"
        if not call.source.startswith(("./", "../")):
            yield f"the module {call.source} cannot be had offline ({place})"
        elif call.target is None:
            yield f"the module {call.source} is outside the repository ({place})"


def _providers(module: Module) -> Iterator[tuple[str, str]]:
    """Every provider address the module needs with a place that needs it."""
    sources = _required(module)
    for name, (address, place) in sources.items():
        yield (address or f"hashicorp/{name}"), place
    for source, block in module.blocks("resource", "data", "ephemeral", "provider"):
        if not block.labels:
            continue
        attribute = block.attributes.get("provider")
        named = attribute.expression.strip().strip('"').partition(".")[0] if attribute else ""
        name = named or block.labels[0].partition("_")[0]
        place = f"{module.location(source)}:{block.line}"
        if name == "terraform" and name not in sources:
            yield BUILT_IN, place
        elif name in sources:
            yield sources[name][0] or f"hashicorp/{name}", place
        else:
            yield f"hashicorp/{name}", place


def _required(module: Module) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for source, block in module.blocks("terraform"):
        for inner in block.blocks_of("required_providers"):
            for name, attribute in inner.attributes.items():
                found[name] = (_address(attribute.expression), f"{module.location(source)}:{attribute.line}")
    return found


def _address(expression: str) -> str:
    """The ``source`` inside ``{ source = "…", version = "…" }``, without the public registry's host."""
    from_object = source_in(expression).lower()
    for host in HOSTS:
        from_object = from_object.removeprefix(host)
    return from_object


def source_in(expression: str) -> str:
    """The string behind ``source`` in a provider requirement; empty where there is none."""
    return entries_of(expression).get("source", "")


def entries_of(expression: str) -> dict[str, str]:
    """The plain string entries of an object expression, HCL or JSON."""
    inner = expression.strip()
    if not inner.startswith("{"):
        return {}
    top = read_source("object", "\n".join(parts_of(inner[1:-1]))).top
    values = {name: string_value(attribute.expression) for name, attribute in top.attributes.items()}
    return {name: value for name, value in values.items() if value is not None}
