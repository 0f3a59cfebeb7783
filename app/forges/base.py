"""The seam to a forge: what the pipeline asks of the place a repository lives in."""

from typing import Protocol


class Forge(Protocol):
    """A repository's home. Every verb may be repeated without harm."""

    def source(self) -> str:
        """What ``git clone`` is given."""
        ...

    def ensure_repository(self) -> None:
        """See that the repository is there and can be written; raises ``AgentsError`` with a hint."""
        ...

    def free_branch(self, wanted: str) -> str:
        """``wanted``, or the first of ``wanted-2``, ``wanted-3``, … that does not exist yet."""
        ...
