"""Which directories are stacks, and which of them a change touches."""

import fnmatch
import posixpath
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.stack import Stack
from app.toolchains.terraform.checkout import Checkout, is_source
from app.toolchains.terraform.reads import Read, reads_of

VAR_SUFFIXES = (".tfvars", ".tfvars.json")
LOCK = ".terraform.lock.hcl"


@dataclass(frozen=True, slots=True)
class StackPolicy:
    """What the repository's policy says: ``patterns`` of stack directories, in order (empty: discover), and the
    ``environments`` whose tfvars are used; several give one stack each."""

    patterns: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()


def find_stacks(root: Path, policy: StackPolicy | None = None, checkout: Checkout | None = None) -> tuple[Stack, ...]:
    """The stacks below ``root`` in order of their path (or of the policy's patterns). Reads files, raises nothing."""
    checkout = checkout or Checkout(root)
    policy = policy or StackPolicy()
    found: list[Stack] = []
    for path in _ordered(checkout, policy.patterns):
        modules = checkout.reach(path)
        found += [Stack(path, var_files, modules) for var_files in _var_files(root / path, policy.environments)]
    return tuple(found)


def changed_stacks(
    root: Path, base_root: Path | None, changed_paths: Collection[str], policy: StackPolicy | None = None
) -> tuple[Stack, ...]:
    """The stacks that a change touches, each with why: ``own module vars deleted``.

    ``changed_paths`` are relative to ``root`` (deleted and renamed-away ones too); ``base_root`` holds the tree before
    the change, or is None where there was none. A deleted stack is described as it was in the base.
    """
    checkout = Checkout(root)
    base = Checkout(base_root) if base_root else None
    changed = {posixpath.normpath(path) for path in changed_paths}
    stacks = find_stacks(root, policy, checkout)
    before = find_stacks(base_root, policy, base) if base_root and base else ()
    result = []
    for stack in stacks:
        older = next((one for one in before if one.path == stack.path), None)
        reasons = _reasons(stack, checkout, changed)
        if older and base:
            reasons |= _reasons(older, base, changed)
        if reasons:
            result.append(replace(stack, changed=tuple(why for why in ("own", "module", "vars") if why in reasons)))
    here = {stack.path for stack in stacks}
    gone = [replace(stack, changed=("deleted",)) for stack in before if stack.path not in here]
    # A folder that is still full of Terraform but no stack any more (now called as a module) was not deleted.
    return tuple(result + [stack for stack in gone if not checkout.module(stack.path).declares])


def _ordered(checkout: Checkout, patterns: Sequence[str]) -> list[str]:
    if patterns:
        chosen: list[str] = []
        for pattern in patterns:
            wanted = posixpath.normpath(pattern)
            chosen += [one for one in checkout.directories if fnmatch.fnmatch(one, wanted) and one not in chosen]
        return chosen
    candidates = [path for path in checkout.directories if not _set_aside(path, checkout)]
    called = {target for path in candidates for target in _called_from(path, checkout)}
    return [path for path in candidates if path not in called and _is_root(path, checkout)]


def _called_from(path: str, checkout: Checkout) -> Iterable[str]:
    return (call.target for call in checkout.module(path).calls if call.target is not None and call.target != path)


def _is_root(path: str, checkout: Checkout) -> bool:
    module = checkout.module(path)
    return bool(module.configures_provider or module.backend or module.declares or module.unreadable)


def _set_aside(path: str, checkout: Checkout) -> bool:
    """Below ``modules/``, or the examples and tests of a module."""
    parts = path.split("/")
    if "modules" in parts[:-1]:
        return True
    for index, part in enumerate(parts):
        owner = "/".join(parts[:index]) or "."
        if part in {"examples", "tests"} and checkout.module(owner).sources:
            return True
    return False


def _var_files(folder: Path, environments: Sequence[str]) -> list[tuple[str, ...]]:
    """The var files of each result, in Terraform's order; one result unless the policy names several environments."""
    own = _names(folder, (".auto.tfvars", ".auto.tfvars.json"))
    always = [name for name in ("terraform.tfvars", "terraform.tfvars.json") if (folder / name).is_file()] + own
    there = _names(folder / "environments", VAR_SUFFIXES)
    named = [name for wanted in environments for name in there if name.partition(".")[0] == wanted]
    chosen = named or (there if len(there) == 1 else [])
    return [(*always, f"environments/{name}") for name in chosen] or [tuple(always)]


def _names(folder: Path, suffixes: tuple[str, ...]) -> list[str]:
    if not folder.is_dir():
        return []
    return sorted(one.name for one in folder.iterdir() if one.name.endswith(suffixes) and one.is_file())


def _reasons(stack: Stack, checkout: Checkout, changed: set[str]) -> set[str]:
    reasons = set()
    if _touches(stack.path, checkout, changed, stack.path):
        reasons.add("own")
    if any(_touches(module, checkout, changed, stack.path) for module in stack.modules):
        reasons.add("module")
    loaded = {posixpath.normpath(posixpath.join(stack.path, name)) for name in stack.var_files}
    if changed & loaded:
        reasons.add("vars")
    return reasons


def _touches(module: str, checkout: Checkout, changed: set[str], root_module: str) -> bool:
    for path in changed:
        folder, name = posixpath.split(path)
        if (folder or ".") == module and (is_source(name) or (name == LOCK and module == root_module)):
            return True
    return any(_matches(read, path) for read in reads_of(checkout.module(module), root_module) for path in changed)


def _matches(read: Read, path: str) -> bool:
    return path.startswith(read.path) if read.prefix else path == read.path or path.startswith(read.path + "/")
