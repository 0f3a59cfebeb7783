"""Ways by which a principal gains more than it was given: alone, or over a role that it may pass or assume.

Method: the published combinations of actions (see ``app/knowledge/permissions``), each of which must be allowed on
every resource; for roles of the stack itself the graph is followed instead, so that a narrow ``iam:PassRole`` counts
where the role that it names is stronger.
"""

from collections.abc import Iterator, Sequence

from app.analysis.base import Observations
from app.analysis.permissions.document import Statement
from app.analysis.permissions.identity import PASSROLE, is_admin
from app.analysis.permissions.policies import policies
from app.analysis.permissions.principals import Principal, principals
from app.domain.planned import Planned, PlannedResource
from app.knowledge.permissions import Escalation, escalations, expanded, matches

SHOWN = 3
ASSUME = "sts:assumerole"
Way = tuple[Escalation, tuple[str, ...]]
WAY, CHAIN = "AGT_IAM_ESCALATION", "AGT_IAM_ROLE_CHAIN"


def observe(planned: Planned, seen: Observations) -> None:
    """Every principal that is no administrator yet."""
    everyone = principals(planned)
    strong = {one.resource.address: "an administrator" for one in everyone if is_admin(one)}
    ways = {one.resource.address: methods_of(one) for one in everyone if one.resource.address not in strong}
    strong |= {address: "able to become one" for address, found in ways.items() if _grants_more(found)}
    trusts = {policy.holder.address: policy.statements for policy in policies(planned, "trust")}
    targets = [
        (one.resource, trusts.get(one.resource.address, ())) for one in everyone if one.resource.address in strong
    ]
    for principal in everyone:
        address = principal.resource.address
        if address not in ways:
            continue
        seen.looked(WAY, CHAIN)
        if ways[address]:
            _tell(principal, ways[address], seen)
            continue
        for route, end in _chains(principal, targets):
            more = f"{address} → {route}, which is {strong[end]}."
            seen.object(CHAIN, address, f"A stronger role is within reach: {end}", more)


def methods_of(principal: Principal) -> list[Way]:
    """The ways that are open to a principal, each with the addresses of the policies that open it."""
    found = []
    for way in escalations():
        opened = [principal.permissions.everywhere(action, way.service) for action in way.actions]
        if all(opened):
            found.append((way, tuple(dict.fromkeys(opened))))
    return found


def _grants_more(found: Sequence[Way]) -> bool:
    return any(way.actions[0].startswith("iam:") for way, _ in found)


def _tell(principal: Principal, found: Sequence[Way], seen: Observations) -> None:
    """Said of the policy where one alone opens every way, since that is to be mended; else of the principal."""
    places = {place for _, opened in found for place in opened}
    where = places.pop() if len(places) == 1 else principal.resource.address
    shown = "; ".join(
        f"{way.how} ({' + '.join(_spelled(one) for one in way.actions)}, allowed by {', '.join(opened)})"
        for way, opened in found[:SHOWN]
    )
    rest = f"; and {len(found) - SHOWN} more ways" if len(found) > SHOWN else ""
    more = f"Ways of {principal.resource.address}: {shown}{rest}."
    seen.object(WAY, where, "More permissions can be gained than are given", more)


def _spelled(action: str) -> str:
    return next((one.name for one in expanded(action)), action)


def _chains(
    principal: Principal, targets: Sequence[tuple[PlannedResource, Sequence[Statement]]]
) -> Iterator[tuple[str, str]]:
    """The routes to stronger roles of the stack: ``iam:PassRole aws_iam_role.deploy → lambda.amazonaws.com``."""
    for role, trust in targets:
        if role is principal.resource or role.type != "aws_iam_role":
            continue
        for service in _services(trust):
            if way := _passes(principal, role, service):
                yield (
                    f"iam:PassRole {role.address} → {' + '.join(_spelled(one) for one in way)} ({service})",
                    role.address,
                )
                break
        else:
            if _names(principal, ASSUME, role) and _trusts(trust, principal.resource):
                yield f"sts:AssumeRole {role.address}", role.address


def _services(trust: Sequence[Statement]) -> Iterator[str]:
    for statement in trust:
        if statement.allows:
            yield from statement.principals.get("Service", ())


def _passes(principal: Principal, role: PlannedResource, service: str) -> tuple[str, ...]:
    """What a principal does beside passing the role to the service, empty where it cannot."""
    if not _names(principal, PASSROLE, role):
        return ()
    for way in escalations():
        others = tuple(action for action in way.actions if action != PASSROLE)
        if way.service == service and others and all(any(principal.permissions.named(one)) for one in others):
            return others
    return ()


def _names(principal: Principal, action: str, role: PlannedResource) -> bool:
    """Whether the principal may do ``action`` to this role."""
    arn = str(role.get("arn", ""))
    return bool(arn) and any(
        matches(pattern, arn) for _, statement in principal.permissions.named(action) for pattern in statement.resources
    )


def _trusts(trust: Sequence[Statement], principal: PlannedResource) -> bool:
    """Whether a role lets this principal, or all of its account, assume it."""
    arn = str(principal.get("arn", ""))
    account = arn.split(":")[4] if arn.count(":") >= 5 else ""
    accepted = {arn, account, f"arn:aws:iam::{account}:root", "*"} - {""}
    return any(one.allows and accepted & set(one.principals.get("AWS", ())) for one in trust)
