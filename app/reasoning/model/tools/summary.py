"""A repository in a few lines: what a model should know of it before it asks."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path, PurePosixPath

from app.domain.redaction import redact
from app.reasoning.model.tools.jail import Jail, Walk
from app.reasoning.model.tools.making import listed

LIMIT = 3_000
README_LIMIT = 900
LONGEST_LINE = 300
MOST_CODE = 400
"""Terraform files that are looked into."""
MOST_FOLDERS = 25
MOST_KINDS = 8
README = re.compile(r"readme(\.(md|rst|txt|adoc))?", re.IGNORECASE)
BLOCK = re.compile(
    r'^[ \t]*(?P<block>resource|data|provider|module|backend)[ \t]+"(?P<label>[\w.-]{1,100})"', re.MULTILINE
)


def repository_summary(root: Path, keep_back: Sequence[str] = ()) -> str:
    """Folders, what Terraform builds where, and how the README begins, of what is not kept back; empty for nothing."""
    jail, walk = Jail(root, keep_back), Walk()
    paths = list(jail.files(walk))
    if not paths:
        return ""
    readme = _readme(jail, paths)
    lines = (_counts(paths), *walk.told, *_folders(jail, paths))
    told = listed(lines, "list_files tells them", most=LIMIT - len(readme) - 1)
    return f"{told}\n{readme}" if readme else told


def _counts(paths: Sequence[str]) -> str:
    kinds = Counter(PurePosixPath(path).suffix.lower() or PurePosixPath(path).name for path in paths)
    shown = ", ".join(f"{count} {kind}" for kind, count in _frequent(kinds, MOST_KINDS))
    return f"{len(paths)} files: {redact(shown)}"


def _frequent(counted: Counter[str], most: int) -> list[tuple[str, int]]:
    """The most frequent first, alphabetically where equal."""
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:most]


def _folders(jail: Jail, paths: Iterable[str]) -> Iterator[str]:
    """Folders with Terraform, and what is in each."""
    found: dict[str, Counter[str]] = {}
    for path in islice((one for one in paths if one.endswith((".tf", ".tofu"))), MOST_CODE):
        found.setdefault(str(PurePosixPath(path).parent), Counter()).update(_blocks(jail, path))
    for folder, blocks in islice(found.items(), MOST_FOLDERS):
        more = len(blocks) - MOST_KINDS
        shown = ", ".join(f"{name} ×{count}" if count > 1 else name for name, count in _frequent(blocks, MOST_KINDS))
        yield redact(f"Terraform in {folder}/: {shown or 'nothing'}{f' and {more} more' if more > 0 else ''}")
    if len(found) > MOST_FOLDERS:
        yield f"and {len(found) - MOST_FOLDERS} more folders with Terraform"


def _blocks(jail: Jail, path: str) -> list[str]:
    """The types of resources and data sources, and which providers, modules and backends are configured."""
    try:
        text = jail.text(path)
    except ValueError:
        return []
    blocks = ((found["block"], found["label"]) for found in BLOCK.finditer(text))
    return [label if block == "resource" else f"{block} {label}" for block, label in blocks]


def _readme(jail: Jail, paths: Iterable[str]) -> str:
    """How the top folder's README begins."""
    for path in (one for one in paths if README.fullmatch(one)):
        try:
            lines = [line[:LONGEST_LINE] for line in jail.text(path).splitlines() if line.strip()]
        except ValueError:
            continue
        if lines:
            return f"{path} begins:\n{listed(lines, f'read_file {path}', most=README_LIMIT)}"
    return ""
