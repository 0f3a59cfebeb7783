"""``agents audit``: whether the audit log is as it was written."""

import os

from app import bootstrap
from app.cli.console import Console
from app.settings import read_settings


def audit(console: Console, *, action: str, head: str | None) -> int:
    """Go along the whole chain; exit code 1 where an entry is not as it was written, or one is missing."""
    del action  # `verify` is the only one; the catalogue refuses any other
    with bootstrap.open_store(read_settings(os.environ)) as store:
        found = store.audit.verify(head or "")
    console.answer(found.record())
    rows = [("entries in order", str(found.entries)), ("head", found.head), ("verdict", _verdict(found.ok, found.why))]
    if found.first_bad is not None:
        rows.insert(1, ("first that is not", str(found.first_bad)))
    console.table("Audit log", ("", ""), rows)
    return 0 if found.ok else 1


def _verdict(ok: bool, why: str) -> str:
    return "as it was written" if ok else why
