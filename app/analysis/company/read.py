"""Reads the company's policies below ``policies/`` of a tree: Rego (``*.rego``) and rules in YAML (``*.yml *.yaml``).

Nothing outside that folder is read: no link is followed. What cannot be read becomes a problem, which fails closed.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from app.analysis.company.yaml_rules import read_rules
from app.domain.company import CompanyPolicies, CompanyRule, PolicyProblem, RegoFile

FOLDER = "policies"
REGO = ".rego"
YAML = (".yml", ".yaml")
TESTS = "_test.rego"
"""Tests of policies judge nothing."""
LIMIT = 64 * 1024
"""Bytes of one file; people write a few thousand."""
FILES = 100
"""Files that are read."""
DEPTH = 4
"""Folders below one another."""


def read_company(root: Path) -> CompanyPolicies:
    """The policies of the tree at ``root``; none where it has no such folder. Raises nothing."""
    folder = root / FOLDER
    if folder.is_symlink():
        return CompanyPolicies(problems=(PolicyProblem(FOLDER, None, "it is a link, which is not followed"),))
    if not folder.is_dir():
        return CompanyPolicies()
    rego: list[RegoFile] = []
    rules: list[CompanyRule] = []
    problems: list[PolicyProblem] = []
    for number, path in enumerate(_files(folder, DEPTH, problems, root)):
        name = path.relative_to(root).as_posix()
        if number >= FILES:
            problems.append(PolicyProblem(FOLDER, None, f"there are more than {FILES} files"))
            break
        text = _text(path, name, problems)
        if text is None:
            continue
        if path.suffix == REGO:
            rego.append(RegoFile(name, text))
        else:
            found, wrong = read_rules(name, text)
            rules += found
            problems += wrong
    return CompanyPolicies(tuple(rego), tuple(rules), (*problems, *_twice(rules)))


def _files(folder: Path, depth: int, problems: list[PolicyProblem], root: Path) -> Iterator[Path]:
    """The policies below ``folder`` by name; links and what lies too deep are problems."""
    for entry in sorted(os.scandir(folder), key=lambda one: one.name):
        path = Path(entry.path)
        name = path.relative_to(root).as_posix()
        if entry.is_symlink():
            if path.suffix in {REGO, *YAML} or not path.suffix:
                problems.append(PolicyProblem(name, None, "it is a link, which is not followed"))
        elif entry.is_dir():
            if depth > 1:
                yield from _files(path, depth - 1, problems, root)
            else:
                problems.append(PolicyProblem(name, None, f"it lies more than {DEPTH} folders deep"))
        elif entry.is_file() and path.suffix in {REGO, *YAML} and not path.name.endswith(TESTS):
            yield path


def _text(path: Path, name: str, problems: list[PolicyProblem]) -> str | None:
    """The file's text; None where it is too large or no text, which is noted."""
    try:
        with path.open("rb") as file:
            content = file.read(LIMIT + 1)
    except OSError as error:
        problems.append(PolicyProblem(name, None, error.strerror or "it cannot be read"))
        return None
    if len(content) > LIMIT:
        problems.append(PolicyProblem(name, None, f"it is larger than {LIMIT // 1024} KiB"))
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problems.append(PolicyProblem(name, line, "it is not UTF-8 text"))
        return None


def _twice(rules: list[CompanyRule]) -> Iterator[PolicyProblem]:
    seen: dict[str, CompanyRule] = {}
    for rule in rules:
        first = seen.setdefault(rule.id, rule)
        if first is not rule:
            where = f"{first.path} line {first.line}"
            yield PolicyProblem(rule.path, rule.line, f"{rule.id} stands a second time, first in {where}")
