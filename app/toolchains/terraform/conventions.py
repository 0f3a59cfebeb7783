"""What the Terraform of a repository has in common, so that new code reads like the code beside it."""

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from app.domain.repo import Conventions
from app.toolchains.terraform.hcl import Block, Source, read_source, string_value
from app.toolchains.terraform.stacks import find_stacks

ENVIRONMENTS = (
    "sandbox", "dev", "development", "test", "testing", "qa", "uat", "stage", "staging", "preprod", "prod",
    "production",
)  # fmt: skip
"""Names that folders and tfvars files use for environments, in the order in which changes reach them."""

MOST_FILES = 2_000
LARGEST_FILE = 1_000_000
"""More and larger files than people write by hand are left unread."""

_SKIPPED = frozenset({"node_modules", "vendor", "venv"})
_ENTRY = re.compile(r'(?P<key>"[^"$%\\]+"|[A-Za-z_][\w-]*)\s*[=:]\s*(?P<value>"(?:[^"\\]|\\.)*")\s*(?:[,\n}]|$)')
_VERSION = re.compile(r'\bversion\s*[=:]\s*"(?P<version>[^"$]+)"')
_SOURCE = re.compile(r'\bsource\s*[=:]\s*"(?P<source>[^"$]+)"')
_SECRET = re.compile(r"secret|password|token|access_key|credential", re.IGNORECASE)
_PLACE = re.compile(r"\$\{[^}]*\}")
_TAG_LOCALS = frozenset({"tags", "common_tags", "default_tags", "standard_tags"})
_NAMES = ("name", "bucket", "identifier", "function_name", "cluster_identifier", "name_prefix")


@dataclass(slots=True)
class Survey:
    """What was seen: counts of every choice."""

    required: Counter[str] = field(default_factory=Counter)
    versions: dict[str, Counter[str]] = field(default_factory=dict)
    tags: list[dict[str, str]] = field(default_factory=list)
    separators: Counter[str] = field(default_factory=Counter)
    backends: Counter[str] = field(default_factory=Counter)
    settings: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    regions: Counter[str] = field(default_factory=Counter)


def read_conventions(root: Path) -> Conventions:
    """The conventions of the Terraform below ``root``; ``found`` is False where there is none.

    Files that are broken count as far as they can be read; nothing is raised for what they hold.
    """
    sources = [read_source(path, text) for path, text in _files(root)]
    if not sources:
        return Conventions()
    survey = Survey()
    for source in sources:
        for block in source.top.blocks:
            _look_at(block, survey)
    stacks = [stack.path for stack in find_stacks(root)]
    backend = _most_common(survey.backends)
    return Conventions(
        stacks_dir=_stacks_dir(stacks),
        required_version=_most_common(survey.required),
        provider_versions={name: _most_common(seen) for name, seen in sorted(survey.versions.items())},
        tags=_agreed(survey.tags),
        name_separator=_most_common(survey.separators) or "-",
        backend=backend,
        backend_settings=_agreed(survey.settings.get(backend, []), keep=("key", "prefix")),
        region=_most_common(survey.regions),
        environments=_environments(root, sources, stacks),
        found=True,
    )


def _files(root: Path) -> Iterator[tuple[str, str]]:
    """Path and text of every Terraform file, in order; links and tool folders are not followed."""
    count = 0
    for folder, names, files in os.walk(root, followlinks=False):
        names[:] = sorted(name for name in names if not name.startswith(".") and name not in _SKIPPED)
        for name in sorted(files):
            path = Path(folder, name)
            if not name.endswith((".tf", ".tofu")) or path.is_symlink() or count >= MOST_FILES:
                continue
            text = _text(path)
            if text is not None:
                count += 1
                yield path.relative_to(root).as_posix(), text


def _text(path: Path) -> str | None:
    try:
        if path.stat().st_size > LARGEST_FILE:
            return None
        return path.read_bytes().decode("utf-8", "replace")
    except OSError:
        return None


def _look_at(block: Block, survey: Survey) -> None:
    look = {
        "terraform": _terraform,
        "provider": _provider,
        "locals": _locals,
        "resource": _resource,
        "variable": _variable,
    }.get(block.type)
    if look is not None:
        look(block, survey)


