"""What the audit log keeps of a command that was given in a terminal."""

import getpass
from collections.abc import Sequence
from pathlib import Path

from app import bootstrap
from app.cli.console import Console
from app.domain.audit import AuditEntry
from app.domain.errors import AgentsError
from app.domain.policy import Waiver
from app.domain.run import Outcome
from app.processes.git import git
from app.settings import Settings


def asker() -> str:
    """Who sits at the terminal, as the system names them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user id without a name
        return "unknown"


def commit_of(folder: Path) -> str | None:
    """The commit that a folder is at; None where it is none, or holds what is not committed."""
    head = git("rev-parse", "--verify", "--quiet", "HEAD", cwd=folder)
    changed = git("status", "--porcelain", "--", ".", cwd=folder)
    return None if head.exit_code or changed.exit_code or changed.stdout.strip() else head.stdout.strip()


def recorded(
    console: Console, settings: Settings, outcome: Outcome, waivers: Sequence[Waiver] = ()
) -> AuditEntry | None:
    """The entry that was made; a log that cannot be written is told and stops nobody."""
    try:
        return bootstrap.record_change(settings, outcome, asker(), waivers)
    except AgentsError as error:
        console.say(f"not in the audit log: {error}; {error.hint}")
        return None
