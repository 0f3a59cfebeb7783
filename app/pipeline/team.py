"""The agents that work here, put together by the composition root."""

from dataclasses import dataclass

from app.agents.architect import Architect
from app.agents.developer import Developer
from app.agents.documentation import Documentation
from app.agents.orchestrator import Orchestrator
from app.agents.security import Security
from app.agents.tester import Tester


@dataclass(frozen=True, slots=True)
class Team:
    """One of each."""

    orchestrator: Orchestrator
    architect: Architect
    developer: Developer
    tester: Tester
    security: Security
    documentation: Documentation
