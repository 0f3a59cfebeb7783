"""The policy of a repository, ``.agents.yml``: reading it, and what follows from it."""

from pathlib import Path

from app.domain.errors import UsageFailure
from app.domain.policy import Policy
from app.pipeline.policy_file import read_text

NAME = ".agents.yml"
LIMIT = 32 * 1024
"""Bytes of a policy file; people write a few hundred, and reading YAML takes long."""


def read_policy(root: Path) -> Policy:
    """The policy of the checkout at ``root``; the documented defaults where there is no file."""
    path = root / NAME
    if not path.is_file() or path.is_symlink():
        return Policy()
    with path.open("rb") as file:
        return parse_policy(file.read(LIMIT + 1).decode("utf-8", "replace"))


def parse_policy(text: str) -> Policy:
    """The policy in YAML text; raises one ``UsageFailure`` that names every problem with its line."""
    if len(text) > LIMIT:
        raise UsageFailure(f"reading {NAME}", f"it is larger than {LIMIT // 1024} KiB", "leave out what is not needed")
    policy, found = read_text(text)
    if found:
        wrong = "; ".join(f"line {line}: {what}" for line, what in found)
        raise UsageFailure(f"reading {NAME}", wrong, "see docs/reference/policy.md")
    return policy
