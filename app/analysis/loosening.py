"""What one design switches off or shortens of what protects another's resources, and what it settles for good.

For designs that were made by rule from a request that a model changed: permissions and networks may differ there, and
are judged by the analyses.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.analysis.weakening import PROTECTS, differences, replaced, standing
from app.domain.planned import PlannedResource
from app.domain.proof import Proof

KEEPS = re.compile(
    r"retention|backup|recovery|window|noncurrent|days$|concurren|capacity|timeout|receive_?count|(?:^|_)count$",
    re.IGNORECASE,
)
"""Numbers that protect by their size."""
ENDLESS = re.compile(r"concurren")
"""Numbers that have no end where there is none, or -1."""
OPENS = re.compile(
    r"^(?!block_|restrict_|ignore_)\w*public|^skip_|^force_|^delete_|disable|insecure|privileged|mutable$"
)
"""Switches that protect while they are off."""
LEVELS = re.compile(
    r"^(?:status|mode|http_tokens|ssl_policy|sse_algorithm|traffic_type|\w*tls\w*|\w*protocol\w*|\w*mutability)$"
    r"|(?:^|_)(?:role|profile)(?:_arn|_name)?$"
)
"""Arguments that have a stronger and a weaker value, or that say as whom something acts."""
FOR_GOOD = re.compile(
    r"expiration|(?<!abort_)transition|object_lock|default_retention|snapshot_(?:identifier|name|arn|id)$|restore|s3_import|source_db|replicate_source"
    r"|ownership|payer|(?:^|[._])engine(?:_version)?$|(?:^|_)version$|(?:^|_)family$|port_info"
)
"""Arguments that delete, move or lock what is kept, bring in what is another's, or cannot be taken back."""
LOCKS = ("aws_s3_bucket_object_lock_configuration", "aws_s3_bucket_request_payment_configuration")
OPEN_PORTS = "aws_lightsail_instance_public_ports"
SETTLES = re.compile(rf"{'|'.join(LOCKS)}|{OPEN_PORTS}|aws_s3_bucket_(?:lifecycle_configuration|ownership_controls)")
"""Types of which a new one settles such things for a thing of the draft."""
OF_AWS = re.compile(r"alias/aws/")
"""Keys of AWS's own, which nobody here decides about."""
UNITS = (1, 60, 3_600, 86_400, 604_800, 7, 30, 365)
"""Seconds or days of what a user calls a minute, an hour, a week, a year."""
SIX = 6
"""How many times a function's time its queue waits."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What the user gave: numbers, and all the words, folded."""

    numbers: Collection[float]
    words: str

    def gives(self, number: float, *times: int) -> bool:
        """Whether the user gave a number, in whatever unit."""
        return any(number == given * unit * more for given in self.numbers for unit in UNITS for more in (1, *times))

    def holds(self, text: str) -> bool:
        """Whether the user gave a text, be it ``ObjectWriter`` or ``object writer``."""
        spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[_-]", " ", text).casefold()
        return any(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", self.words) for one in {text.casefold(), spaced})


def loosened(floor: Proof, proof: Proof, numbers: Collection[float] = (), said: str = "") -> tuple[str, ...]:
    """Protections of ``floor``'s resources that ``proof`` loosens, in sentences without an end.

    ``numbers`` are those that the user gave: a time may fall to one of these; ``said`` are the user's words: what is
    settled for good must stand in one of the two.
    """
    before, now = standing(floor), standing(proof)
    given = _Said(numbers, said.casefold())
    found = {
        f"it sets {path} of {address} to {json.dumps(new)[:80]}, which protects less than {json.dumps(old)[:80]}"
        for address in before.keys() & now.keys()
        for path, old, new in differences(before[address], now[address])
        if _loosens(path, old, new, given) or _settles(path, old, new, given)
    }
    added = [one for address, one in now.items() if address not in before]
    kept = {str(one.values.get("bucket")) for one in before.values()} - {"None", ""}
    found |= {
        f"{one.address} settles {path}, which the request does not" for one in added for path in _new(one, kept, given)
    }
    return tuple(sorted({*found, *replaced(list(before.values()), added)}))


def _loosens(path: str, old: Any, new: Any, given: _Said) -> bool:
    if OF_AWS.match(str(new)) and old:
        return True
    name, protects = path.rpartition(".")[2], PROTECTS.search(path) is not None
    if isinstance(old, bool) or isinstance(new, bool):
        return bool(new) if OPENS.search(name) else protects and bool(old) and not new
    if ENDLESS.search(name) and old in (None, -1) and isinstance(new, int | float) and new >= 0:
        return not given.gives(new)
    if isinstance(old, int | float) and isinstance(new, int | float):
        times = (SIX,) if "timeout" in name else ()
        return KEEPS.search(name) is not None and new < old and not given.gives(new, *times)
    if isinstance(old, list):
        kept = new if isinstance(new, list) else []
        return protects and any(isinstance(one, str) and one not in kept for one in old)
    return bool(old) and (LEVELS.search(name) is not None or (protects and not new))


def _settles(path: str, old: Any, new: Any, given: _Said) -> bool:
    """Whether something is settled for good that the user gave neither a number nor a word of."""
    had = set(_leaves(path, old))
    leaves = [(at, value) for at, value in _leaves(path, new) if FOR_GOOD.search(at) and (at, value) not in had]
    numbers = [value for _, value in leaves if isinstance(value, int | float) and not isinstance(value, bool)]
    if numbers:
        return not all(given.gives(number) for number in numbers)
    texts = [value for _, value in leaves if isinstance(value, str)]
    return bool(leaves) and not any(given.holds(text) or _is_version(text, old, given) for text in texts)


def _is_version(text: str, old: Any, given: _Said) -> bool:
    """Whether the user gave a version, or the first number of one that is no older than the draft's."""
    first, earlier = re.match(r"\d+", text), re.match(r"\d+", old) if isinstance(old, str) else None
    if re.fullmatch(r"\d+\.\d+", text) and float(text) in given.numbers:
        return True
    newer = first is not None and (earlier is None or int(first[0]) >= int(earlier[0]))
    return newer and first is not None and float(first[0]) in given.numbers


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Every value that says something, with the path it stands at."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(f"{path}.{name}", inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(path, inner)
    elif value:
        yield path, value


def _new(one: PlannedResource, kept: Collection[str], given: _Said) -> Iterator[str]:
    """What a new resource settles: a lock or a payer for anything, the rest for what the draft has."""
    ours = one.type in {*LOCKS, OPEN_PORTS} or str(one.values.get("bucket")) in kept
    for path, value in one.values.items() if ours and SETTLES.fullmatch(one.type) else ():
        if path not in {"id", "bucket", "object_lock_enabled"} and _settles(path, None, value, given):
            yield path
