"""The policy of a repository, ``.agents.yml``: reading it, and what follows from it."""

import os
from pathlib import Path

from app.domain.errors import UsageFailure
from app.domain.policy import Policy
from app.pipeline.policy_file import read_text

NAME = ".agents.yml"
LIMIT = 32 * 1024
"""Bytes of a policy file; people write a few hundred, and reading YAML takes long."""


def read_policy(root: Path) -> Policy:
    """The policy of the checkout at ``root``; the documented defaults where there is no file.

    What stands there and cannot be read is a failure: rules that nobody sees vanish would otherwise hold nobody.
    """
    path = root / NAME
    if not os.path.lexists(path):
        return Policy()
    if path.is_symlink() or not path.is_file():
        raise UsageFailure(f"reading {NAME}", "it is a link or no file, which is not read", "put the file itself there")
    with path.open("rb") as file:
        content = file.read(LIMIT + 1)
    if len(content) > LIMIT:
        raise _too_large()
    try:
        return parse_policy(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UsageFailure(f"reading {NAME}", f"line {line}: it is not UTF-8 text", "save it as UTF-8") from error


def parse_policy(text: str) -> Policy:
    """The policy in YAML text; raises one ``UsageFailure`` that names every problem with its line."""
    if len(text) > LIMIT:
        raise _too_large()
    policy, found = read_text(text)
    if found:
        wrong = "; ".join(f"line {line}: {what}" for line, what in found)
        raise UsageFailure(f"reading {NAME}", wrong, "see docs/reference/policy.md")
    return policy


def _too_large() -> UsageFailure:
    return UsageFailure(f"reading {NAME}", f"it is larger than {LIMIT // 1024} KiB", "leave out what is not needed")
