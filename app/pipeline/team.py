"""The agents that work here, put together by the composition root, and whose turn it is for a command."""

from dataclasses import dataclass

from app.agents.architect import Architect
from app.agents.base import Agent
from app.agents.compliance import Compliance
from app.agents.cost import Cost
from app.agents.developer import Developer
from app.agents.documentation import Documentation
from app.agents.orchestrator import Orchestrator
from app.agents.security import Security
from app.agents.tester import Planner, Tester
from app.pipeline.checking import Checks


@dataclass(frozen=True, slots=True)
class Team:
    """One of each; ``planner`` is the tester's shorter turn."""

    orchestrator: Orchestrator
    architect: Architect
    developer: Developer
    tester: Tester
    planner: Planner
    security: Security
    cost: Cost
    compliance: Compliance
    documentation: Documentation

    @property
    def checks(self) -> Checks:
        """Who checks what was generated, and mends it."""
        return Checks(self.developer, self.tester, self.security, self.cost, self.compliance)

    def reviewers(self, command: str) -> tuple[Agent, ...]:
        """Who looks at what is there: all of them, or the one that was asked for and those it builds on."""
        turns: dict[str, tuple[Agent, ...]] = {
            "test": (self.tester,),
            "security": (self.planner, self.security),
            "cost": (self.planner, self.cost),
            "compliance": (self.planner, self.security, self.compliance),
        }
        return turns.get(command, (self.tester, self.security, self.cost, self.compliance))
