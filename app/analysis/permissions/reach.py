"""How far a statement of an identity policy reaches: everywhere, or only what it names."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.analysis.permissions.conditions import narrows_resources, passed_to
from app.analysis.permissions.document import Statement, plain_wildcards
from app.knowledge.permissions import Action, expanded, matches

NAMED_FIRST = frozenset({"s3", "execute-api"})
"""Services whose resource part begins with the resource's own name, not with its kind: ``bucket/*`` is one bucket."""
_KIND = re.compile(r"/?(?:[\w-]+[/:])?\*+(?:[/:]\*)*(?:-\?+)?")
_KINDS = re.compile(
    r"(?:role|user|group|policy|instance-profile|secret|key|alias|function|table|parameter|log-group|stateMachine"
    r"|cluster|db|instance|volume|snapshot)\*",
    re.IGNORECASE,
)
"""The name of a kind with nothing between it and the wildcard: ``role*``."""
_ALL = re.compile(r"/?\*+(?:[/:]\*)*")


def is_broad(resource: str) -> bool:
    """Whether a resource pattern covers everything, or everything of one kind (``arn:aws:iam::1:role/*``)."""
    pattern = plain_wildcards(resource)
    parts = pattern.split(":", 5)
    if len(parts) < 6:  # "*", "arn:*", "arn:aws:s3*"
        return pattern.endswith("*") and (not pattern.strip("*:/") or matches(f"{pattern[:4].rstrip('*')}*", "arn:"))
    whole = (_ALL,) if parts[2] in NAMED_FIRST else (_KIND, _KINDS)
    return any(one.fullmatch(parts[5]) for one in whole)


def reaches_everywhere(statement: Statement) -> bool:
    """Whether an Allow reaches every resource: no narrow resource, no condition that narrows."""
    broad = bool(statement.not_resources) or any(is_broad(one) for one in statement.resources)
    return statement.allows and broad and not narrows_resources(statement)


def covers(statement: Statement, action: str) -> bool:
    """Whether the statement speaks of ``action`` (lower case)."""
    if statement.not_actions:
        return not any(matches(one, action) for one in statement.not_actions)
    return any(matches(one, action) for one in statement.actions)


def whole_services(statement: Statement) -> list[str]:
    """The services that the statement names whole: ``s3:*``."""
    return [one for one in statement.actions if re.fullmatch(r"[\w*-]+:\*+", one)]


def single_actions(statement: Statement) -> list[Action]:
    """The actions that the statement names one by one or by a pattern, those of whole services left out."""
    whole = {"*", *whole_services(statement)}
    return [action for one in statement.actions if one not in whole for action in expanded(one)]


@dataclass(frozen=True)
class Permissions:
    """What a principal may do in all: its Allow and Deny statements, each with the address it comes from, and what its
    boundary allows (None where it has none).
    """

    statements: Sequence[tuple[str, Statement]]
    boundary: Sequence[Statement] | None = None

    def everywhere(self, action: str, service: str = "") -> str:
        """The address of what allows ``action`` (lower case) on every resource, empty where nothing does.

        ``service``: for ``iam:passrole``, the service that the role is to be passed to.
        """
        for address, statement in self._wide:
            if covers(statement, action) and _passable(statement, service):
                return "" if self._stopped(action) else address
        return ""

    @cached_property
    def _wide(self) -> Sequence[tuple[str, Statement]]:
        return [one for one in self.statements if reaches_everywhere(one[1])]

    def named(self, action: str) -> Iterator[tuple[str, Statement]]:
        """The Allow statements that speak of ``action``, however narrow."""
        for address, statement in self.statements:
            if statement.allows and covers(statement, action) and not self._stopped(action):
                yield address, statement

    def _stopped(self, action: str) -> bool:
        denied = any(_denies(statement, action) for _, statement in self.statements)
        bounded = self.boundary is not None and not _allowed(self.boundary, action)
        return denied or bounded


def _denies(statement: Statement, action: str) -> bool:
    return (
        not statement.allows
        and not statement.conditions
        and covers(statement, action)
        and any(is_broad(one) for one in statement.resources)
    )


def _allowed(statements: Iterable[Statement], action: str) -> bool:
    listed = list(statements)
    return any(one.allows and covers(one, action) for one in listed) and not any(_denies(one, action) for one in listed)


def _passable(statement: Statement, service: str) -> bool:
    services = passed_to(statement)
    return not service or not services or any(matches(one, service) for one in services)