def _terraform(block: Block, survey: Survey) -> None:
    version = block.literal("required_version")
    if version:
        survey.required[version] += 1
    for providers in block.blocks_of("required_providers"):
        for name, attribute in providers.attributes.items():
            _pin(name, attribute.expression, survey)
    for backend in block.blocks_of("backend"):
        kind = backend.labels[0] if backend.labels else ""
        survey.backends[kind] += 1
        values = {name: backend.literal(name) for name in backend.attributes if not _SECRET.search(name)}
        survey.settings.setdefault(kind, []).append({name: value for name, value in values.items() if value})


def _pin(name: str, expression: str, survey: Survey) -> None:
    """``aws = { source = "hashicorp/aws", version = "~> 6.0" }``, or the old ``aws = "~> 6.0"``."""
    source = _SOURCE.search(expression)
    version = _VERSION.search(expression)
    literal = version["version"] if version else string_value(expression)
    if literal and (
        source is None or source["source"].lower().removeprefix("registry.terraform.io/") == f"hashicorp/{name}"
    ):
        survey.versions.setdefault(name, Counter())[literal] += 1


def _provider(block: Block, survey: Survey) -> None:
    if block.labels[:1] != ("aws",):
        return
    region = block.literal("region")
    if region and "alias" not in block.attributes:
        survey.regions[region] += 1
    for tags in block.blocks_of("default_tags"):
        if "tags" in tags.attributes:
            survey.tags.append(literal_entries(tags.attributes["tags"].expression))


def _locals(block: Block, survey: Survey) -> None:
    for name, attribute in block.attributes.items():
        if name in _TAG_LOCALS:
            survey.tags.append(literal_entries(attribute.expression))


def _variable(block: Block, survey: Survey) -> None:
    if block.labels[:1] in {("region",), ("aws_region",)}:
        default = block.literal("default")
        if default:
            survey.regions[default] += 1


def _resource(block: Block, survey: Survey) -> None:
    for name in _NAMES:
        attribute = block.attributes.get(name)
        if attribute is None or not attribute.expression.startswith('"'):
            continue
        shape = _PLACE.sub("x", attribute.expression)
        for separator in ("-", "_"):
            survey.separators[separator] += shape.count(separator)


def literal_entries(expression: str) -> dict[str, str]:
    """The entries of an object expression whose keys and values are plain strings."""
    entries: dict[str, str] = {}
    for match in _ENTRY.finditer(expression):
        value = string_value(match["value"])
        if value is not None:
            entries[match["key"].strip('"')] = value
    return entries


def _agreed(maps: Sequence[Mapping[str, str]], keep: Sequence[str] = ()) -> dict[str, str]:
    """The entries on which all maps agree; of those in ``keep`` the first, whatever the others say."""
    if not maps:
        return {}
    first = maps[0]
    return {
        key: value for key, value in first.items() if key in keep or all(other.get(key) == value for other in maps[1:])
    }


def _most_common(seen: Counter[str]) -> str:
    """The most frequent choice; of equally frequent ones the first by name. Empty where nothing was seen."""
    counted = sorted((-count, value) for value, count in seen.items() if count)
    return counted[0][1] if counted else ""


def _stacks_dir(stacks: Iterable[str]) -> str:
    """The folder that holds most stacks; folders named after environments count as what they stand in."""
    parents: Counter[str] = Counter()
    for path in stacks:
        parent = PurePosixPath(path).parent
        while parent.name in ENVIRONMENTS:
            parent = parent.parent
        if str(parent) != ".":
            parents[str(parent)] += 1
    return _most_common(parents) or Conventions().stacks_dir


def _environments(root: Path, sources: Sequence[Source], stacks: Sequence[str]) -> tuple[str, ...]:
    """Environments that folders and tfvars files are named after."""
    folders = {str(PurePosixPath(source.path).parent) for source in sources} | set(stacks)
    seen = {part for folder in folders for part in PurePosixPath(folder).parts}
    for folder in folders:
        for pattern in ("*.tfvars", "*/*.tfvars"):
            seen |= {path.name.removesuffix(".tfvars") for path in (root / folder).glob(pattern)}
    return tuple(name for name in ENVIRONMENTS if name in seen)
