"""The agents there are, by name; read by the composition root and by the tests that keep the documents true."""

from app.agents.architect import Architect
from app.agents.developer import Developer
from app.agents.documentation import Documentation
from app.agents.orchestrator import Orchestrator
from app.agents.security import Security
from app.agents.tester import Tester

AGENTS = {agent.name: agent for agent in (Orchestrator, Architect, Developer, Tester, Security, Documentation)}
