"""Makes a stranger's code safe to drive: what Terraform would execute or reach for is taken out, and said.

Provisioners never run; a backend becomes a local one; another stack's remote state becomes placeholders. Text is
blanked in place, so that every line keeps its number.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from app.domain.stack import Stack
from app.toolchains.terraform.checkout import Checkout, Module
from app.toolchains.terraform.hcl import Block, Source
from app.toolchains.terraform.variables import value_of

OVERRIDE = "zz_agents_override.tf"
STATE = "zz_agents_{name}.remote.json"
_OUTPUT = re.compile(r"data\.terraform_remote_state\.([\w-]+)(?:\[[^\]\n]{0,200}\])?\.outputs(?:\.|\[\\?\")([\w-]+)")
_PLURAL = re.compile(r"(ids|arns|subnets|cidrs|zones|names|azs|groups)$")
Edit = tuple[int, int, str]
"""Start, end and what stands there instead; the rest is blanked."""


@dataclass(slots=True)
class Neutral:
    """Files to write (path relative to the repository → text) before ``init`` and before ``plan``, and what to tell."""

    before_init: dict[str, str] = field(default_factory=dict)
    before_plan: dict[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)


def neutral(stack: Stack, checkout: Checkout, *, in_memory: bool = False) -> Neutral:
    """The edits for a stack and the local modules it reaches.

    ``in_memory``: one process runs all commands, so that the state need not be a file. Core writes that file anew after
    every change, which is half the time of a large stack.
    """
    result = Neutral()
    for path in (stack.path, *stack.modules):
        module = checkout.module(path)
        _override(module, path == stack.path, in_memory, result)
        for source in module.sources:
            _edit(module, source, result)
    return result


def _override(module: Module, is_root: bool, in_memory: bool, result: Neutral) -> None:
    blocks = []
    if is_root and (module.backend or in_memory):
        kind = "inmem" if in_memory else "local"
        blocks.append(f'terraform {{\n  backend "{kind}" {{}}\n}}\n')
        if module.backend not in {"", "local"}:
            result.told.append(f"the {module.backend} backend was replaced by a local one")
    states = list(_remote_states(module))
    used = _outputs_used(module) if states else {}
    for name, block in states:
        outputs = {one: _placeholder(one) for one in sorted(used.get(name, ()))}
        state = STATE.format(name=name)
        result.before_init[_join(module.path, state)] = json.dumps(_state(outputs), indent=2)
        workspace = '  workspace = "default"\n' if "workspace" in block.attributes else ""
        blocks.append(
            f'data "terraform_remote_state" "{name}" {{\n  backend = "local"\n{workspace}'
            f'  config = {{\n    path = "${{path.module}}/{state}"\n  }}\n}}\n'
        )
        listed = ", ".join(outputs) or "none"
        result.told.append(f"the remote state {name} was answered with placeholders for its outputs ({listed})")
    if blocks:
        result.before_init[_join(module.path, OVERRIDE)] = "\n".join(blocks)


def _remote_states(module: Module) -> Iterator[tuple[str, Block]]:
    for _, block in module.blocks("data"):
        if len(block.labels) == 2 and block.labels[0] == "terraform_remote_state":
            yield block.labels[1], block


def _outputs_used(module: Module) -> dict[str, set[str]]:
    used: dict[str, set[str]] = {}
    for source in module.sources:
        for name, output in _OUTPUT.findall(source.text):
            used.setdefault(name, set()).add(output)
    return used


def _placeholder(output: str) -> Any:
    return value_of("list(string)" if _PLURAL.search(output) else "string", output)


def _state(outputs: dict[str, Any]) -> dict[str, Any]:
    typed = {
        name: {"value": value, "type": ["list", "string"] if isinstance(value, list) else "string"}
        for name, value in outputs.items()
    }
    lineage = "00000000-0000-0000-0000-000000000000"
    return {
        "version": 4,
        "terraform_version": "1.5.0",
        "serial": 1,
        "lineage": lineage,
        "outputs": typed,
        "resources": [],
    }


def _edit(module: Module, source: Source, result: Neutral) -> None:
    where = module.location(source)
    programs: list[Edit] = []
    actions: list[Edit] = []
    for block in source.top.blocks:
        if block.type == "terraform":
            # OpenTofu's key providers can be programs, started by init already.
            programs += [(inner.start, inner.end, "") for inner in block.blocks_of("encryption")]
        elif block.type == "resource":
            actions += _actions(block, where, result.told)
    if source.path.endswith(".json"):
        if programs or actions:
            result.before_init[where] = _without(source.text)
        return
    if programs:
        result.before_init[where] = _blanked(source.text, programs)
    if actions:
        result.before_plan[where] = _blanked(source.text, [*programs, *actions])


def _actions(block: Block, where: str, told: list[str]) -> Iterator[Edit]:
    """What runs commands or stands in the way of the simulated destroy."""
    for inner in block.blocks_of("provisioner"):
        kind = inner.labels[0] if inner.labels else "unknown"
        told.append(f"the provisioner {kind} of {block.address} was not run ({where}:{inner.line})")
        yield inner.start, inner.end, ""
    for inner in block.blocks_of("lifecycle"):
        guard = inner.attributes.get("prevent_destroy")
        if guard and guard.expression.strip() != "false":
            told.append(f"prevent_destroy of {block.address} was lifted for the simulated destroy")
            yield guard.start, guard.end, "false"


def _blanked(text: str, edits: list[Edit]) -> str:
    for start, end, instead in sorted(edits, reverse=True):
        text = text[:start] + instead + re.sub(r"[^\n]", " ", text[start + len(instead) : end]) + text[end:]
    return text


def _without(text: str) -> str:
    """JSON configuration without provisioners and guards."""

    def cleaned(value: Any) -> Any:
        if isinstance(value, list):
            return [cleaned(one) for one in value]
        if isinstance(value, dict):
            kept = {key: cleaned(one) for key, one in value.items() if key not in {"provisioner", "encryption"}}
            return kept | ({"prevent_destroy": False} if "prevent_destroy" in kept else {})
        return value

    return json.dumps(cleaned(json.loads(text)), indent=2)


def _join(folder: str, name: str) -> str:
    return name if folder == "." else f"{folder}/{name}"
