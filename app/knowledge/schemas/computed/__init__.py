"""The shapes of what a provider computes (identifiers, ARNs, endpoints), as templates by resource type.

``{"ids": {type: template}, "arns": {type: template}, "values": {type: {attribute: template}}}``; the language of the
templates is described where they are filled in (`app.toolchains.simulator.computed`). The shapes follow AWS's public
documentation of its ARNs and endpoints.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@cache
def computed_tables(provider: str) -> Mapping[str, Mapping[str, Any]]:
    """The tables of a provider (``aws``); empty for one that has none."""
    path = HERE / f"{provider}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
