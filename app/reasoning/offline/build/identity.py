"""IAM: roles that only a service may assume, and one least-privilege policy for each, written at the end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.domain.request import Component
from app.domain.resources import Ref, Template
from app.reasoning.offline.build.errors import WiringError
from app.reasoning.offline.build.facts import Facts
from app.reasoning.offline.build.ledger import Ledger
from app.reasoning.offline.build.naming import physical_name

OTHER_PARTITIONS = ("cn-", "us-gov-")
"""Regions whose ARNs do not begin with ``arn:aws:``."""


@dataclass(slots=True)
class Grant:
    """One statement of a role's policy; ``resources`` grows while links are made."""

    sid: str
    actions: tuple[str, ...]
    resources: list[Any] = field(default_factory=list)
    conditions: tuple[Mapping[str, Any], ...] = ()


def statement_block(statement: Mapping[str, Any]) -> dict[str, Any]:
    """A statement of ``Site.document`` as the block of ``aws_iam_policy_document``; unknown keys raise WiringError."""
    known = {
        "sid", "effect", "actions", "not_actions", "resources", "not_resources", "principals", "not_principals",
        "condition",
    }  # fmt: skip
    if unknown := set(statement) - known:
        raise WiringError(f"a policy statement has no {', '.join(sorted(unknown))}")
    given = {key: value for key, value in statement.items() if value is not None and value not in ((), [])}
    sid = {"sid": given.pop("sid")} if "sid" in given else {}
    block = {**sid, "effect": given.pop("effect", "Allow"), **given}
    for key in ("actions", "not_actions"):
        if key in block:
            block[key] = sorted(set(block[key]))
    for key in ("principals", "not_principals", "condition", "resources", "not_resources"):
        if key in block:
            block[key] = list(block[key]) if isinstance(block[key], Sequence) else [block[key]]
    return block


class Identity:
    """Roles and policies of a site. ``separator`` is the one of physical names; ``region`` the stack's own."""

    def __init__(self, ledger: Ledger, facts: Facts, region: str = "", *, separator: str, prefix_length: int) -> None:
        self._ledger = ledger
        self._facts = facts
        self._separator = separator
        self._prefix_length = prefix_length
        self._region = region
        self._grants: dict[str, list[Grant]] = {}

    def role(
        self, component: Component, service: str, principals: Sequence[str], label: str, managed: Sequence[str]
    ) -> str:
        """An IAM role and what AWS's own policies it has; returns its address."""
        wanted = label or component.label
        document = self.document(
            f"{wanted}_assume",
            [{"actions": ["sts:AssumeRole"], "principals": [{"type": "Service", "identifiers": sorted(principals)}]}],
            component,
            service,
        )
        address = self._ledger.add(
            "aws_iam_role",
            wanted,
            {"assume_role_policy": document},
            owner=component,
            service=service,
            concern="identity",
        )
        draft = self._ledger.get(address)
        name = physical_name(draft.label, separator=self._separator, limit=64, prefix_length=self._prefix_length)
        draft.body.setdefault("name", name)
        self.attach(component, service, address, managed)
        return address

    def attach(self, component: Component, service: str, role: str, managed: Sequence[str]) -> None:
        """Attach AWS's own policies to a role."""
        for policy in managed:
            self._attach(component, service, role, policy)

    def allow(
        self,
        role: str,
        actions: Sequence[str],
        resources: Sequence[Any],
        *,
        sid: str = "",
        conditions: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        """Add to a role's policy; the same actions and conditions share a statement."""
        self._ledger.get(role)
        if "*" in actions:
            raise WiringError(f"{role} would be an administrator")
        wanted = tuple(sorted(set(actions)))
        grants = self._grants.setdefault(role, [])
        for grant in grants:
            if grant.actions == wanted and grant.conditions == tuple(conditions) and grant.sid == sid:
                break
        else:
            grant = Grant(sid, wanted, conditions=tuple(conditions))
            grants.append(grant)
        grant.resources.extend(resource for resource in resources if resource not in grant.resources)

    def document(
        self,
        label: str,
        statements: Sequence[Mapping[str, Any]],
        component: Component | None,
        service: str,
        concern: str = "identity",
    ) -> Ref:
        """A policy document as a data source; returns the reference to its JSON."""
        address = self._ledger.add(
            "aws_iam_policy_document",
            label,
            {"statement": [statement_block(statement) for statement in statements]},
            owner=component,
            service=service,
            concern=concern,
            data=True,
        )
        return Ref(address, "json")

    def finish(self) -> None:
        """Write the policy of every role that was allowed something since the last call."""
        for role, grants in self._grants.items():
            draft = self._ledger.get(role)
            statements = [self._statement(grant, number) for number, grant in enumerate(_needed(grants), 1)]
            document = self.document(draft.label, statements, draft.owner, "")
            self._ledger.set(document.address, "statement", [statement_block(one) for one in statements])
            address = self._ledger.add(
                "aws_iam_role_policy",
                draft.label,
                {"role": Ref(role, "id"), "policy": document},
                owner=draft.owner,
                service="",
                concern="identity",
            )
            body = self._ledger.get(address).body
            body.setdefault("name", draft.label)

    @staticmethod
    def _statement(grant: Grant, number: int) -> dict[str, Any]:
        services = sorted({action.partition(":")[0] for action in grant.actions})
        sid = grant.sid or "".join(part.capitalize() for part in services if part.isalnum()) + str(number)
        return {
            "sid": sid,
            "actions": grant.actions,
            "resources": grant.resources,
            "condition": [dict(condition) for condition in grant.conditions],
        }

    def _managed(self, policy: str) -> Any:
        """The ARN of one of AWS's own policies; outside the usual partition the region tells which one it is."""
        if not self._region.startswith(OTHER_PARTITIONS):
            return f"arn:aws:iam::aws:policy/{policy}"
        return Template(("arn:", self._facts.partition(), ":iam::aws:policy/", policy))

    def _attach(self, component: Component, service: str, role: str, policy: str) -> None:
        short = policy.rpartition("/")[2]
        words = "".join(f"_{c.lower()}" if c.isupper() else c for c in short).strip("_")
        self._ledger.add(
            "aws_iam_role_policy_attachment",
            f"{self._ledger.get(role).label}_{_squeezed(words)}",
            {
                "role": Ref(role, "name"),
                "policy_arn": self._managed(policy),
            },
            owner=component,
            service=service,
            concern="identity",
        )


def _needed(grants: Sequence[Grant]) -> list[Grant]:
    """The grants without those that another one covers."""
    return [one for one in grants if not any(other is not one and _covers(other, one, grants) for other in grants)]


def _covers(wide: Grant, narrow: Grant, grants: Sequence[Grant]) -> bool:
    if wide.conditions != narrow.conditions or not set(narrow.actions) <= set(wide.actions):
        return False
    if any(resource not in wide.resources for resource in narrow.resources):
        return False
    same = set(wide.actions) == set(narrow.actions) and len(wide.resources) == len(narrow.resources)
    return not same or grants.index(wide) < grants.index(narrow)


def _squeezed(words: str) -> str:
    """``amazon_e_c_s_task`` → ``amazon_ecs_task``: runs of single letters are one word again."""
    result: list[str] = []
    single = False
    for word in words.replace("-", "_").split("_"):
        if not word:
            continue
        if len(word) == 1 and single:
            result[-1] += word
        else:
            result.append(word)
        single = len(word) == 1
    return "_".join(result)
