"""What stands before an entry: a user pool that signs visitors in, a firewall that filters their requests."""

from app.domain.request import Relation
from app.knowledge.catalogue.base import End, Site
from app.knowledge.catalogue.cognito import authenticates
from app.knowledge.catalogue.kinds import kind_of
from app.knowledge.catalogue.waf import protects


def guarded(entry: End, guard: End, relation: Relation, site: Site) -> bool:
    """Put the guard before the entry ("the API uses Cognito"); False where the other end is no guard."""
    kind = kind_of(guard.component)
    if kind == "cognito":
        authenticates(guard, entry, relation, site)
    elif kind == "waf":
        protects(guard, entry, relation, site)
    return kind in {"cognito", "waf"}
