"""A model that spends nothing without leave: what a request may cost is put aside first, and its time is limited."""

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from app.domain.errors import AgentsError
from app.domain.thought import OverBudget, Usage
from app.reasoning.base import Model, ModelDown, Purse, Reply, Turn
from app.reasoning.model.limits import OutOfTime

LOG = logging.getLogger(__name__)

SHORTEST = 2_000
"""Tokens of an answer below which asking is of no use."""
NEARLY = 0.95
"""A call that failed after this share of its time was ended by the clock."""


class Metered:
    """Reserve, ask, settle. Raises ``OverBudget``, ``OutOfTime``, ``ModelDown`` and nothing else."""

    def __init__(self, model: Model, purse: Purse, clock: Callable[[], float] = time.monotonic) -> None:
        self.name = model.name
        self.id = model.id
        self._model = model
        self._purse = purse
        self._clock = clock

    def most(self, turn: Turn) -> Usage:
        """The model's own bound."""
        return self._model.most(turn)

    def ask(self, turn: Turn, seconds: float) -> Reply:
        """One answer, shorter than ``turn`` allows where the money is short."""
        if seconds <= 0:
            raise OutOfTime("the time for this task is over")
        turn, most, reservation = self._reserved(turn)
        began = self._clock()
        try:
            reply = self._model.ask(turn, seconds)
        except ModelDown as down:
            self._settle(reservation, down.spent)
            if self._clock() - began >= seconds * NEARLY:
                raise OutOfTime(down.why, down.spent, left=down.left) from down
            raise
        except Exception as error:
            LOG.exception("asking %s: a bug", self.id)
            raise ModelDown(f"asking it ended in a bug of ours ({type(error).__name__})", most) from error
        self._settle(reservation, reply.usage)
        return reply

    def _reserved(self, turn: Turn) -> tuple[Turn, Usage, int]:
        while True:
            most = self.most(turn)
            try:
                return turn, most, self._purse.reserve(most)
            except OverBudget:
                if turn.max_tokens <= SHORTEST:
                    raise
                turn = replace(turn, max_tokens=max(SHORTEST, turn.max_tokens // 2))
            except AgentsError as error:
                raise ModelDown(str(error)) from error

    def _settle(self, reservation: int, spent: Usage) -> None:
        """Where that cannot be written what was put aside stays so: rather too much than too little."""
        with suppress(AgentsError):
            self._purse.settle(reservation, spent)
