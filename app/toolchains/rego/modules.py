"""What stands in a file of Rego: its version, its package, its rules, and what it reaches for that is not there.

Works on the syntax tree that Regorus gives. A policy that asks for something which a plan here does not hold, or calls
what would leave the process, would simply say nothing; such a policy is refused instead, so that silence means consent.
"""

import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import yaml

ENTRY = re.compile(r"(deny|violation|warn)(_\w+)?\Z")
"""The rules that are evaluated, as conftest names them."""
OUTSIDE = frozenset({"http.send", "opa.runtime", "net.lookup_ip_addr"})
"""Calls that would reach out of the process."""
MISREAD = "will be treated as identifier"
"""Regorus says so on standard error where it takes a keyword of version 1 for a name."""
PLACE = re.compile(r"-->\s*(?P<path>[^\n]+?):(?P<line>\d+):\d+\n")
ERROR = re.compile(r"^error: (?P<what>.+)$", re.MULTILINE)
V1 = re.compile(r"^\s*import\s+rego\.v1\b|\bif\s*\{|\bcontains\s+\w+\s+if\b", re.MULTILINE)
LONGEST = 300

NewEngine = Callable[[bool], Any]
"""Makes an engine that reads version 0 (true) or 1."""


class Refused(Exception):
    """A policy that cannot be judged: ``line`` (or None) and what is wrong."""

    def __init__(self, line: int | None, wrong: str) -> None:
        self.line = line
        self.wrong = wrong
        super().__init__(wrong)


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule to evaluate: its path (``data.main.deny``), its line, and its annotation where it has one."""

    path: str
    line: int
    annotation: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The rule's own name."""
        return self.path.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Module:
    """One file, parsed. ``reads`` are dotted paths below ``input`` and ``data`` with the line of each."""

    package: str
    version_0: bool
    entries: tuple[Entry, ...]
    reads: tuple[tuple[str, int], ...]


def parsed(path: str, text: str, engine: NewEngine) -> Module:
    """The file as module of version 1 or, where it is none, of version 0; raises ``Refused``."""
    try:
        return _module(path, text, engine, version_0=False)
    except RuntimeError as error:
        newer = error
    try:
        module, said = _listening(lambda: _module(path, text, engine, version_0=True))
    except RuntimeError as error:
        raise refused(newer if V1.search(text) else error) from None
    if MISREAD in said:
        raise refused(newer) from None
    return module


def refused(error: Exception) -> Refused:
    """An error of Regorus in short: the line, and what is wrong, without the trace."""
    text = str(error)
    place, what = PLACE.search(text), ERROR.search(text)
    wrong = what["what"] if what else text.strip().partition("\n")[0]
    return Refused(int(place["line"]) if place else None, wrong[:LONGEST])


def place_of(error: Exception) -> str:
    """The file that an error of Regorus names, or empty."""
    found = PLACE.search(str(error))
    return found["path"] if found else ""


def require_known(module: Module, packages: Sequence[str], missing: Sequence[str]) -> None:
    """Raise ``Refused`` where a policy calls out of the process or reads what is not there."""
    for name, line in module.reads:
        root, _, rest = name.partition(".")
        if name in OUTSIDE:
            raise Refused(line, f"{name} is not available to policies")
        if root == "input" and rest.partition(".")[0] in missing:
            raise Refused(line, f"it reads {root}.{rest.partition('.')[0]}, which the plan that is kept does not hold")
        if root == "data" and not any(_meet(name, package) for package in packages):
            raise Refused(line, f"it reads {name}, which no policy defines")


def require_purpose(module: Module, others: Sequence[Module]) -> None:
    """Raise ``Refused`` where nothing in a package would ever be judged: a misspelt ``deny``, or only ``allow``."""
    package = [module, *(other for other in others if other.package == module.package)]
    if any(one.entries for one in package):
        return
    if not any(name.startswith("data.") and _meet(name, module.package) for one in others for name, _ in one.reads):
        raise Refused(1, "no rule of it is named deny, violation or warn, and no other policy reads it")


def _meet(name: str, package: str) -> bool:
    """Whether one path begins with the other, as far as it is known."""
    return all(first in {second, "*"} for first, second in zip(name.split("."), package.split("."), strict=False))


