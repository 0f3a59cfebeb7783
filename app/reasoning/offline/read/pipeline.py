"""The pipeline: normalise, split, values, mentions, components, attach, relate, constrain, honesty."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.request import Request
from app.knowledge.catalogue.base import Service
from app.knowledge.language import language
from app.reasoning.offline.read.absorb import absorb
from app.reasoning.offline.read.assemble import Ids, components, outputs, relations
from app.reasoning.offline.read.attach import attach
from app.reasoning.offline.read.components import recognise
from app.reasoning.offline.read.constrain import constrain
from app.reasoning.offline.read.declarations import (
    read_tags,
    wanted_outputs,
    wanted_variables,
    without_tag_values,
)
from app.reasoning.offline.read.draft import Sheet
from app.reasoning.offline.read.elsewhere import attach_elsewhere
from app.reasoning.offline.read.honesty import not_understood, questions
from app.reasoning.offline.read.mentions import find_mentions
from app.reasoning.offline.read.normalise import Prose, normalise
from app.reasoning.offline.read.ranges import read_ranges
from app.reasoning.offline.read.regional import place_in_regions
from app.reasoning.offline.read.relate import relate
from app.reasoning.offline.read.risks import never_written
from app.reasoning.offline.read.schedule import mail, schedule
from app.reasoning.offline.read.spelling import respelt
from app.reasoning.offline.read.split import Sentence, split
from app.reasoning.offline.read.systems import with_families, with_services, without_systems
from app.reasoning.offline.read.tokens import fold
from app.reasoning.offline.read.trades import missing_trades
from app.reasoning.offline.read.traffic import groups_around, read_traffic, with_peer_ids, without_port_names
from app.reasoning.offline.read.values import find_values
from app.reasoning.offline.read.vocabulary import vocabulary

SLUG_LIMIT = 40
TITLE_LIMIT = 80


@dataclass(frozen=True, slots=True)
class Reading:
    """A request with the sheet it was read on; ``ids`` leads from the sheet's drafts to the request's components."""

    request: Request
    sheet: Sheet
    ids: Ids


def read(text: str, services: Mapping[str, Service], *, title: str = "") -> Request:
    """What the user wants. Pure and deterministic; odd text is listed, never raised.

    ``services`` is the catalogue by service id; ``title`` the issue's title where the forge knows it.
    """
    return read_closely(text, services, title=title).request


def read_closely(text: str, services: Mapping[str, Service], *, title: str = "", code: str = "") -> Reading:
    """The same with the sheet, for one who needs the words behind a component; ``code`` is the language if known."""
    prose = normalise(text, code=code)
    words = language(prose.language)
    heading = _title(prose, split(prose.body, prose.language), title)
    sentences = split(f"{title}\n\n{prose.body}" if title else prose.body, prose.language)
    known = vocabulary(services)
    sentences = respelt(sentences, known, words)
    found = without_port_names(sentences, find_mentions(sentences, known, words), words)
    mentions = with_services(without_tag_values(sentences, found, words), known)
    mentions = with_families(sentences, without_systems(sentences, mentions, known, words), known)
    whole = absorb(sentences, mentions, known)
    sheet = Sheet(
        sentences=sentences,
        words=words,
        vocabulary=known,
        values=[find_values(sentence.tokens, words) for sentence in sentences],
        mentions=whole,
        parts=[[m for m in group if m not in kept] for group, kept in zip(mentions, whole, strict=True)],
    )
    recognise(sheet)
    missing_trades(sheet)
    variables = wanted_variables(sheet)
    tags = read_tags(sheet) | _hinted_tags(prose)
    read_ranges(sheet)
    read_traffic(sheet)
    attach(sheet)
    place_in_regions(sheet)
    links = [*relate(sheet), *schedule(sheet), *mail(sheet), *groups_around(sheet)]
    attach_elsewhere(sheet)
    wanted = wanted_outputs(sheet)
    constraints = constrain(sheet, prose.hints)
    risky = never_written(sheet)
    ids = Ids(sheet)
    with_peer_ids(sheet.drafts, ids.by_draft)
    request = Request(
        title=heading,
        slug=slug_of(heading),
        language=prose.language,
        text=text,
        components=components(sheet, ids),
        relations=relations(links, ids),
        constraints=constraints,
        tags=tags,
        variables=variables,
        outputs=outputs(wanted, ids),
        not_understood=not_understood(sheet, prose, prose.hints),
        questions=questions(sheet, empty=not prose.body.strip()),
        settled=tuple(dict.fromkeys(sheet.settled)),
        risky=risky,
    )
    return Reading(request, sheet, ids)


def _title(prose: Prose, sentences: tuple[Sentence, ...], given: str) -> str:
    """The title given, the front matter's, the first heading, or the first sentence cut short."""
    stated = given or str(prose.hints.get("title", "") or "")
    heading = next((s.text for s in sentences if s.kind == "heading"), "")
    telling = next((s.text for s in sentences if len(s.tokens) > 3), sentences[0].text if sentences else "")
    first = re.split(r":(?!\d)|[;(]", telling)[0]
    chosen = " ".join((stated or heading or first).split())
    if len(chosen) > TITLE_LIMIT:
        chosen = chosen[:TITLE_LIMIT].rsplit(" ", 1)[0].rstrip(" ,;:.")
    return chosen.rstrip(".") or "Infrastructure"


def slug_of(title: str) -> str:
    """ASCII letters, digits and hyphens, at most 40, cut at a word."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")
    if len(slug) > SLUG_LIMIT:
        cut = slug[: SLUG_LIMIT + 1].rpartition("-")[0]
        slug = cut or slug[:SLUG_LIMIT]
    return slug.strip("-") or "infrastructure"


def _hinted_tags(prose: Prose) -> dict[str, str]:
    stated = prose.hints.get("tags")
    if not isinstance(stated, dict):
        return {}
    return {str(key): str(value) for key, value in stated.items() if isinstance(value, (str, int, float))}
