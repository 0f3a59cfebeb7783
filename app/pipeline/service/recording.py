"""What the audit log keeps of the service's work: every run's change, and who merged it."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from app.domain.change_record import CHANGE, change_record
from app.domain.job import RunRow, RunStatus
from app.domain.run import Outcome, last_head
from app.pipeline.service.facts import Facts
from app.pipeline.service.site import Site

MERGED = "merged"
"""The kind of the entry that says who let a change in."""


def record_run(row: RunRow, status: RunStatus, outcomes: tuple[Outcome, ...], facts: Facts | None, site: Site) -> None:
    """One entry for each ending of a run, however often the step is repeated; a run that is resumed ends again."""
    entry = change_record(
        outcomes,
        requested_by=row.event.actor,
        commands=[command.written for command in row.commands],
        status=status,
        waivers=facts.policy.waivers if facts else (),
        policy_digest=facts.policy_digest if facts else "",
        reports=digests(site.artifacts.folder(row.id)),
    )
    site.store.audit.append(
        CHANGE,
        entry,
        who=row.event.actor,
        thread=row.event.thread.name,
        run=row.id,
        commit=last_head(outcomes),
        key=f"{CHANGE}/{row.id}/{status}",
    )


def record_merge(row: RunRow, facts: Facts, site: Site) -> None:
    """Who let the change in, as the forge tells it."""
    head = facts.pull.head if facts.pull else row.event.head
    thread = row.event.thread.name
    site.store.audit.append(
        MERGED, {"merged_by": row.event.actor}, who=row.event.actor, thread=thread, run=row.id, commit=head,
        key=f"{MERGED}/{thread}/{head}",
    )  # fmt: skip


def digests(folder: Path) -> Mapping[str, str]:
    """The SHA-256 of every report in a folder, by its name."""
    if not folder.is_dir():
        return {}
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
