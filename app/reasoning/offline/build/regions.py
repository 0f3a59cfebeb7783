"""Regions: the stack's own, and a provider alias for every other one that something needs."""


class Regions:
    """``home`` is the stack's region; aliases are collected as they are asked for."""

    def __init__(self, home: str) -> None:
        self.home = home
        self.aliases: dict[str, str] = {}

    def alias(self, region: str) -> str:
        """The provider alias of a region (``us-east-1`` → ``us_east_1``), empty for the stack's own.

        An alias that a service asks for by name is declared even where the stack's own region is the same, because
        the region is a variable that may change.
        """
        if region == self.home:
            return ""
        name = region.replace("-", "_")
        self.aliases.setdefault(name, region.replace("_", "-"))
        return name
