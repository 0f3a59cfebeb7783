"""Sets the scene for one stack: the private copy, the edits that make it safe and complete, what to tell of them."""

import hashlib
import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.stack import Stack
from app.toolchains.terraform.binary import Kind
from app.toolchains.terraform.checkout import Checkout, Module
from app.toolchains.terraform.neutral import neutral
from app.toolchains.terraform.reads import files_needed
from app.toolchains.terraform.scratch import copy_repository
from app.toolchains.terraform.variables import PLACEHOLDERS, placeholders, spoken

_WORD = re.compile(r"[A-Za-z_][\w-]*")
AUTOMATIC = ("terraform.tfvars", "terraform.tfvars.json")


@dataclass(frozen=True, slots=True)
class Scene:
    """``copy`` is the private copy; the two maps are files to write before ``init`` and before ``plan``; ``notes`` are
    told with the plan; ``unreadable`` are files that are no HCL; ``digest`` is of the copy as it came; ``words`` is
    every name that stands in the code, ``types`` every resource type and data source in use."""

    copy: Path
    before_init: Mapping[str, str]
    before_plan: Mapping[str, str]
    notes: tuple[str, ...]
    unreadable: tuple[tuple[str, int, str], ...]
    digest: str
    words: tuple[str, ...]
    types: tuple[str, ...]


def set_up(checkout: Checkout, stack: Stack, private: Path, core: Kind = "embedded") -> Scene:
    """Copy the repository below ``private`` and work out the edits for ``stack``.

    ``core`` is what will run: only OpenTofu loads ``*.tofu``, so for Terraform such a file is written again as the
    ``*.tf`` that it stands for.
    """
    copy = private / "repository"
    modules = [checkout.module(path) for path in (stack.path, *stack.modules)]
    copied = copy_repository(checkout.root, copy, files_needed(modules, stack.path))
    edits = neutral(stack, checkout, in_memory=core == "embedded")
    values = placeholders(stack, checkout)
    before_init, before_plan = dict(edits.before_init), dict(edits.before_plan)
    if core != "tofu":
        spoken_for = _as_terraform(checkout, stack)
        before_init = spoken_for | {_terraform_name(path): text for path, text in before_init.items()}
        before_plan = {_terraform_name(path): text for path, text in before_plan.items()}
        edits.told += [f"{path} was read as Terraform" for path in spoken_for]
    notes = [*edits.told, *(f"{path} was left out: {why}" for path, why in copied.left_out)]
    if values:
        before_init[f"{stack.path}/{PLACEHOLDERS}"] = json.dumps(values, indent=2)
        notes.append(spoken(values))
    unreadable = tuple(place for module in modules for place in module.unreadable)
    return Scene(copy, before_init, before_plan, tuple(notes), unreadable, digest_of(copy), *_vocabulary(modules))


def _vocabulary(modules: Sequence[Module]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    words: set[str] = set()
    types: set[str] = set()
    for module in modules:
        words.update(*(_WORD.findall(source.text) for source in module.sources))
        types.update(block.labels[0] for _, block in module.blocks("resource", "data", "ephemeral") if block.labels)
    # In JSON a name can be written with escapes, so the parsed ones count as well.
    return tuple(sorted(words | types)), tuple(sorted(types))


def _as_terraform(checkout: Checkout, stack: Stack) -> dict[str, str]:
    modules = (checkout.module(path) for path in (stack.path, *stack.modules))
    return {
        _terraform_name(module.location(source)): source.text
        for module in modules
        for source in module.sources
        if _terraform_name(source.path) != source.path
    }


def _terraform_name(path: str) -> str:
    return re.sub(r"\.tofu(\.json)?$", r".tf\1", path)


def is_automatic(name: str) -> bool:
    """Whether Terraform loads this var file by itself."""
    return name in AUTOMATIC or name.endswith((".auto.tfvars", ".auto.tfvars.json"))


def digest_of(folder: Path) -> str:
    """SHA-256 (hex) over the names and contents of all files below, links left out."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            digest.update(os.fsencode(path.relative_to(folder)) + b"\0" + path.read_bytes())
    return digest.hexdigest()
