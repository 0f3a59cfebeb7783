"""Puts together who prices: the price book, the pricers, the usage file, the rules about savings."""

import os
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from app.agents.base import PriceOf, ProductionOf
from app.analysis.pricing.book import PriceBook
from app.analysis.pricing.difference import compare
from app.analysis.pricing.engine import estimate
from app.analysis.pricing.registry import PRICERS
from app.analysis.pricing.usage import Usage
from app.analysis.pricing.usage_file import NAME, read_usage
from app.analysis.savings.recommend import recommend
from app.analysis.savings.whatif import WhatIf
from app.domain.cost import Estimate
from app.domain.errors import UsageFailure
from app.domain.planned import Planned

LIMIT = 256 * 1024
"""Bytes of a usage file; reading YAML takes long."""
SHAPE = "docs/guides/costs.md shows the file's shape"


class Costing:
    """Prices stacks. ``usage_file`` counts instead of the repository's own."""

    def __init__(self, usage_file: Path | None = None) -> None:
        self._usage_file = usage_file

    @cached_property
    def book(self) -> PriceBook:
        """Opened when something is priced first."""
        return PriceBook()

    def usage(self, root: Path) -> Usage:
        """What is told of the use; raises ``UsageFailure`` for a file that cannot be read."""
        path = self._usage_file or root / NAME
        if self._usage_file is None and not os.path.lexists(path):
            return Usage()
        return read_usage(_text(path, own=self._usage_file is None), path.name)

    def estimate(self, planned: Sequence[Planned], root: Path, base: Sequence[Planned] | None) -> Estimate:
        """What the stacks cost, what could be saved, and with a base what changed; the use is the same for both."""
        usage = self.usage(root)
        found = estimate(planned, self.book, usage, PRICERS)
        found = replace(found, savings=recommend(planned, self.book, usage, PRICERS))
        return found if base is None else compare(estimate(base, self.book, usage, PRICERS), found)

    def what_if(self, planned: Sequence[Planned], root: Path) -> tuple[PriceOf, ProductionOf]:
        """What a resource would cost with other values, and whether it serves production."""
        what = WhatIf(planned, self.book, self.usage(root))
        return what.price_of, what.production_of


def _text(path: Path, *, own: bool) -> str:
    """The text of a usage file; in the repository's ``own`` place no link or device counts."""
    doing = f"reading {path.name if own else path}"
    if own and (path.is_symlink() or not path.is_file()):
        raise UsageFailure(doing, "it is a link or no file, which is not read", "put the file itself there")
    try:
        with path.open("rb") as file:
            content = file.read(LIMIT + 1)
    except FileNotFoundError:
        raise UsageFailure(doing, "there is no such file", "name a usage file") from None
    except OSError as error:
        raise UsageFailure(doing, error.strerror or str(error), SHAPE) from error
    if len(content) > LIMIT:
        raise UsageFailure(doing, f"it is larger than {LIMIT // 1024} KiB", "leave out what is not needed")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageFailure(doing, "it is not UTF-8 text", SHAPE) from error
