"""What one design switches off or shortens of what protects another's resources.

For designs that were made by rule from a request that a model changed: permissions and networks may differ there, and
are judged by the analyses.
"""

import json
import re
from collections.abc import Collection
from typing import Any

from app.analysis.weakening import PROTECTS, differences, replaced, standing
from app.domain.proof import Proof

KEEPS = re.compile(r"retention|backup|recovery|window")
"""Numbers that protect by their size."""
OPENS = re.compile(
    r"^(?!block_|restrict_|ignore_)\w*public|^skip_|^force_|^delete_|disable|insecure|privileged|mutable$"
)
"""Switches that protect while they are off."""
LEVELS = re.compile(
    r"^(?:status|mode|http_tokens|ssl_policy|sse_algorithm|traffic_type|\w*tls\w*|\w*protocol\w*|\w*mutability)$"
    r"|(?:^|_)(?:role|profile)(?:_arn|_name)?$"
)
"""Arguments that have a stronger and a weaker value, or that say as whom something acts."""
UNITS = (1, 60, 3_600, 86_400, 604_800, 7, 30, 365)
"""Seconds or days of what a user calls a minute, an hour, a week, a year."""


def loosened(floor: Proof, proof: Proof, numbers: Collection[float] = ()) -> tuple[str, ...]:
    """Protections of ``floor``'s resources that ``proof`` loosens, in sentences without an end.

    ``numbers`` are those that the user gave: a time may fall to one of these.
    """
    before, now = standing(floor), standing(proof)
    found = {
        f"it sets {path} of {address} to {json.dumps(new)[:80]}, which protects less than {json.dumps(old)[:80]}"
        for address in before.keys() & now.keys()
        for path, old, new in differences(before[address], now[address])
        if _loosens(path, old, new, numbers)
    }
    added = [one for address, one in now.items() if address not in before]
    return tuple(sorted({*found, *replaced(list(before.values()), added)}))


def _loosens(path: str, old: Any, new: Any, numbers: Collection[float]) -> bool:
    name, protects = path.rpartition(".")[2], PROTECTS.search(path) is not None
    if isinstance(old, bool) or isinstance(new, bool):
        return bool(new) if OPENS.search(name) else protects and bool(old) and not new
    if isinstance(old, int | float) and isinstance(new, int | float):
        given = any(new == number * unit for number in numbers for unit in UNITS)
        return KEEPS.search(name) is not None and new < old and not given
    if isinstance(old, list):
        kept = new if isinstance(new, list) else []
        return protects and any(isinstance(one, str) and one not in kept for one in old)
    return bool(old) and (LEVELS.search(name) is not None or (protects and not new))
