"""What a relation means where neither service says so: access, network path and the target's whereabouts."""

from collections.abc import Mapping

from app.domain.request import Relation
from app.domain.resources import Ref
from app.knowledge.catalogue.base import End, Site
from app.reasoning.offline.build.check import expressions

VERBS: Mapping[str, tuple[str, ...]] = {
    "reads": ("reads", "uses"),
    "writes": ("writes", "uses", "sends"),
    "uses": ("uses", "reads", "writes"),
    "sends": ("sends", "writes", "uses"),
    "logs": ("writes", "sends"),
    "triggers": ("triggers", "sends", "uses"),
    "authenticates": ("uses",),
    "monitors": ("reads",),
    "attached": ("uses",),
}
"""Which of the target's access lists a relation asks for; the first one that the target has. ``uses`` takes reads
and writes together where there is no list of its own."""

CALLS = frozenset({"reads", "writes", "uses", "sends", "fronts", "triggers", "logs", "attached"})
"""Relations in which the source opens a connection to the target."""


def connect(source: End, target: End, relation: Relation, site: Site, *, tell: bool = True) -> bool:
    """Grant, open and hand over what the relation needs; says whether anything could be done.

    ``tell`` is false where the source must not be told the target's whereabouts.
    """
    granted = _grant(source, target, relation, site)
    opened = relation.kind in CALLS and _open(source, target, site)
    told = tell and relation.kind in CALLS and _tell(source, target, site)
    return granted or opened or told


def _actions(target: End, kind: str) -> tuple[str, ...]:
    verbs = VERBS.get(kind, ())
    access = target.ports.access
    if kind == "uses" and "uses" not in access:
        return tuple(action for verb in ("reads", "writes") for action in access.get(verb, ()))
    return next((tuple(access[verb]) for verb in verbs if access.get(verb)), ())


def _grant(source: End, target: End, relation: Relation, site: Site) -> bool:
    role = source.ports.role
    actions = _actions(target, relation.kind)
    if not role or not actions or not target.ports.access_arns:
        return False
    site.allow(role, actions, target.ports.access_arns, sid=_sid(relation.kind, target))
    if target.ports.key is not None:
        site.allow(role, _key_actions(relation.kind), [target.ports.key], sid="UseKey" + _key_word(relation.kind))
    return True


def _key_actions(kind: str) -> tuple[str, ...]:
    return ("kms:Decrypt",) if kind == "reads" else ("kms:Decrypt", "kms:GenerateDataKey")


def _key_word(kind: str) -> str:
    return "ToRead" if kind == "reads" else ""


def _sid(kind: str, target: End) -> str:
    """``UsesDbRds``: a letter-and-digit id that says what the statement is for, each word once."""
    words = f"{kind}_{target.component.label}_{target.component.kind}".replace("-", "_").split("_")
    return "".join(word[:1].upper() + word[1:] for word in dict.fromkeys(words) if word.isalnum())


def _open(source: End, target: End, site: Site) -> bool:
    theirs, ours, port = target.ports.security_group, source.ports.security_group, target.ports.port
    if theirs is None or ours is None or port is None or theirs == ours:
        return False
    site.ingress(theirs, port, ours, f"From {source.component.label}")
    site.egress(ours, port, theirs, f"To {target.component.label}")
    return True


def _tell(source: End, target: End, site: Site) -> bool:
    if not source.ports.role or target.ports.handle is None or not target.ports.handle_name:
        return False
    known = site.environment(target.component)
    if any(isinstance(one, Ref) and one.address == source.ports.address for one in expressions(known)):
        return False  # each would have to exist before the other
    name = f"{target.component.label}_{target.ports.handle_name}".upper().replace("-", "_")
    site.environment(source.component).setdefault(name, target.ports.handle)
    return True
