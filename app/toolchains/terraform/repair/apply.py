"""Carries out edits on files. Every function changes the project or raises ``NotMechanical`` with the reason."""

import re
from collections.abc import Mapping, Sequence

from app.toolchains.terraform.hcl import Block
from app.toolchains.terraform.repair.completeness import missing, unknown
from app.toolchains.terraform.repair.describe import describe
from app.toolchains.terraform.repair.edits import (
    Apart,
    Beside,
    Choose,
    Describe,
    Drop,
    Edit,
    Key,
    Lookup,
    Set,
    Unless,
    When,
)
from app.toolchains.terraform.repair.hcl_edit import Document, NotMechanical
from app.toolchains.terraform.repair.placement import constant
from app.toolchains.terraform.repair.project import Project, Target, mentions
from app.toolchains.terraform.repair.shared_key import key_arn

Trail = tuple[int, ...]
_LINKS = frozenset({"for_each", "count"})


def apply_edits(project: Project, target: Target, edits: Sequence[Edit]) -> None:
    """Carry out all edits on one target, and see that the provider would take the result."""
    before = _target_block(project, target)
    lacked, strange = missing(before), unknown(before)
    for edit in edits:
        _apply(project, target, edit)
    after = _target_block(project, target)
    if new := sorted(missing(after) - lacked):
        raise NotMechanical(f"`{new[0]}` would have to be given too")
    if new := sorted(unknown(after) - strange):
        raise NotMechanical(f"the provider has no `{new[0]}` here")


def _target_block(project: Project, target: Target) -> Block:
    block = project.document(target.path).find(target.address)
    if block is None:
        raise NotMechanical(f"{target.address or 'the place'} is not a block of {target.path}")
    return block


def _apply(project: Project, target: Target, edit: Edit) -> None:
    document, block = project.document(target.path), _target_block(project, target)
    match edit:
        case Set():
            set_path(document, target.address, edit)
        case Key():
            _use_key(project, target, block, edit)
        case Choose(path, by, values):
            set_path(document, target.address, Set(path, _chosen(block, by, values)))
        case Drop(path):
            drop_path(document, target.address, path)
        case When(argument, values, otherwise):
            _require(block, argument, values, otherwise)
        case Beside():
            put_beside(project, target, edit)
        case Unless() | Apart():
            _refuse(project, target, block, edit)
        case Lookup():
            _look_up(project, target, edit)
        case Describe():
            describe(document, target.address)


def _refuse(project: Project, target: Target, block: Block, edit: Unless | Apart) -> None:
    """Stop where the circumstances make the repair a decision."""
    if isinstance(edit, Apart):
        link = block.attributes.get(edit.link)
        users = project.blocks(target.path, edit.kind)
        if link and any(_same_target(link.expression, text) for _, _, text in users):
            raise NotMechanical(edit.why)
        return
    *steps, name = edit.path.split(".")
    blocks = [block]
    for step in steps:
        blocks = [inner for outer in blocks for inner in outer.blocks_of(step)]
    found = [inner.attributes[name].expression for inner in blocks if name in inner.attributes]
    if any(expression.startswith(edit.values) for expression in found):
        raise NotMechanical(edit.why)


def _use_key(project: Project, target: Target, block: Block, edit: Key) -> None:
    """Point the argument at the stack's key, unless its author has pointed it at something already."""
    if not _is_reference(block, edit.path):
        arn = key_arn(project, target, edit.service)
        set_path(project.document(target.path), target.address, Set(edit.path, arn))


def _look_up(project: Project, target: Target, edit: Lookup) -> None:
    """Set the argument from a data source, which is written behind the target where the directory has none."""
    address = f"data.{edit.kind}.{edit.label}"
    if not project.has(target.path, address):
        document = project.document(target.path)
        document.add_after(document.trail(target.address), f'data "{edit.kind}" "{edit.label}" {{\n  {edit.body}\n}}')
    set_path(project.document(target.path), target.address, Set(edit.path, f"{address}.id", weak=True))


def _same_target(link: str, text: str) -> bool:
    found = re.match(r"(\w+\.[\w-]+)", link)
    return found is not None and mentions(text, found.group(1))


def set_path(document: Document, address: str, edit: Set) -> None:
    """Set an argument at a dotted path, in every inner block on the way."""
    *steps, name = edit.path.split(".")
    for trail in _trails(document, address, steps):
        attribute = document.at(trail).attributes.get(name)
        if attribute is None:
            _refuse_dynamic(document.at(trail), name)
            document.put(trail, name, edit.value)
        elif not edit.weak and attribute.expression != edit.value:
            if not constant(attribute):
                raise NotMechanical(f"`{name}` is given by `{_short(attribute.expression)}`: change it there")
            document.put(trail, name, edit.value)


