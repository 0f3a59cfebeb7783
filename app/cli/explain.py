"""``agents explain``: why things are as they are."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from app import bootstrap
from app.bootstrap.rules import known_rules, rule_of
from app.cli.console import Console
from app.domain.errors import UsageFailure
from app.domain.rule import NAMED
from app.domain.run import Outcome
from app.domain.thought import Reasoned
from app.pipeline.explain import explain as answer_to
from app.pipeline.explain_asked import answered
from app.pipeline.look_again import look_again
from app.pipeline.policy import parse_policy, read_policy
from app.pipeline.revise import Kept, read_branch
from app.pipeline.thinking import Reasoning, reasoned
from app.reports.answers import Answer
from app.reports.thought_record import thinking_record


def explain(console: Console, *, question: str | None, repo: Path, branch: str | None, reasoner: str) -> int:
    """A rule by its name, or what a run decided, assumed and could not prove; a model may answer from these facts."""
    asked = question or ""
    if branch is None and not NAMED.search(asked):
        hint = "name the branch that `agents run` made with --branch, or a rule such as CKV_AWS_16"
        raise UsageFailure("explaining", "nothing says what to explain", hint)
    run = bootstrap.new_run_id()
    with (
        bootstrap.parts() as parts,
        bootstrap.scratch() as scratch,
        bootstrap.reasoning(parts, reasoner, bootstrap.run_folder(parts, run)) as reasoning,
    ):
        kept = read_branch(bootstrap.local_forge(repo), branch, scratch) if branch else None
        outcome = _outcome(console, parts, run, kept) if kept else None
        answer = answer_to(asked, outcome, rule_of, known_rules())
        answer, thought = _answered(run, asked, answer, outcome, reasoning, repo, kept, scratch / "nothing")
    console.answer(asdict(answer) | thinking_record(thought), "\n".join(_lines(answer)))
    return 0


def _outcome(console: Console, parts: bootstrap.Parts, run: str, kept: Kept) -> Outcome:
    parts.warm_up()  # while the design is made
    steps = bootstrap.InlineSteps()
    return look_again(run, kept, read_policy(kept.root), parts.team, steps, console, bootstrap.read_conventions)


def _answered(
    run: str,
    asked: str,
    answer: Answer,
    outcome: Outcome | None,
    reasoning: Reasoning,
    repo: Path,
    kept: Kept | None,
    nothing: Path,
) -> tuple[Answer, Reasoned]:
    """The answer of a model, where one may be asked: by the rules of the default branch, and of the facts alone."""
    if not reasoning.hopeful:
        return answer, Reasoned()
    nothing.mkdir()
    policy = parse_policy(kept.rules) if kept else read_policy(repo)
    begun = reasoning.begin(run, bootstrap.repository_name(repo), policy, nothing)
    keep_back = policy.reasoner.keep_back
    answer, thought = answered(asked, answer, outcome, begun.thinker, rule_of, keep_back=keep_back)
    return answer, reasoned(reasoning, begun, (thought,) if thought else ())


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
