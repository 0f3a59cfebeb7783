"""``agents revise``: change what a run made, on top of its branch."""

import os
from datetime import UTC, datetime
from pathlib import Path

from app import bootstrap
from app.cli import shown
from app.cli.console import Console
from app.cli.recording import recorded
from app.domain.errors import UsageFailure
from app.domain.merge import Merge
from app.domain.request import Revision
from app.pipeline.revise import read_branch
from app.pipeline.run_request import Job, run_request
from app.reports.files import write_reports
from app.reports.record import run_record

KINDS = {
    "edited": "you and the new version changed the same lines",
    "added": "you wrote a file where the new version has one",
    "outdated": "you changed a file that the new version no longer has",
    "plan": "the stack does not plan with your changes",
}


def revise(console: Console, *, text: str, repo: Path, branch: str, reasoner: str, report_dir: Path | None) -> int:
    """Read the request back, change it, and push what changes on top; people's commits stay."""
    if not text.strip():
        raise UsageFailure("revising", "nothing says what to change", 'for example `agents revise "remove the queue"`')
    run_id = bootstrap.new_run_id()
    with bootstrap.parts() as parts, bootstrap.scratch() as scratch:
        folder = report_dir or bootstrap.run_folder(parts, run_id)
        with bootstrap.reasoning(parts, reasoner, folder) as reasoning:
            forge = bootstrap.local_forge(repo)
            kept = read_branch(forge, branch, scratch)
            parts.warm_up()  # while the design is made
            job = Job(
                run_id,
                kept.text,
                scratch,
                reasoning,
                bootstrap.repository_name(repo),
                command="revise",
                revisions=(*kept.revisions, Revision(text.strip(), today())),
                branch=branch,
                on_top=True,
                day=today(),
            )
            outcome = run_request(job, forge, parts.team, bootstrap.InlineSteps(), console, bootstrap.read_conventions)
        outcome = write_reports(outcome, folder)
        recorded(console, parts.settings, outcome)
    console.answer(run_record(outcome))
    shown.run(console, outcome, repo, folder)
    _merged(console, outcome.merge)
    return 0 if outcome.gate.passed else 1


def today() -> str:
    """The ISO day; ``SOURCE_DATE_EPOCH`` is it where it is set."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    return (datetime.fromtimestamp(int(given), UTC) if given.isdigit() else bootstrap.now()).date().isoformat()


def _merged(console: Console, merge: Merge) -> None:
    """What became of people's work."""
    for path in merge.kept:
        console.say(f"kept your edits in {path}")
    for path in merge.deleted:
        console.say(f"left deleted: {path}")
    for conflict in merge.conflicts:
        where = f"{conflict.path}:{conflict.line}" if conflict.line else conflict.path
        console.say(f"\nconflict in {where}: {KINDS[conflict.kind]}; your version stays")
        for whose, excerpt in (("yours", conflict.theirs), ("the new version", conflict.ours)):
            if excerpt:
                console.say(f"  {whose}:")
                console.say("\n".join(f"    {line}" for line in excerpt.splitlines()))
    if merge.blocked:
        console.say(
            "\nnothing was pushed: settle the conflict on the branch, or take the change back, and revise again"
        )
