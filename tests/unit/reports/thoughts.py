"""What a model was asked and said, for tests of reports."""

from decimal import Decimal

from app.domain.thought import Ended, Reasoned, Remark, Sent, Thought, Usage


def thought(agent: str, task: str, ended: Ended = "answered", why: str = "", *, kept: bool = False) -> Thought:
    """A task of two requests."""
    usage = Usage(2, 12_000, 900, 300, 400, Decimal("0.0521"))
    sent = (Sent("the issue", 1_234), Sent("file infra/main.tf", 560))
    return Thought(agent, task, ended, why, kept, usage, sent, 3.25)


DESIGNED = thought("architect", "design", why="understands 3 of 4 open phrases: a cache, a queue, a topic", kept=True)
WROTE = thought("developer", "write", "turns", "the offline result stands: 12 turns were not enough")
SPOKE = thought("security", "remarks", why="2 remark(s)", kept=True)
ASKED = Reasoned(
    "claude", "claude", "claude-sonnet-5-5", "", (DESIGNED, WROTE, SPOKE), "/var/lib/agents/runs/r1/reasoner.jsonl"
)


def remarks(fingerprint: str) -> tuple[Remark, ...]:
    """One of each kind."""
    return (
        Remark("security", "matters", "Whoever gets the disk reads every order.", fingerprint),
        Remark("security", "false_positive", "The bucket holds no logs of its own", fingerprint),
        Remark("compliance", "proposal", "Set `storage_encrypted = true` with a key of yours.", "hipaa 164.312(a)(1)"),
        Remark("cost", "explanation", "The instance doubled in size: 560.64 USD more.", "aws_instance.web"),
        Remark("cost", "summary", "Two resources are most of the bill."),
    )