def drop_path(document: Document, address: str, path: str) -> None:
    """Remove an argument at a dotted path wherever it stands."""
    *steps, name = path.split(".")
    for trail in _trails(document, address, [f"?{step.lstrip('?')}" for step in steps]):
        document.remove(trail, name)


def put_beside(project: Project, target: Target, edit: Beside) -> None:
    """See that the companion resource is there and set as it should be."""
    document, block = project.document(target.path), _target_block(project, target)
    for kind, why in edit.unless.items():
        if any(mentions(text, target.address) for _, _, text in project.blocks(target.path, kind)):
            raise NotMechanical(why)
    for other, companion, _ in project.blocks(target.path, edit.kind):
        said = " ".join(companion.attributes[name].expression for name in _LINKS & companion.attributes.keys())
        if mentions(f"{said} {_expression(companion, edit.link)}", target.address):
            for setting in edit.settings:
                set_path(other, companion.address, setting)
            return
    inline = {setting.path.partition(".")[0] for setting in edit.inline}
    if any(True for _ in block.blocks_of(*inline)):
        for setting in edit.inline:
            set_path(document, target.address, setting)
        return
    label = _free_label(project, target, edit.kind, block.labels[-1])
    document.add_after(document.trail(target.address), _companion(block, edit, label))


def _companion(block: Block, edit: Beside, label: str) -> str:
    """The companion's text; a target made several times gets a companion for each."""
    head = {name: _expression(block, name) for name in ("for_each", "count", "provider") if name in block.attributes}
    place = "[each.key]" if "for_each" in head else "[count.index]" if "count" in head else ""
    identity = f"{block.address}{place}.id"
    width = max(map(len, head), default=0)
    lines = [f"  {name:<{width}} = {value}" for name, value in head.items()]
    start = "\n".join([*lines, "", ""]) if lines else ""
    body = edit.body.strip("\n").replace("{id}", identity)
    return f'resource "{edit.kind}" "{label}" {{\n{start}{body}\n}}'


def _expression(block: Block, name: str) -> str:
    attribute = block.attributes.get(name)
    return attribute.expression if attribute else ""


def _free_label(project: Project, target: Target, kind: str, label: str) -> str:
    number, free = 1, label
    while project.has(target.path, f"{kind}.{free}"):
        number += 1
        free = f"{label}_{number}"
    return free


def _trails(document: Document, address: str, steps: Sequence[str]) -> list[Trail]:
    """The trails of the blocks at a path; missing ones are made, unless their step starts with ``?``."""
    trails = [document.trail(address)]
    for step in steps:
        name = step.lstrip("?")
        found: list[Trail] = []
        for trail in trails:
            inner = [(*trail, place) for place, block in enumerate(document.at(trail).blocks) if block.type == name]
            if not inner:
                _refuse_dynamic(document.at(trail), name)
                if name in document.at(trail).attributes:
                    raise NotMechanical(f"`{name}` is given as one value: change it there")
                if not step.startswith("?"):
                    inner = [document.add_block(trail, name)]
            found += inner
        trails = found
    return trails


def _refuse_dynamic(block: Block, name: str) -> None:
    if any(inner.labels == (name,) for inner in block.blocks_of("dynamic")):
        raise NotMechanical(f"`{name}` is written by a dynamic block: change what it is made from")


def _require(block: Block, argument: str, values: Sequence[str], otherwise: str) -> None:
    attribute = block.attributes.get(argument)
    if attribute is None or not attribute.expression.startswith(tuple(values)):
        raise NotMechanical(otherwise)


def _chosen(block: Block, by: str, values: Mapping[str, str]) -> str:
    attribute = block.attributes.get(by)
    if attribute is not None:
        for start, value in values.items():
            if attribute.expression.startswith(start):
                return value
    raise NotMechanical(f"what fits depends on `{by}`, which is not written out here")


def _is_reference(block: Block, path: str) -> bool:
    """Whether the argument refers to something already, such as a key of the author's choice."""
    *steps, name = path.split(".")
    inner: Block | None = block
    for step in steps:
        inner = next(inner.blocks_of(step), None) if inner else None
    attribute = inner.attributes.get(name) if inner else None
    return attribute is not None and not constant(attribute)


def _short(expression: str) -> str:
    text = re.sub(r"\s+", " ", expression)
    return text if len(text) <= 60 else f"{text[:57]}..."
