"""The next commands that fit where a thread stands, and who may use them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.job import RunStatus
from app.knowledge.commands import IN_COMMENTS

SAVE = "/agents fix --savings"


@dataclass(frozen=True, slots=True)
class Offer:
    """A command as it is written in a comment, what it does, who may."""

    command: str
    does: str
    who: str


def fitting(
    status: RunStatus,
    words: Mapping[str, str],
    *,
    on_pull_request: bool,
    generated: bool,
    fork: bool,
    findings: bool,
    savings: bool = False,
) -> tuple[str, ...]:
    """Command lines, the most useful first; on a fork none that pushes. ``findings`` is whether any is left to mend,
    ``savings`` whether a safe one is left to apply.
    """
    if status in {"queued", "running"}:
        return ("/agents status", "/agents cancel")
    revise = f"/agents revise {words['change_here']}"
    wanted = [
        ("/agents fix", on_pull_request and findings),
        (SAVE, on_pull_request and savings),
        (revise, generated or not on_pull_request),
        ("/agents run", not on_pull_request and status != "done"),
        ("/agents review", on_pull_request),
        ("/agents explain", True),
        ("/agents help", status == "refused"),
    ]
    return tuple(line for line, fits in wanted if fits and not (fork and _pushes(line)))


def shown_offers(lines: Iterable[str], words: Mapping[str, str]) -> list[Offer]:
    """What is said of each; a line that names no command of the catalogue is left out."""
    found = []
    for line in lines:
        name = _name(line)
        used = IN_COMMENTS[name].comment if name in IN_COMMENTS else None
        if used:
            does = words["do_save" if line == SAVE else f"do_{name}"]
            found.append(Offer(line, does, words[f"who_{used.role}"]))
    return found


def _name(line: str) -> str:
    return [*line.split(), "", ""][1].lower()


def _pushes(line: str) -> bool:
    used = IN_COMMENTS[_name(line)].comment
    return used is not None and used.pushes
