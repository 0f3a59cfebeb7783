"""Who a stack gives permissions to, and everything that each of them is given."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.analysis.permissions.document import Statement
from app.analysis.permissions.policies import Policy, policies
from app.analysis.permissions.reach import Permissions
from app.domain.planned import Planned, PlannedResource
from app.knowledge.permissions import managed_policies

PRINCIPALS = ("aws_iam_role", "aws_iam_user", "aws_iam_group", "aws_ssoadmin_permission_set")
ATTACHMENTS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "aws_iam_role_policy_attachment": (("role",), "policy_arn"),
    "aws_iam_user_policy_attachment": (("user",), "policy_arn"),
    "aws_iam_group_policy_attachment": (("group",), "policy_arn"),
    "aws_iam_policy_attachment": (("roles", "users", "groups"), "policy_arn"),
    "aws_iam_role_policy_attachments_exclusive": (("role_name",), "policy_arns"),
    "aws_iam_user_policy_attachments_exclusive": (("user_name",), "policy_arns"),
    "aws_iam_group_policy_attachments_exclusive": (("group_name",), "policy_arns"),
    "aws_iam_role": ((), "managed_policy_arns"),
    "aws_ssoadmin_managed_policy_attachment": (("permission_set_arn",), "managed_policy_arn"),
}
"""Type → attributes that name the principals (none: the resource itself), attribute that names the policies."""
MEMBERSHIPS: Mapping[str, tuple[str, str]] = {
    "aws_iam_user_group_membership": ("user", "groups"),
    "aws_iam_group_membership": ("users", "group"),
}
SERVICE = "service-role/"
"""In the path of policies that AWS made for the roles of its own services: they do that service's work."""
_MANAGED = re.compile(r"arn:[\w-]+:iam::aws:policy/[\w+=,.@/-]+")


@dataclass(frozen=True, slots=True)
class Attached:
    """A managed policy of AWS's that is attached: ``address`` of the attachment, ``arn`` of the policy."""

    address: str
    arn: str

    @property
    def name(self) -> str:
        """The policy's name."""
        return self.arn.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Principal:
    """A role, user, group or permission set with all that is attached to it; or a policy that nothing here uses."""

    resource: PlannedResource
    permissions: Permissions
    managed: tuple[Attached, ...] = ()


def attached_policies(planned: Planned) -> Iterator[tuple[PlannedResource, Attached]]:
    """Every attachment of a policy of AWS's, with the principal (the attachment itself where that is not here)."""
    for attachment, path, holders in _attachments(planned):
        for arn in _managed_arns(planned, attachment, path):
            for holder in holders:
                yield holder, Attached(attachment.address, arn)


def _attachments(planned: Planned) -> Iterator[tuple[PlannedResource, str, list[PlannedResource]]]:
    """What attaches policies, the attribute that names them, and to whom."""
    for type_, (to, path) in ATTACHMENTS.items():
        for one in planned.of_type(type_):
            yield one, path, [holder for attribute in to for holder in planned.referred(one, attribute)] or [one]


def principals(planned: Planned) -> list[Principal]:
    """Every principal of the stack, then the policies that are attached to none of them."""
    inline: dict[str, list[Policy]] = {}
    own: dict[str, Policy] = {}
    for policy in policies(planned, "identity"):
        inline.setdefault(policy.target.address, []).append(policy)
        if policy.holder.type == "aws_iam_policy":
            own[policy.holder.address] = policy
    customer = _customer(planned, own)
    managed: dict[str, list[Attached]] = {}
    for holder, one in attached_policies(planned):
        managed.setdefault(holder.address, []).append(one)
    found = []
    for resource in planned.of_type(*PRINCIPALS):
        holders = [resource.address, *_groups(planned, resource)]
        written = [one for holder in holders for one in (*inline.get(holder, ()), *customer.get(holder, ()))]
        theirs = tuple(one for holder in holders for one in managed.get(holder, ()))
        if written or theirs:
            found.append(_principal(planned, resource, written, theirs, own))
    used = boundaries(planned) | {one.holder.address for listed in customer.values() for one in listed}
    loose = [policy for address, policy in own.items() if address not in used]
    return found + [_principal(planned, policy.holder, [policy], (), own) for policy in loose]


def boundaries(planned: Planned) -> frozenset[str]:
    """The policies that only bound: what they allow, they give to nobody."""
    bounding = {one.address for holder in planned for one in planned.referred(holder, "permissions_boundary")}
    attached = (planned.referred(attachment, path) for attachment, path, _ in _attachments(planned))
    return frozenset(bounding - {one.address for named in attached for one in named})


def _principal(
    planned: Planned,
    resource: PlannedResource,
    written: Sequence[Policy],
    managed: tuple[Attached, ...],
    own: Mapping[str, Policy],
) -> Principal:
    statements = [(policy.place, statement) for policy in written for statement in policy.statements]
    for one in managed:
        allowed = managed_policies().get(one.name, ())
        if allowed and SERVICE not in one.arn:
            statements.append((one.address, Statement(allows=True, actions=allowed, resources=("*",), sid=one.name)))
    return Principal(resource, Permissions(statements, _boundary(planned, resource, own)), managed)


def _boundary(planned: Planned, resource: PlannedResource, own: Mapping[str, Policy]) -> tuple[Statement, ...] | None:
    for policy in planned.referred(resource, "permissions_boundary"):
        if policy.address in own:
            return own[policy.address].statements
    return None


def _customer(planned: Planned, own: Mapping[str, Policy]) -> Mapping[str, list[Policy]]:
    """Principal → the stack's own policies attached to it."""
    found: dict[str, list[Policy]] = {}
    for attachment, path, holders in _attachments(planned):
        named = [own[one.address] for one in planned.referred(attachment, path) if one.address in own]
        for holder in holders:
            found.setdefault(holder.address, []).extend(named)
    return found


def _groups(planned: Planned, user: PlannedResource) -> Iterator[str]:
    if user.type != "aws_iam_user":
        return
    for type_, (users, groups) in MEMBERSHIPS.items():
        for membership in planned.of_type(type_):
            if user in planned.referred(membership, users):
                yield from (group.address for group in planned.referred(membership, groups))


def _managed_arns(planned: Planned, resource: PlannedResource, path: str) -> Iterator[str]:
    value = resource.get(path)
    values = list(value) if isinstance(value, list) else [value]
    values += [one.get("arn") for one in planned.referred(resource, path) if one.mode == "data"]
    yield from dict.fromkeys(one for one in values if isinstance(one, str) and _MANAGED.fullmatch(one))
