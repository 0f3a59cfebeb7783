"""What one proof changes of another's resources though nobody asked for it, and what it hides from the checks.

For files that a model wrote beside those that were written by rule. What an argument of the draft's says may become
something else only where the user's words vouch for it: by the number, the word, or the name of what is switched.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from app.analysis.weakening import differences, standing
from app.domain.planned import PlannedResource
from app.domain.proof import Proof

HIDDEN = "(sensitive)"
"""What stands in a plan for a value that Terraform marks as sensitive."""
SECRET = re.compile(
    r"password|passphrase|secret|token|private|credential|environment|variables|value|content|connection|auth|user_data"
    r"|certificate|key_material|output|input|result|settings?$|triggers|url|hex|b64|dec",
    re.IGNORECASE,
)
"""Arguments that hold secrets by their nature."""
NAMES = ("id", "arn", "name", "bucket", "url")
"""What another resource refers to one by."""
LOADS = re.compile(
    r"\.(?:AWS_LAMBDA_EXEC_WRAPPER|LD_\w+|NODE_OPTIONS|PYTHON\w+|PERL5\w+|RUBY\w+|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS"
    r"|DOTNET_STARTUP_HOOKS|BASH_ENV|PATH|AWS_ENDPOINT_URL\w*|AWS_CONTAINER_\w+|HTTPS?_PROXY|ALL_PROXY|AWS_CA_BUNDLE)$",
    re.IGNORECASE,
)
"""Variables of an environment that put other code or another service in the place of what is meant."""
UNITS = (1, 7, 24, 30, 60, 365, 1_000, 1_024, 3_600, 60_000, 86_400, 604_800, 1_048_576, 1_073_741_824)
"""What a number of the user's may be counted in: seconds, minutes, hours, days, weeks, kilobytes and more."""
STEM = 4
NOTHING: tuple[Any, ...] = (None, "", [], {})
"""What is added where nothing was is judged by what it protects and opens."""
DERIVED = re.compile(
    r"(?:^|[._])(?:arns?|ids?|hash|revision|version_id|etag|url|fqdn|dns_name|endpoint|hosted_zone_id)$"
)
"""Values that AWS makes of others."""


def unasked(floor: Proof, proof: Proof, words: Collection[str], numbers: Collection[float]) -> tuple[str, ...]:
    """Changes that neither the user's ``words`` nor ``numbers`` ask for, in sentences without an end."""
    before, now = standing(floor), standing(proof)
    owners = {str(one.values.get(name)): address for address, one in now.items() for name in NAMES}
    found: set[str] = set()
    for address, one in now.items():
        found |= set(_hidden(one, before.get(address)))
        if address in before:
            others = {name for name, owner in owners.items() if owner != address}
            found |= set(_changed(before[address], one, {*words, *others}, numbers))
    return tuple(sorted(found))


def _changed(
    before: PlannedResource, one: PlannedResource, words: Collection[str], numbers: Collection[float]
) -> Iterator[str]:
    """What is told of one resource; ``words`` are the user's, and the names of other resources."""
    for path, old, new in differences(before, one):
        if old not in NOTHING and not DERIVED.search(path) and not _is_asked(path, old, new, words, numbers):
            yield f"it changes {path} of {one.address} from {_short(old)} to {_short(new)}, which nobody asked for"


def _is_asked(path: str, old: Any, new: Any, words: Collection[str], numbers: Collection[float]) -> bool:
    if isinstance(new, bool):
        parts = re.findall(r"[a-z]+", path.rpartition(".")[2].casefold())
        return any(_alike(part, word) for part in parts if len(part) >= STEM for word in words)
    if isinstance(new, int | float):
        return any(new == number * unit for number in numbers for unit in UNITS)
    if isinstance(new, str) and new:
        return any(new == word or _alike(new.casefold(), word) for word in words)
    if isinstance(new, Mapping) and isinstance(old, Mapping):
        differ = [name for name in old if old[name] != new.get(name)]
        return all(_is_asked(f"{path}.{name}", old[name], new.get(name), words, numbers) for name in differ)
    if isinstance(new, list) and isinstance(old, list) and all(one in new for one in old):
        added = [one for one in new if one not in old and not isinstance(one, Mapping)]
        return all(_is_asked(path, None, one, words, numbers) for one in added)
    return False


def _alike(one: str, word: str) -> bool:
    """Whether they are the same, but for an ending."""
    return one == word or (min(len(one), len(word)) >= STEM and (one.startswith(word) or word.startswith(one)))


def _hidden(one: PlannedResource, before: PlannedResource | None) -> Iterator[str]:
    had = dict(_leaves("", before.values)) if before else {}
    for path in dict(_leaves("", one.values)).keys() - had.keys():
        if LOADS.search(path):
            yield f"it sets {path} of {one.address}, which decides what a program loads"
    for path, value in _leaves("", one.values):
        if value == HIDDEN and had.get(path) != HIDDEN and not SECRET.search(path):
            yield f"it hides {path} of {one.address} from the checks"


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(f"{path}.{name}" if path else str(name), inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(path, inner)
    else:
        yield path, value


def _short(value: Any) -> str:
    return json.dumps(value, default=str)[:60]
