"""Whether something serves production, as far as tags, names and paths tell."""

import re

from app.domain.planned import PlannedResource
from app.knowledge.savings import environment_words

NAMES = ("name", "identifier", "cluster_identifier", "replication_group_id", "domain_name", "cluster_name", "bucket")


def serves_production(resource: PlannedResource, stack: str = ".") -> bool | None:
    """True for production, False for anything else, None where nothing tells.

    Tags say it first, then the stack's path and the module's name, then the resource's own names. A word counts only as
    a whole part of a name (``dev-api``, not ``device``); where both kinds of words are met it is production.
    """
    _, _, keys = environment_words()
    tags = {key.lower(): value for key, value in resource.tags.items()}
    own = " ".join(str(resource.get(name, "")) for name in NAMES)
    told = [tags[key] for key in keys if key in tags]
    for text in (*told, f"{stack} {resource.module}", f"{resource.name} {tags.get('name', '')} {own}"):
        found = _meaning(text)
        if found is not None:
            return found
    return None


def _meaning(text: str) -> bool | None:
    production, other, _ = environment_words()
    words = set(re.split(r"[^a-z0-9]+", text.lower()))
    plain = {word.rstrip("0123456789") for word in words} | words
    if plain & production:
        return "non" not in plain
    return False if plain & other else None
