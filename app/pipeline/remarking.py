"""What a model says of results that stand: each agent's remarks, side by side; no verdict depends on them."""

import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from app.agents.base import Agent, AgentResult, Commentator, Context
from app.agents.compliance import Compliance
from app.agents.cost import Cost
from app.agents.security import Security
from app.domain.errors import AgentsError
from app.domain.run import StageResult
from app.domain.thought import Thought
from app.pipeline.steps import Observer, StepRunner

LOG = logging.getLogger(__name__)
STAGE = "remarks"


def commentators(agents: Sequence[Agent], command: str) -> tuple[Commentator, ...]:
    """Who of the agents speaks: where one of them alone was asked for, that one."""
    speaking = tuple(agent for agent in agents if isinstance(agent, Security | Compliance | Cost))
    return tuple(agent for agent in speaking if agent.name == command) or speaking


def remarked(context: Context, agents: Sequence[Commentator], steps: StepRunner, observer: Observer) -> Context:
    """The context with what was thought and remarked; as it is where there is no model."""
    if context.thinker is None or not agents:
        return context
    said = steps.parallel([(_stage(agent), partial(_turn, agent, context, observer)) for agent in agents])
    return replace(
        context,
        thoughts=(*context.thoughts, *(thought for one in said for thought in one.thoughts)),
        remarks=(*context.remarks, *(remark for one in said for remark in one.remarks)),
    )


def _stage(agent: Commentator) -> str:
    return f"{STAGE} {agent.name}"


def _turn(agent: Commentator, context: Context, observer: Observer) -> AgentResult:
    """One agent's turn; it is told within the step, so that a run that is taken up again tells nothing twice."""
    observer.started(_stage(agent))
    started = time.monotonic()
    said = _guarded(agent, context)
    silent = any(thought.ended != "answered" for thought in said.thoughts)
    why = "; ".join(thought.why for thought in said.thoughts) or "nothing to speak about"
    seconds = round(time.monotonic() - started, 2)
    observer.finished(StageResult(_stage(agent), "not_run" if silent else "passed", why, seconds))
    return AgentResult(thoughts=said.thoughts, remarks=said.remarks)


def _guarded(agent: Commentator, context: Context) -> AgentResult:
    """The agent's remarks, or why there are none: a run that is proven does not fail by what is said of it."""
    try:
        return agent.remark(context)
    except AgentsError as error:
        return _without(agent, str(error))
    except Exception:
        LOG.exception("run %s: remarks of %s", context.run, agent.name)
        return _without(agent, "a bug in agents; please report it")


def _without(agent: Commentator, why: str) -> AgentResult:
    return AgentResult(thoughts=(Thought(agent.name, STAGE, "down", why),))
