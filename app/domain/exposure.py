"""Where the internet reaches a stack."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EntryPoint:
    """One way in. ``address`` is the resource that answers first; ``ports`` are such as ``443``, ``8000-8100``, ``all``
    or empty where the service has no ports of its own; ``route`` is the whole path, ``internet → aws_lb.web:443 → …``;
    ``intended`` where it is of the kind that is meant to be public (a web site, an API that asks who calls).
    """

    address: str
    ports: str
    route: str
    intended: bool
    stack: str = "."
