"""Savings in code: their edits carried out where the value is written, formatting and comments kept. Pure.

A value that comes from a variable or a local is changed where it is written out, if nothing else uses it: the call of
the module, a tfvars file, the default. Everything else is left with the reason.
"""

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import NamedTuple

from app.domain.cost import Edit, Saving
from app.domain.planned import block_of
from app.knowledge.savings import SLOTS, saving_rules
from app.toolchains.terraform.hcl import Attribute, Block
from app.toolchains.terraform.repair.apply import apply_edits
from app.toolchains.terraform.repair.edits import Drop, Set
from app.toolchains.terraform.repair.hcl_edit import Document, NotMechanical
from app.toolchains.terraform.repair.mend import difference
from app.toolchains.terraform.repair.placement import constant
from app.toolchains.terraform.repair.project import Project, Target, mentions

NAMED = re.compile(r"(var|local)\.([\w-]+)")


class SavingApplied(NamedTuple):
    """One saving in code: the file and its line from 1, the lines it took away and the lines it brought."""

    saving: Saving
    path: str
    line: int
    before: str
    after: str


class SavingLeft(NamedTuple):
    """A saving that is not in code, and why."""

    saving: Saving
    why: str


@dataclass(frozen=True, slots=True)
class SavingsResult:
    """``files`` holds the new text of every file that changed."""

    files: Mapping[str, str]
    applied: tuple[SavingApplied, ...] = ()
    left: tuple[SavingLeft, ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a block is written: its file, its address there, and the module calls on the way to it, outermost first."""

    path: str
    address: str
    folder: str
    calls: tuple[tuple[str, str], ...] = ()


def apply_savings(files: Mapping[str, str], savings: Sequence[Saving]) -> SavingsResult:
    """Carry out the edits of savings. ``files`` are Terraform and tfvars files by path, as the stacks' paths are.

    Steps of one resource go in their order, so that of two that change one value the last one stays.
    """
    project = Project(files)
    known = saving_rules()
    ordered = sorted(savings, key=lambda one: (not one.safe, SLOTS.index(known[one.rule].slot)))
    outcomes = {id(saving): outcome for saving, outcome in _attempts(project, ordered)}
    listed = [outcomes[id(saving)] for saving in savings]
    return SavingsResult(
        {path: text for path, text in sorted(project.texts().items()) if files.get(path) != text},
        tuple(one for one in listed if isinstance(one, SavingApplied)),
        tuple(one for one in listed if isinstance(one, SavingLeft)),
    )


def _attempts(project: Project, savings: Sequence[Saving]) -> list[tuple[Saving, SavingApplied | SavingLeft]]:
    done: dict[tuple[str, str, tuple[tuple[str, str | None], ...]], SavingApplied] = {}
    result: list[tuple[Saving, SavingApplied | SavingLeft]] = []
    for saving in savings:
        # All instances of a block share its code: the first one's edit serves them all.
        written = tuple((edit.attribute, edit.value) for edit in saving.edits)
        key = (saving.stack, block_of(saving.address), written)
        outcome: SavingApplied | SavingLeft
        if key in done:
            outcome = done[key]._replace(saving=saving)
        else:
            outcome = _attempt(project, saving)
            if isinstance(outcome, SavingApplied):
                done[key] = outcome
        result.append((saving, outcome))
    return result


def _attempt(project: Project, saving: Saving) -> SavingApplied | SavingLeft:
    if not saving.edits:
        return SavingLeft(saving, "a person decides: it is no change of a value")
    snapshot, texts = project.snapshot(), project.texts()
    try:
        place = _place(project, saving)
        for edit in saving.edits:
            _carry_out(project, place, edit)
    except NotMechanical as reason:
        project.restore(snapshot)
        return SavingLeft(saving, str(reason))
    before, after = difference(project.changed_since(snapshot))
    if before or after:
        return SavingApplied(saving, *_first_change(texts, project.texts()), before, after)
    return SavingLeft(saving, "the code already says so: the value comes from elsewhere")


def _first_change(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, int]:
    """The first changed file, and the first line in it that changed."""
    path = next(path for path, text in sorted(after.items()) if before.get(path) != text)
    pairs = zip_longest(before.get(path, "").splitlines(), after[path].splitlines())
    return path, next(number for number, (old, new) in enumerate(pairs, 1) if old != new)


def _place(project: Project, saving: Saving) -> _Place:
    """Follow module calls from the stack to the file with the resource."""
    folder = "" if saving.stack == "." else saving.stack
    parts = block_of(saving.address).split(".")
    calls: list[tuple[str, str]] = []
    while parts[0] == "module":
        name, parts = parts[1], parts[2:]
        caller, block = _found(project, folder, f"module.{name}")
        source = block.literal("source") or ""
        if not source.startswith("."):
            raise NotMechanical(f"the module {name} is not in this repository")
        calls.append((caller.path, f"module.{name}"))
        folder = posixpath.normpath(posixpath.join(folder, source)).removeprefix("./")
        if (users := _calls_of(project, folder)) > 1:
            raise NotMechanical(f"{folder} is called {users} times: changing it changes all of them")
    document, block = _found(project, folder, ".".join(parts))
    return _Place(document.path, block.address, folder, tuple(calls))


def _found(project: Project, folder: str, address: str) -> tuple[Document, Block]:
    for document in _in(project, folder):
        block = document.find(address)
        if block is not None:
            return document, block
    raise NotMechanical(f"{address} is not written in {folder or 'the top folder'}")


def _in(project: Project, folder: str) -> list[Document]:
    return [one for one in project.all() if posixpath.dirname(one.path) == folder]


def _calls_of(project: Project, folder: str) -> int:
    found = 0
    for document in project.all():
        for block, _ in document.blocks("module"):
            source = block.literal("source") or ""
            target = posixpath.normpath(posixpath.join(posixpath.dirname(document.path), source))
            found += source.startswith(".") and target == (folder or ".")
    return found


def _carry_out(project: Project, place: _Place, edit: Edit) -> None:
    target = Target(place.path, place.address)
    if edit.value is None:
        apply_edits(project, target, (Drop(edit.attribute),))
        return
    named = [name for one in _attributes(project, place, edit.attribute) if (name := NAMED.fullmatch(one.expression))]
    if named:
        for found in {(one.group(1), one.group(2)) for one in named}:
            _change_named(project, place.folder, place.calls, found, edit.value)
    else:
        apply_edits(project, target, (Set(edit.attribute, edit.value),))


def _attributes(project: Project, place: _Place, path: str) -> list[Attribute]:
    *steps, name = path.split(".")
    _, block = _found(project, place.folder, place.address)
    blocks = [block]
    for step in steps:
        blocks = [inner for outer in blocks for inner in outer.blocks_of(step)]
    return [one.attributes[name] for one in blocks if name in one.attributes]


def _change_named(
    project: Project, folder: str, calls: Sequence[tuple[str, str]], named: tuple[str, str], value: str
) -> None:
    """Change a variable or local where its value is written, if this is its only use."""
    kind, name = named
    uses = [
        block.address
        for document in _in(project, folder)
        for block, text in document.blocks("resource", "data", "locals", "module", "output", "provider")
        for _ in range(_count(text, f"{kind}.{name}"))
    ]
    if len(uses) > 1:
        raise NotMechanical(f"`{kind}.{name}` is used in {len(uses)} places: change it there")
    if kind == "local":
        _change_local(project, folder, name, value)
    elif calls and (given := _given(project, calls[-1], name)) is not None:
        _change_given(project, calls, name, given, value)
    else:
        _change_variable(project, folder, name, value)


def _count(text: str, reference: str) -> int:
    return len(re.findall(rf"(?<![\w.-]){re.escape(reference)}(?![\w-])", text)) if mentions(text, reference) else 0


def _change_local(project: Project, folder: str, name: str, value: str) -> None:
    for document in _in(project, folder):
        for place, piece in enumerate(document.snapshot()):
            block = piece.block
            if block is not None and block.type == "locals" and name in block.attributes:
                if not constant(block.attributes[name]):
                    raise NotMechanical(f"`local.{name}` is computed: change it there")
                document.put((place,), name, value)
                return


def _given(project: Project, call: tuple[str, str], name: str) -> Attribute | None:
    path, address = call
    block = project.document(path).find(address)
    return block.attributes.get(name) if block else None


def _change_given(project: Project, calls: Sequence[tuple[str, str]], name: str, given: Attribute, value: str) -> None:
    path, address = calls[-1]
    further = NAMED.fullmatch(given.expression)
    if further:
        folder = posixpath.dirname(path)
        _change_named(project, folder, calls[:-1], (further.group(1), further.group(2)), value)
    elif constant(given):
        document = project.document(path)
        document.put(document.trail(address), name, value)
    else:
        raise NotMechanical(f"`{name}` is given by `{given.expression}`: change it there")


def _change_variable(project: Project, folder: str, name: str, value: str) -> None:
    """A value from a tfvars file where one gives it, else the variable's default."""
    values = [
        one
        for one in project.all(".tfvars")
        if one.path.startswith(f"{folder}/" if folder else "") and name in one.at(()).attributes
    ]
    if len(values) > 1:
        raise NotMechanical(f"`var.{name}` is given in {len(values)} files: change it there")
    if values:
        given = values[0].at(()).attributes[name]
        values[0].rewrite(0, given.start, given.end, value)
        return
    document, block = _found(project, folder, f"var.{name}")
    default = block.attributes.get("default")
    if default is None or not constant(default):
        raise NotMechanical(f"`var.{name}` has no value here: change it where it is given")
    document.put(document.trail(block.address), "default", value)