def _module(path: str, text: str, engine: NewEngine, *, version_0: bool) -> Module:
    made = engine(version_0)
    package = str(made.add_policy(path, text))
    tree = json.loads(made.get_ast_as_json())[0]["ast"]
    names = _imports(tree["imports"], text)
    imported = [(full, 1) for full in names.values() if full.startswith("data.")]
    reads = [*imported, *_reads(tree["rules"], names)]
    return Module(package, version_0, tuple(_entries(tree["rules"], package, text)), tuple(dict.fromkeys(reads)))


def _entries(rules: Sequence[Mapping[str, Any]], package: str, text: str) -> Iterator[Entry]:
    lines: dict[str, list[int]] = {}
    for rule in rules:
        spec = rule.get("Spec", {})
        name = _head(spec["head"]) if spec else ""
        if ENTRY.match(name):
            lines.setdefault(name, []).append(int(spec["span"]["line"]))
    for name, at in lines.items():
        yield Entry(f"{package}.{name}", at[0], annotation(text, at[0]) if len(at) == 1 else {})


def _head(head: Mapping[str, Any]) -> str:
    """The first word of a rule's name; functions have none here."""
    kind = next(iter(head))
    dotted = "" if kind == "Func" else _dotted(head[kind].get("refr", {}))
    return dotted.partition(".")[0]


def annotation(text: str, line: int) -> Mapping[str, Any]:
    """The METADATA comment right above a line: OPA's annotations, as YAML."""
    above = text.splitlines()[: line - 1]
    block: list[str] = []
    while above and above[-1].startswith("#"):
        comment = above.pop().removeprefix("#")
        if comment.strip() == "METADATA":
            with suppress(yaml.YAMLError, RecursionError):
                found = yaml.safe_load("\n".join(one.removeprefix(" ") for one in reversed(block)))
                return found if isinstance(found, dict) else {}
            return {}
        block.append(comment)
    return {}


def _imports(imports: Sequence[Mapping[str, Any]], text: str) -> dict[str, str]:
    """Name in the file → what it stands for."""
    source = text.encode()
    names = {}
    for one in imports:
        full = _dotted(one["refr"])
        alias = one.get("as")
        name = source[alias["start"] : alias["end"]].decode() if alias is not None else full.rpartition(".")[2]
        names[name] = full
    return names


def _reads(node: Any, names: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """What a part of the tree reads of ``input`` and ``data`` and calls outside, imported names written out."""
    if isinstance(node, list):
        for item in node:
            yield from _reads(item, names)
    elif isinstance(node, Mapping):
        dotted = _dotted(node)
        first, _, rest = dotted.partition(".")
        full = dotted if dotted in OUTSIDE else f"{names.get(first, first)}.{rest}".rstrip(".")
        if full.partition(".")[0] in {"input", "data"} or full in OUTSIDE:
            yield full, _line(node)
        inside = _indexes(node) if dotted else node.values()
        for part in inside:
            yield from _reads(part, names)


def _indexes(node: Any) -> Iterator[Any]:
    """What stands in the brackets of a path."""
    while "Var" not in node:
        kind, body = next(iter(node.items()))
        if kind == "RefBrack":
            yield body["index"]
        node = body["refr"]


def _dotted(node: Any) -> str:
    """``a.b.c`` of a reference, with ``*`` for a part that is computed; empty for anything else."""
    if not isinstance(node, Mapping) or len(node) != 1:
        return ""
    kind, body = next(iter(node.items()))
    if kind == "Var":
        return str(body["value"])
    if kind not in {"RefDot", "RefBrack"}:
        return ""
    before = _dotted(body["refr"])
    part = body["field"][1] if kind == "RefDot" else body["index"].get("String", {}).get("value", "*")
    return f"{before}.{part}" if before else ""


def _line(node: Any) -> int:
    while isinstance(node, Mapping):
        body = next(iter(node.values()))
        if isinstance(body, Mapping) and "span" in body:
            return int(body["span"]["line"])
        node = body
    return 1


def _listening(act: Callable[[], Module]) -> tuple[Module, str]:
    """What ``act`` gives, and what was printed on the process's standard error meanwhile."""
    kept = os.dup(2)
    with tempfile.TemporaryFile() as heard:
        os.dup2(heard.fileno(), 2)
        try:
            result = act()
        finally:
            os.dup2(kept, 2)
            os.close(kept)
        heard.seek(0)
        return result, heard.read(65536).decode("utf-8", "replace")
