"""Values whose sentence names no component: "keep messages for 4 days" after two queues were named."""

from app.reasoning.offline.read.attach import value_score
from app.reasoning.offline.read.draft import Draft, Sheet
from app.reasoning.offline.read.find_slots import find_slots
from app.reasoning.offline.read.flags import state_of
from app.reasoning.offline.read.give import give
from app.reasoning.offline.read.scopes import LOG_GROUP
from app.reasoning.offline.read.slots import Slot
from app.reasoning.offline.read.spans import Value
from app.reasoning.offline.read.split import Sentence

NEAR = 20
"""How many of the nearest components are considered."""
SURE = 12
"""The least score with which words count as speaking of a component that stands elsewhere."""


def attach_elsewhere(sheet: Sheet) -> None:
    """Give values that are left to the nearest components whose parameters the words name."""
    for sentence in sheet.sentences:
        free = [value for value in sheet.values[sentence.index] if sheet.free(sentence.index, value)]
        touched = any((sentence.index, index) in sheet.used for index in range(len(sentence.tokens)))
        if not free and touched:
            continue
        if any(token.low in sheet.words.words("log_words") for token in sentence.tokens):
            _logs(sheet, sentence, free)
            continue
        near = sorted(sheet.drafts, key=lambda draft: (abs(draft.sentence - sentence.index), draft.number))
        told = [(draft, _sure_slots(sheet, sentence, draft)) for draft in near[:NEAR]]
        spoken_of = [pair for pair in told if any(slot.flag and slot.last - slot.first > 1 for slot in pair[1])]
        for draft, slots in spoken_of or told:
            for value in free:
                _value(sheet, sentence, draft, slots, value)
            if not touched:
                _flags(sheet, sentence, draft, slots)


def _sure_slots(sheet: Sheet, sentence: Sentence, draft: Draft) -> list[Slot]:
    """Slots of parameters whose words say more than a verb ("kept for" may be said of anything)."""
    ends = sheet.words.words("gap_ends")
    return [
        slot
        for slot in find_slots(sheet, sentence, draft, closed=True)
        if slot.parameter is not None and sentence.tokens[slot.last - 1].low not in ends
    ]


def _value(sheet: Sheet, sentence: Sentence, draft: Draft, slots: list[Slot], value: Value) -> None:
    if not sheet.free(sentence.index, value):
        return
    scored = [(value_score(sheet, sentence, slot, value), slot) for slot in slots]
    best = max(scored, key=lambda pair: pair[0], default=None)
    if best is None or best[0] < SURE or best[1].parameter is None or best[1].parameter.name in draft.settings:
        return
    give(sheet, sentence, _alike(sheet, draft), best[1], value)


def _flags(sheet: Sheet, sentence: Sentence, draft: Draft, slots: list[Slot]) -> None:
    for slot in slots:
        if slot.flag and slot.parameter is not None and slot.last - slot.first > 1:
            state = state_of(sheet, sentence, slot)
            if state is not None and slot.parameter.name not in draft.settings:
                draft.settings[slot.parameter.name] = state
                sheet.use(sentence.index, slot.first, slot.last)


def _logs(sheet: Sheet, sentence: Sentence, free: list[Value]) -> None:
    """ "Keep logs for 90 days": the retention of every component that has one for its logs."""
    durations = [value for value in free if value.kind == "duration" and value.value >= 86400]
    takers = [draft for draft in sheet.drafts if _writes_logs(sheet, draft)]
    if len(durations) == 1 and takers:
        for draft in takers:
            draft.settings.setdefault("log_retention", int(durations[0].value // 86400))
        sheet.use(sentence.index, durations[0].first, durations[0].last)


def _writes_logs(sheet: Sheet, draft: Draft) -> bool:
    """Whether a component has a retention for its logs, or a log group among its resources."""
    service = sheet.vocabulary.services.get(draft.kind)
    return service is not None and ("log_retention" in sheet.parameters(draft.kind) or LOG_GROUP in service.types)


def _alike(sheet: Sheet, draft: Draft) -> tuple[int, ...]:
    """The draft and those of its kind named in the same sentence."""
    return tuple(d.number for d in sheet.drafts if d.kind == draft.kind and d.sentence == draft.sentence)
