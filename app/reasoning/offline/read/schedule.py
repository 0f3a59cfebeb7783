"""A schedule said of something that has none of its own needs a thing that starts it."""

from collections.abc import Iterator

from app.knowledge.catalogue.base import Parameter, Service
from app.reasoning.offline.read.draft import Draft, Link, Sheet
from app.reasoning.offline.read.spans import Value
from app.reasoning.offline.read.split import Sentence
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
            if value.kind != "email" or not sheet.free(sentence.index, value):
                continue
            sender = _sender(sheet, sentence, value)
            service, parameter = _mailer(sheet)
            if service is None or sender is None or sender.kind not in sheet.vocabulary.services:
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


def _sender(sheet: Sheet, sentence: Sentence, value: Value) -> Draft | None:
    """Who writes to an address: what the sentence names before it, or an alarm where it speaks of trouble."""
    places = [place for place in sheet.places[sentence.index] if place.last <= value.first]
    named = sheet.drafts[places[0].drafts[0]] if places else None
    service = sheet.vocabulary.services.get(named.kind) if named else None
    trouble = any(token.low in sheet.words.words("trouble") for token in sentence.tokens)
    if not trouble or (service is not None and "monitors" in service.links):
        return named
    alarms = [d for d in sheet.drafts if "monitors" in getattr(sheet.vocabulary.services.get(d.kind), "links", {})]
    if alarms:
        return alarms[-1]
    sense = sheet.vocabulary.sense(phrase_key(sheet.words.map("trade_words")["monitors"], sheet.words.code))
    watcher = sheet.vocabulary.services.get(sense.kind) if sense else None
    if watcher is None or "monitors" not in watcher.links:
        return named
    text = value.text
    number = len(sheet.drafts)
    sheet.drafts.append(Draft(number, watcher.id, watcher.primary, Strength.SERVICE, "alarm", sentence.index, text))
    return sheet.drafts[-1]


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
        if draft.sentence == sentence and draft.number in {n for p in sheet.places[sentence] for n in p.drafts}:
            continue  # it had its chance when values were attached
        own = next((p for p in sheet.parameters(draft.kind).values() if p.kind == "schedule"), None)
        if own is not None and own.name not in draft.settings and abs(draft.sentence - sentence) <= 2:
            draft.settings[own.name] = value.value
            sheet.use(sentence, value.first, value.last)
            return True
    return False


def _startable(sheet: Sheet, draft: Draft) -> bool:
    """Whether something may start it: its service says what being triggered means."""
    service = sheet.vocabulary.services.get(draft.kind)
    if service is None:
        return False
    own = any(parameter.kind == "schedule" for parameter in service.parameters)
    goes_on = "triggers" in service.links and service.shape in {"messaging", "operations"} and not own
    return service.shape == "compute" or "triggers" in service.linked or goes_on
