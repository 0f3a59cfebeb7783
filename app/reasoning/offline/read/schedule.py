"""A schedule said of something that has none of its own needs a thing that starts it."""

from collections.abc import Iterator

from app.knowledge.catalogue.base import Parameter, Service
from app.reasoning.offline.read.draft import Draft, Link, Sheet
from app.reasoning.offline.read.spans import Value
from app.reasoning.offline.read.tokens import phrase_key
from app.reasoning.offline.read.vocabulary import Strength


def schedule(sheet: Sheet) -> list[Link]:
    """Add the service of the word "schedule" for each schedule that no component took, with the link to its target."""
    return list(_links(sheet))


def _links(sheet: Sheet) -> Iterator[Link]:
    starter = next(
        (
            service.id
            for service in sheet.vocabulary.services.values()
            if any(p.kind == "schedule" for p in service.parameters)
            and phrase_key("schedule") in {phrase_key(w) for w in (*service.words, *service.weak_words)}
        ),
        "",
    )
    for sentence in sheet.sentences:
        for value in sheet.values[sentence.index]:
            if value.kind != "schedule" or not sheet.free(sentence.index, value):
                continue
            if _given(sheet, sentence.index, value):
                continue
            places = sheet.places[sentence.index]
            target = next((p.drafts for p in places if not p.governed), None) or sheet.topic(sentence.index)
            startable = [n for n in target if _startable(sheet, sheet.drafts[n])]
            if not starter or not startable:
                continue
            parameter = next(p for p in sheet.vocabulary.services[starter].parameters if p.kind == "schedule")
            draft = Draft(
                len(sheet.drafts), starter, sheet.vocabulary.type_of(starter), Strength.SERVICE, "schedule",
                sentence.index, value.text, settings={parameter.name: value.value},
            )  # fmt: skip
            sheet.drafts.append(draft)
            sheet.use(sentence.index, value.first, value.last)
            for number in startable:
                yield Link(draft.number, "triggers", number, False, value.text)


def mail(sheet: Sheet) -> list[Link]:
    """Add the service that sends mail for an address that no component took: "alarms go to ops@example.com"."""
    found = []
    for sentence in sheet.sentences:
        for value in sheet.values[sentence.index]:
            places = [place for place in sheet.places[sentence.index] if place.last <= value.first]
            if value.kind != "email" or not sheet.free(sentence.index, value) or not places:
                continue
            sender = sheet.drafts[places[0].drafts[0]]
            service, parameter = _mailer(sheet)
            if service is None or sender.kind not in sheet.vocabulary.services:
                continue
            address: object = [value.value] if parameter.kind == "list" else value.value
            draft = Draft(
                len(sheet.drafts), service.id, service.primary, Strength.SERVICE, "mail", sentence.index, value.text,
                settings={parameter.name: address},
            )  # fmt: skip
            sheet.drafts.append(draft)
            sheet.use(sentence.index, value.first, value.last)
            found.append(Link(sender.number, "sends", draft.number, False, value.text))
    return found


def _mailer(sheet: Sheet) -> tuple[Service | None, Parameter]:
    """The messaging service with a parameter for addresses."""
    for service in sheet.vocabulary.services.values():
        for parameter in service.parameters:
            if service.shape == "messaging" and "email" in parameter.words:
                return service, parameter
    return None, Parameter("", "text")


def _given(sheet: Sheet, sentence: int, value: Value) -> bool:
    """Whether something near by that has a schedule of its own took it: the backup plan named a sentence later."""
    for draft in sorted(sheet.drafts, key=lambda d: abs(d.sentence - sentence)):
        own = next((p for p in sheet.parameters(draft.kind).values() if p.kind == "schedule"), None)
        if own is not None and own.name not in draft.settings and abs(draft.sentence - sentence) <= 2:
            draft.settings[own.name] = value.value
            sheet.use(sentence, value.first, value.last)
            return True
    return False


def _startable(sheet: Sheet, draft: Draft) -> bool:
    """Whether something may start it: its service says what being triggered means."""
    service = sheet.vocabulary.services.get(draft.kind)
    return service is not None and (service.shape == "compute" or "triggers" in service.linked)
