"""``agents explain``: why things are as they are."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from app import bootstrap
from app.bootstrap.rules import known_rules, rule_of
from app.cli.console import Console
from app.domain.errors import UsageFailure
from app.domain.run import Outcome
from app.pipeline.explain import RULE
from app.pipeline.explain import explain as answer_to
from app.pipeline.look_again import look_again
from app.pipeline.policy import read_policy
from app.pipeline.revise import read_branch
from app.reports.answers import Answer


def explain(console: Console, *, question: str | None, repo: Path, branch: str | None) -> int:
    """A rule by its name, or what a run decided, assumed and could not prove."""
    asked = question or ""
    if branch is None and not RULE.search(asked):
        hint = "name the branch that `agents run` made with --branch, or a rule such as CKV_AWS_16"
        raise UsageFailure("explaining", "nothing says what to explain", hint)
    answer = answer_to(asked, _outcome(console, repo, branch), rule_of, known_rules())
    console.answer(asdict(answer), "\n".join(_lines(answer)))
    return 0


def _outcome(console: Console, repo: Path, branch: str | None) -> Outcome | None:
    if branch is None:
        return None
    with bootstrap.parts() as parts, bootstrap.scratch() as scratch:
        kept = read_branch(bootstrap.local_forge(repo), branch, scratch)
        parts.warm_up()  # while the design is made
        return look_again(
            bootstrap.new_run_id(),
            kept,
            read_policy(kept.root),
            parts.team,
            bootstrap.InlineSteps(),
            console,
            bootstrap.read_conventions,
        )


def _lines(answer: Answer) -> Iterator[str]:
    yield answer.title
    for block in answer.blocks:
        yield ""
        if block.title:
            yield block.title
        if block.text:
            yield f"  {block.text}"
        for point in block.points:
            yield f"  - {point}"
