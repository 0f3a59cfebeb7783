"""Phrases for every provider type, derived from the schema's names.

``aws_lb_target_group`` → "lb target group", with aliases of its parts "load balancer target group", and, where
the text speaks of its family, "target group" alone.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from app.knowledge.language import CODES, ProviderWords, provider_words
from app.knowledge.schemas import provider_names, provider_schema
from app.reasoning.offline.read.tokens import phrase_key

_FAMILIES = ("aws_",)
"""Providers whose type names are spoken without the provider; of others (``random_password``) only the whole name."""
_DUPLICATES = ("aws_alb",)
"""Prefixes of types that are a second name of another type; only their literal name counts."""


@dataclass(frozen=True, slots=True)
class SchemaWords:
    """``phrases``: type → (phrase, whether it is too plain to stand alone); ``exact``: (key of the whole name, type);
    ``suffixes``: key of an ending → types; ``prefixes``: key of a beginning → beginnings as in type names;
    ``principals``: beginning → the type most others of it refer to."""

    resources: frozenset[str]
    data: frozenset[str]
    phrases: Mapping[str, tuple[tuple[str, bool], ...]]
    exact: frozenset[tuple[str, str]]
    suffixes: Mapping[str, tuple[str, ...]]
    prefixes: Mapping[str, tuple[str, ...]]
    principals: Mapping[str, str]


def bare(kind: str) -> str:
    """A type without its provider, in words: ``aws_lb_target_group`` → ``lb target group``."""
    return kind.partition("_")[2].replace("_", " ")


@cache
def schema_words() -> SchemaWords:
    """The phrases of all providers on board, made once."""
    names = provider_words()
    resources = frozenset(kind for name in provider_names() for kind in provider_schema(name).types())
    data = frozenset(kind for name in provider_names() for kind in provider_schema(name).types("data"))
    spoken = sorted(kind for kind in resources if kind.startswith(_FAMILIES) and not kind.startswith(_DUPLICATES))
    others = sorted(kind for kind in resources if not kind.startswith(_FAMILIES))
    suffixes: dict[str, list[str]] = defaultdict(list)
    prefixes: dict[str, list[str]] = defaultdict(list)
    for kind in spoken:
        words = bare(kind).split()
        for cut in range(1, len(words)):
            suffixes[phrase_key(" ".join(words[cut:]))].append(kind)
            for phrase in _spoken_prefixes(" ".join(words[:cut]), names):
                if " ".join(words[:cut]) not in prefixes[phrase]:
                    prefixes[phrase].append(" ".join(words[:cut]))
    return SchemaWords(
        resources=resources,
        data=data,
        phrases={kind: tuple(_phrases(kind, names)) for kind in spoken}
        | {kind: tuple((phrase, False) for phrase in _full_names(kind, names)) for kind in others},
        exact=frozenset(
            (phrase_key(phrase), kind)
            for kind in spoken
            for phrase in (bare(kind), *_with_aliases(bare(kind), names))
            if " " in phrase and phrase not in names.plain
        ),
        suffixes={key: tuple(kinds) for key, kinds in suffixes.items()},
        prefixes={key: tuple(found) for key, found in prefixes.items()},
        principals=_principals(spoken, names),
    )


def _spoken_prefixes(prefix: str, names: ProviderWords) -> set[str]:
    phrases = {prefix, *_with_aliases(prefix, names)}
    return {phrase_key(phrase, code) for phrase in phrases for code in CODES}


def _with_aliases(name: str, names: ProviderWords) -> Iterator[str]:
    """The name with its beginning said otherwise, longest beginning first."""
    words = name.split()
    for cut in range(len(words), 0, -1):
        for alias in names.aliases.get(" ".join(words[:cut]), ()):
            yield " ".join([alias, *words[cut:]])


def _full_names(kind: str, names: ProviderWords) -> Iterator[str]:
    yield kind.replace("_", " ")
    yield from names.types.get(kind, ())


def _phrases(kind: str, names: ProviderWords) -> Iterator[tuple[str, bool]]:
    name = bare(kind)
    provider = kind.partition("_")[0]
    for phrase in dict.fromkeys([*names.types.get(kind, ()), name, *_with_aliases(name, names)]):
        yield phrase, phrase in names.plain
    yield f"{provider} {name}", False
    if name.endswith("v2") or " v2 " in name:
        yield re.sub(r"v2\b", "", name), False


def _principals(kinds: list[str], names: ProviderWords) -> dict[str, str]:
    """For each beginning of type names the type that most of its family refer to by an argument."""
    families: dict[str, list[str]] = defaultdict(list)
    for kind in kinds:
        words = bare(kind).split()
        for cut in (1, 2):
            if cut < len(words):
                families[" ".join(words[:cut])].append(kind)
    found: dict[str, str] = {}
    for family, members in families.items():
        scores = dict.fromkeys(members, 0)
        for kind in members:
            block = provider_schema(kind.partition("_")[0]).resource(kind)
            required = {name for name, a in block.attributes.items() if a.required} if block else set()
            for other in members:
                rest = bare(other)[len(family) + 1 :].replace(" ", "_")
                if other != kind and required & {f"{rest}{end}" for end in ("", "_id", "_name", "_arn", "_identifier")}:
                    scores[other] += 1
        best = max(members, key=lambda kind: (scores[kind], -len(kind), kind))
        if scores[best] or len(members) == 1:
            found[family] = best
    found.update(names.families)
    return found
