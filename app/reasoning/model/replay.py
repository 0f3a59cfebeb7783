"""A recorded model: it answers what it was asked before, without a network, and knows nothing else."""

from collections.abc import Mapping
from pathlib import Path
from typing import Self

from app.domain.errors import UsageFailure
from app.domain.thought import Usage
from app.reasoning.base import ModelDown, Reply, Turn
from app.reasoning.model.recorded import LARGEST, Answers, Header, digest_of, parse

UNKNOWN = "the recording has no answer to this request"


class Replayer:
    """Answers and errors as they were recorded; ``limits`` are those of the recorded run."""

    def __init__(self, header: Header, answers: Answers) -> None:
        self.name = header.name
        self.id = header.id
        self.limits = header.limits
        self._answers = answers

    @classmethod
    def open(cls, path: Path, prompts: Mapping[str, int]) -> Self:
        """Read a recording; raises ``UsageFailure`` where it is none, or was not made with these ``prompts``."""
        try:
            with path.open("rb") as file:
                text = file.read(LARGEST + 1)
        except OSError as error:
            raise UsageFailure(
                "reading the recording", f"{path}: {error.strerror}", "name the reasoner.jsonl of a run's reports"
            ) from error
        header, lines = parse(text)
        other = sorted({name for name, version in {*header.prompts.items()} ^ {*prompts.items()}})
        if other:
            raise UsageFailure(
                "reading the recording",
                f"it was made with other versions of the prompts {', '.join(other)}",
                "replay it with the version of agents that recorded it",
            )
        return cls(header, Answers(lines))

    def most(self, turn: Turn) -> Usage:  # noqa: ARG002 - as every model
        """Nothing: a replay spends nothing."""
        return Usage()

    def ask(self, turn: Turn, seconds: float) -> Reply:  # noqa: ARG002 - it takes no time
        """The recorded answer; raises ``ModelDown`` where there is none."""
        known = self._answers.take(digest_of(turn), again=True)
        if known is None:
            raise ModelDown(UNKNOWN)
        return known.give()
