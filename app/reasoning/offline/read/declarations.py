"""Variables, outputs and tags that a request asks for by name."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.domain.request import WantedOutput, WantedVariable
from app.knowledge.language import Language
from app.reasoning.offline.read.draft import Sheet
from app.reasoning.offline.read.mentions import Mention
from app.reasoning.offline.read.naming import label_of
from app.reasoning.offline.read.phrases import lows
from app.reasoning.offline.read.split import Sentence
from app.reasoning.offline.read.tokens import Token

TYPES = {
    "string": "string",
    "number": "number",
    "bool": "bool",
    "boolean": "bool",
    "list": "list(string)",
    "map": "map(string)",
}


def wanted_variables(sheet: Sheet) -> tuple[WantedVariable, ...]:
    """Variables asked for by name: "Define a variable 'cluster_name' of type string with default 'demo'"."""
    found: dict[str, WantedVariable] = {}
    for sentence in sheet.sentences:
        for index, token in enumerate(sentence.tokens):
            if token.low not in sheet.words.words("variable_words") or token.kind == "quoted":
                continue
            variable = _variable(sheet, sentence, index)
            if variable is not None:
                found.setdefault(variable.name, variable)
    return tuple(found.values())


def _variable(sheet: Sheet, sentence: Sentence, index: int) -> WantedVariable | None:
    tokens = sentence.tokens
    named = next((i for i in range(index + 1, min(index + 5, len(tokens))) if tokens[i].kind == "quoted"), None)
    if named is None or not re.fullmatch(r"[A-Za-z_][\w-]*", tokens[named].text):
        return None
    sheet.use(sentence.index, index, named + 1)
    after = lows(tokens, named + 1, len(tokens))
    kind = next((TYPES[word] for word in after if word in TYPES), "string")
    default = _default(sheet, sentence, named)
    return WantedVariable(tokens[named].text.replace("-", "_"), kind, default, sentence.text[:160])


def _default(sheet: Sheet, sentence: Sentence, named: int) -> Any:
    """The value after "default", or None."""
    for index in range(named + 1, len(sentence.tokens)):
        if sentence.tokens[index].low in sheet.words.words("default_words"):
            for value in sheet.values[sentence.index]:
                if 0 <= value.first - index <= 6:
                    sheet.use(sentence.index, index, value.last)
                    return value.value if value.kind in {"number", "text", "cidr", "region"} else value.text
    return None


def wanted_outputs(sheet: Sheet) -> tuple[WantedOutput, ...]:
    """Outputs asked for: "output the endpoint and ARN of the database"."""
    found: dict[str, WantedOutput] = {}
    for sentence in sheet.sentences:
        for index, token in enumerate(sentence.tokens):
            if token.kind == "word" and token.low in sheet.words.words("output_words"):
                for output in _outputs(sheet, sentence, index):
                    found.setdefault(output.name, output)
    return tuple(found.values())


def _outputs(sheet: Sheet, sentence: Sentence, index: int) -> Iterator[WantedOutput]:
    nouns: Mapping[str, str] = sheet.words.map("output_nouns")
    tokens = sentence.tokens
    places = [place for place in sheet.places[sentence.index] if place.last > index] or sheet.places[sentence.index]
    drafts = places[0].drafts if places else sheet.topic(sentence.index)
    draft = drafts[0] if drafts else None
    window = tokens[index + 1 : index + 16]
    for offset, token in enumerate(window):
        if token.kind == "word" and token.key in nouns:
            attribute = nouns[token.key]
            sheet.use(sentence.index, index, index + 2 + offset)
            yield WantedOutput(
                _output_name(window, sheet, draft, attribute), str(draft) if draft is not None else "", attribute
            )


def _output_name(window: Sequence[Token], sheet: Sheet, draft: int | None, attribute: str) -> str:
    quoted = next((token.text for token in window if token.kind == "quoted"), "")
    if quoted and re.fullmatch(r"[A-Za-z_][\w-]*", quoted):
        return quoted.replace("-", "_")
    base = sheet.drafts[draft].text if draft is not None else ""
    return label_of(f"{base} {attribute}".strip()) or attribute


def without_tag_values(
    sentences: Sequence[Sentence], mentions: Sequence[Sequence[Mention]], words: Language
) -> list[list[Mention]]:
    """Without what is only a tag's value: "Tags: team=shop" asks for no shop."""
    values = [{key + 2 for key in _tag_keys(sentence, words)} for sentence in sentences]
    return [
        [one for one in group if one.first not in taken or one.last > one.first + 1]
        for taken, group in zip(values, mentions, strict=True)
    ]


def read_tags(sheet: Sheet) -> dict[str, str]:
    """Tags for everything: "tag all resources with team=payments and cost-centre=42"; others go to their component."""
    everywhere: dict[str, str] = {}
    for sentence in sheet.sentences:
        start = _tag_word(sentence, sheet.words)
        if start is None:
            continue
        pairs = dict(_pairs(sheet, sentence, start))
        if not pairs:
            continue
        before = [place for place in sheet.places[sentence.index] if place.last <= start + 6]
        general = any(
            word in sheet.words.words("everything") for word in lows(sentence.tokens, 0, len(sentence.tokens))
        )
        drafts = before[-1].drafts if before else ()
        if general or start == 0 or not drafts:
            everywhere.update(pairs)
        else:
            for number in drafts:
                sheet.drafts[number].tags.update(pairs)
    return everywhere


def _pairs(sheet: Sheet, sentence: Sentence, start: int) -> Iterator[tuple[str, str]]:
    tokens = sentence.tokens
    for key in _tag_keys(sentence, sheet.words):
        sheet.use(sentence.index, start, key + 3)
        yield tokens[key].text, tokens[key + 2].text


def _tag_keys(sentence: Sentence, words: Language) -> Iterator[int]:
    """Where keys stand: ``key=value``, ``key: value``, ``"key" = "value"`` after the word "tag"."""
    tokens = sentence.tokens
    start = _tag_word(sentence, words)
    for index in range(len(tokens) if start is None else start + 1, len(tokens) - 2):
        usable = tokens[index].kind != "mark" and tokens[index + 2].kind != "mark"
        if tokens[index + 1].text in {"=", ":"} and usable and tokens[index].low not in words.words("tag_words"):
            yield index


def _tag_word(sentence: Sentence, words: Language) -> int | None:
    return next((i for i, token in enumerate(sentence.tokens) if token.low in words.words("tag_words")), None)
