"""What identity policies allow: administration, whole services, and single powers on every resource."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from app.analysis.base import Observations
from app.analysis.permissions.document import Statement
from app.analysis.permissions.policies import policies
from app.analysis.permissions.principals import SERVICE, Attached, Principal, attached_policies, boundaries
from app.analysis.permissions.reach import is_broad, reaches_everywhere, single_actions, whole_services
from app.domain.finding import Severity
from app.domain.planned import Planned
from app.knowledge.permissions import Action, expanded, managed_policies, named, sensitive

SHOWN = 6
"""Actions named in a finding; the rest is counted."""
EVERY = frozenset({"*", "*:*"})
Test = Callable[[Action], bool]


def _permissions(action: Action) -> bool:
    return action.level == "permissions" and action.scoped


def _write(action: Action) -> bool:
    return (
        action.level in {"write", "tagging"} and action.scoped and action.name.lower() not in named("harmless_writes")
    )


def _in(kind: str) -> Test:
    return lambda action: action.name.lower() in sensitive(kind)


POWERS: Mapping[str, Test] = {
    "AGT_IAM_CREDENTIALS_ANYWHERE": _in("credentials"),
    "AGT_IAM_PERMISSIONS_ANYWHERE": _permissions,
    "AGT_IAM_DATA_ANYWHERE": _in("data"),
    "AGT_IAM_WRITE_ANYWHERE": _write,
}
"""Rule → which of the actions allowed on every resource it objects to; the first that does has the action.

Reading lists (``Describe*``), what AWS lets nobody narrow, and what programs need to run (logs, network interfaces)
are no mistake.
"""
PASSROLE = "iam:passrole"
WORDS = {
    "AGT_IAM_CREDENTIALS_ANYWHERE": "gives out credentials of anything",
    "AGT_IAM_PERMISSIONS_ANYWHERE": "manages permissions of every resource",
    "AGT_IAM_DATA_ANYWHERE": "reads the data of every resource",
    "AGT_IAM_WRITE_ANYWHERE": "changes every resource",
}


@dataclass(slots=True)
class _Seen:
    """What one place allows everywhere, collected over its statements."""

    admin: bool = False
    services: list[str] = field(default_factory=list)
    on_one: list[str] = field(default_factory=list)
    powers: dict[str, list[str]] = field(default_factory=dict)
    not_action: bool = False
    passes: Severity | None = None


def observe(planned: Planned, seen: Observations) -> None:
    """Every identity policy by itself, and the policies of AWS's that are attached."""
    bounding = boundaries(planned)
    given = [policy for policy in policies(planned, "identity") if policy.holder.address not in bounding]
    by_place = {policy.place: policy for policy in given}  # one document may serve many
    for place, policy in by_place.items():
        seen.looked(*POWERS, "AGT_IAM_ADMIN", "AGT_IAM_SERVICE_WILDCARD", "AGT_IAM_PASSROLE_ANY", "AGT_IAM_NOT_ACTION")
        found = _Seen()
        for statement in policy.statements:
            _collect(statement, found)
        _tell(place, found, seen)
    for _, attached in attached_policies(planned):
        _tell_managed(attached, seen)
    for key in planned.of_type("aws_iam_access_key"):
        if key.get("status", "Active") == "Active":
            seen.object("AGT_IAM_ACCESS_KEY", key.address, "A key that stays valid until somebody revokes it")


def _tell_managed(attached: Attached, seen: Observations) -> None:
    """A policy of AWS's: wide by design, so said more quietly than one written here."""
    seen.looked("AGT_IAM_ADMIN", "AGT_IAM_SERVICE_WILDCARD")
    allowed = managed_policies().get(attached.name, ())
    if "*" in allowed:
        seen.object("AGT_IAM_ADMIN", attached.address, f"{attached.name} gives full control of the account")
        return
    services = [one for one in allowed if one.endswith(":*")]
    if services and SERVICE not in attached.arn:
        title = f"{attached.name} allows {_listed(services)} on every resource"
        seen.object("AGT_IAM_SERVICE_WILDCARD", attached.address, title, severity=Severity.MEDIUM)


def is_admin(principal: Principal) -> bool:
    """Whether a principal may do everything everywhere."""
    return any(
        EVERY & set(statement.actions) and reaches_everywhere(statement)
        for _, statement in principal.permissions.statements
    ) and bool(principal.permissions.everywhere("iam:attachrolepolicy"))


def _collect(statement: Statement, found: _Seen) -> None:
    if not statement.allows:
        return
    if not reaches_everywhere(statement):
        if not statement.conditions and not any(is_broad(one) for one in statement.resources):
            found.on_one += whole_services(statement)
        return
    if EVERY & set(statement.actions):
        found.admin = True
        return
    found.not_action |= bool(statement.not_actions)
    found.services += whole_services(statement)
    for action in single_actions(statement):
        name = action.name.lower()
        if name == PASSROLE:
            limited = any(key == "iam:passedtoservice" for _, key, _ in statement.keys)
            found.passes = max(found.passes or Severity.INFO, Severity.MEDIUM if limited else Severity.HIGH)
            continue
        rule = next((rule for rule, objects in POWERS.items() if objects(action)), None)
        if rule:
            found.powers.setdefault(rule, []).append(action.name)


def _tell(place: str, found: _Seen, seen: Observations) -> None:
    if found.admin:
        seen.object("AGT_IAM_ADMIN", place, "Every action is allowed on every resource")
        return
    if found.not_action:
        seen.object("AGT_IAM_NOT_ACTION", place, "Everything is allowed but what is named")
    if found.services:
        _tell_services(place, found.services, seen)
    if found.on_one:
        seen.object(
            "AGT_IAM_ALL_ACTIONS", place, f"{_listed(found.on_one)} on what is named: every action of a service"
        )
    if found.passes is not None:
        more = "The services that it may be passed to are named." if found.passes is Severity.MEDIUM else ""
        seen.object("AGT_IAM_PASSROLE_ANY", place, "Any role may be passed to a service", more, found.passes)
    for rule, actions in found.powers.items():
        destroys = sorted({one for one in actions if one.lower() in sensitive("destructive")})
        severity = Severity.LOW if rule == "AGT_IAM_WRITE_ANYWHERE" and not destroys else None
        more = f"Allowed on every resource: {_listed(actions)}."
        seen.object(rule, place, f"The policy {WORDS[rule]}", more, severity)


def _tell_services(place: str, services: Iterable[str], seen: Observations) -> None:
    names = list(dict.fromkeys(services))
    actions = [action for one in names for action in expanded(one)]
    powers = {rule: [one.name for one in actions if objects(one)] for rule, objects in POWERS.items()}
    grave = any(powers[rule] for rule in ("AGT_IAM_CREDENTIALS_ANYWHERE", "AGT_IAM_PERMISSIONS_ANYWHERE"))
    more = "; ".join(f"it {WORDS[rule]} ({_listed(powers[rule])})" for rule in powers if powers[rule])
    severity = Severity.HIGH if grave else Severity.MEDIUM if any(powers.values()) else Severity.LOW
    title = f"{_listed(names)} on every resource"
    seen.object("AGT_IAM_SERVICE_WILDCARD", place, title, f"With that, {more}." if more else "", severity)


def _listed(names: Iterable[str]) -> str:
    unique = sorted(set(names))
    rest = len(unique) - SHOWN
    return ", ".join(unique[:SHOWN]) + (f" and {rest} more" if rest > 0 else "")
