"""List prices as data: ``prices.sqlite`` (built by ``tools/build_prices.py``), and a table kept by hand.

``free.json`` lists resource types that cost nothing by themselves, or are billed with another resource, by area.
"""

import json
import sqlite3
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
DATABASE = HERE / "prices.sqlite"


def connect(path: Path = DATABASE) -> sqlite3.Connection:
    """The price list, read-only; one connection serves all threads."""
    return sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True, check_same_thread=False)


@cache
def free_types() -> frozenset[str]:
    """Types that cost nothing by themselves; ``*`` in a name stands for anything."""
    areas: dict[str, list[str]] = json.loads((HERE / "free.json").read_text("utf-8"))
    return frozenset(name for names in areas.values() for name in names)
