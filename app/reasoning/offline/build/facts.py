"""Facts of the account and region that expressions refer to, each one data source, added when first asked for."""

from app.domain.resources import Ref
from app.reasoning.offline.build.ledger import Ledger


class Facts:
    """``alias`` is the provider alias of the region the fact is wanted in, empty for the stack's own."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def account(self) -> Ref:
        """The account's id."""
        return Ref(self._data("aws_caller_identity", ""), "account_id")

    def region(self, alias: str = "") -> Ref:
        """The region's name."""
        return Ref(self._data("aws_region", alias), "region")

    def partition(self) -> Ref:
        """The partition, as ARNs have it."""
        return Ref(self._data("aws_partition", ""), "partition")

    def _data(self, kind: str, alias: str) -> str:
        label = alias or "current"
        return self._ledger.add(
            kind, label, {}, owner=None, service="", concern="operations", data=True, provider=alias
        )
